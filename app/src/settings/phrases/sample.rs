//! What a phrase is looked at with: a real document where there is one.

use crate::{documents::phrase_facts, error::AppError, words::Words};
use model::document::DocumentState;
use model::{Amount, ClientId, Day, Document, DocumentId, DocumentKind, Lang, Moment, PhraseFacts};
use store::Tx;

/// A document, as a phrase names it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// In the mail's language.
    pub facts: PhraseFacts,
    /// No such document was ever put in: an invented one stands in.
    pub invented: bool,
}

/// One of this kind.
///
/// # Errors
/// Busy or broken.
pub async fn find(tx: &mut Tx, kind: DocumentKind, language: Lang) -> Result<Sample, AppError> {
    let w = Words(language);
    let company = store::settings(tx).await?.organisation_name;
    let known = store::documents::any(tx, kind).await?;
    let invented = known.is_none();
    let document = known.unwrap_or_else(|| invented_one(w, kind));
    Ok(Sample { facts: phrase_facts(w, &document, &company), invented })
}

fn invented_one(w: Words, kind: DocumentKind) -> Document {
    Document {
        id: DocumentId(0),
        client: (ClientId(0), w.phrases_sample_client().to_owned()),
        kind,
        number: "2026-117".into(),
        day: Day::new(2026, 11, 21).expect("a day of the calendar"),
        amount: Some(Amount { cents: 120_450, currency: "EUR".into() }),
        site: None,
        contact: None,
        file: None,
        created_at: Moment(0),
        created_by: None,
        removed_at: None,
        sent_at: None,
        mailbox_at: None,
        state: DocumentState::None,
        version: 0,
    }
}
