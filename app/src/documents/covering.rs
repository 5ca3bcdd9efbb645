//! The text that goes with a document: the organisation's phrase for its kind and the reader's language, or the one that comes with
//! Bonport (P35).

use super::phrase::{joint, phrase_facts};
use crate::{error::AppError, settings::phrases::original, words::Words};
use model::{Document, Lang, Phrase, Placeholder, hex, phrase::OwnPhrase};
use store::{Tx, blobs::Hash};

/// What the texts of one act are made of.
pub(super) struct Phrases {
    own: Vec<OwnPhrase>,
    company: String,
}

/// As they are saved now.
pub(super) async fn phrases(tx: &mut Tx) -> Result<Phrases, AppError> {
    let company = store::settings(tx).await?.organisation_name;
    Ok(Phrases { own: store::phrases::list(tx).await?, company })
}

impl Phrases {
    /// Subject and text of a mail with these documents of one client; of several it is one that comes with Bonport.
    ///
    /// # Errors
    /// What the phrase asks for and the documents do not have.
    pub(super) fn covering(&self, documents: &[&Document], language: Lang) -> Result<Phrase, Vec<Placeholder>> {
        let w = Words(language);
        let [document] = documents else { return Ok(joint(w, documents)) };
        let own = self.own.iter().find(|own| own.kind == document.kind && own.language == language);
        let phrase = own.map_or_else(|| original(document.kind, language), |own| own.phrase.clone());
        phrase.fill(&phrase_facts(w, document, &self.company))
    }

    /// Stands for all of them: another one, and what was shown reads otherwise now.
    pub(super) fn stamp(&self) -> String {
        hex(&Hash::of(format!("{:?} {}", self.own, self.company).as_bytes()).0[..8])
    }
}
