//! What a document says in the place of a phrase's variables (P35).

use super::{amount_text, day_words};
use crate::words::Words;
use model::{Document, PhraseFacts};

/// In the mail's language; `company` is our name, perhaps empty.
pub fn phrase_facts(w: Words, document: &Document, company: &str) -> PhraseFacts {
    PhraseFacts {
        number: document.number.clone(),
        date: Some(day_words(w, document.day)),
        company: (!company.is_empty()).then(|| company.to_owned()),
        client: document.client.1.clone(),
        amount: document.amount.as_ref().map(|amount| amount_text(w, amount)),
    }
}
