//! The text that goes with a document: the organisation's phrase for its kind and the reader's language, or the one that comes with
//! Bonport (P35).

use super::phrase::{joined_facts, kind_of};
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
    /// Subject and text of a mail with these documents of one client. Of several kinds it is the phrase of other documents, which names each
    /// with its kind.
    ///
    /// # Errors
    /// What the phrase asks for and the documents do not have.
    pub(super) fn covering(&self, documents: &[&Document], language: Lang) -> Result<Phrase, Vec<Placeholder>> {
        let kind = kind_of(documents);
        let own = self.own.iter().find(|own| own.kind == kind && own.language == language);
        let phrase = own.map_or_else(|| original(kind, language), |own| own.phrase.clone());
        phrase.fill(&joined_facts(Words(language), documents, &self.company))
    }

    /// Stands for all of them: another one, and what was shown reads otherwise now.
    pub(super) fn stamp(&self) -> String {
        hex(&Hash::of(format!("{:?} {}", self.own, self.company).as_bytes()).0[..8])
    }
}
