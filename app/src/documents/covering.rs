//! The text that goes with a document: the organisation's phrase for its kind and the reader's language, or the one that comes with
//! Bonport (P35).

use super::phrase_facts;
use crate::{error::AppError, settings::phrases::original, words::Words};
use model::{Document, Lang, Phrase, Placeholder, phrase::OwnPhrase};
use store::Tx;

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
    /// Subject and text of the document's mail.
    ///
    /// # Errors
    /// What the phrase asks for and the document does not have.
    pub(super) fn covering(&self, document: &Document, language: Lang) -> Result<Phrase, Vec<Placeholder>> {
        let own = self.own.iter().find(|own| own.kind == document.kind && own.language == language);
        let phrase = own.map_or_else(|| original(document.kind, language), |own| own.phrase.clone());
        phrase.fill(&phrase_facts(Words(language), document, &self.company))
    }
}
