//! What a phrase is looked at with.

use crate::{error::AppError, ui::day_text, words::Words};
use model::{DocumentKind, Lang, Local, PhraseFacts};
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
pub async fn find(tx: &mut Tx, _kind: DocumentKind, language: Lang) -> Result<Sample, AppError> {
    let company = store::settings(tx).await?.organisation_name;
    let w = Words(language);
    let day = Local { year: 2026, month: 11, day: 21, hour: 0, minute: 0, weekday: 5 };
    let facts = PhraseFacts {
        number: "2026-117".into(),
        date: Some(day_text(w, day)),
        company: (!company.is_empty()).then_some(company),
        client: w.phrases_sample_client().into(),
        amount: Some(w.phrases_sample_amount().into()),
    };
    Ok(Sample { facts, invented: true })
}
