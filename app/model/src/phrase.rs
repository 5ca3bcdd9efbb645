//! Phrases, the covering texts (P35): what accompanies a kind of document, with placeholders such as `<NUMFACT>` for what is the
//! document's own. They are text, never markup: any other `<…>` stays as it was written.

mod placeholder;

pub use placeholder::{Placeholder, Unknown};

use crate::{
    DocumentKind, FieldProblem, Lang, Moment, Problem,
    compose::{BODY_MAX, SUBJECT_MAX},
    text,
};
use placeholder::{Piece, pieces};
use serde::{Deserialize, Serialize};

/// A phrase as it is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PhraseDraft {
    /// Subject of the mail.
    pub subject: String,
    /// Its text.
    pub text: String,
}

/// A phrase whose form was right: every placeholder in it is one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phrase {
    /// One line, at most [`SUBJECT_MAX`] characters.
    pub subject: String,
    /// At most [`BODY_MAX`] characters.
    pub text: String,
}

/// A phrase that the organisation wrote itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPhrase {
    /// Of the documents it goes with.
    pub kind: DocumentKind,
    /// Of the mail.
    pub language: Lang,
    /// What it says.
    pub phrase: Phrase,
    /// Rises with each save (P12).
    pub version: i64,
    /// When it was last saved.
    pub changed_at: Moment,
    /// By whom.
    pub by: String,
}

/// What a document says in the place of placeholders, as the recipient reads it: dates and amounts in the mail's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhraseFacts {
    /// The document's number; of a credit note its own, too.
    pub number: String,
    /// Its date, when it has one.
    pub date: Option<String>,
    /// Our company's name, when the settings have one.
    pub company: Option<String>,
    /// The client's name.
    pub client: String,
    /// Its amount, when it has one.
    pub amount: Option<String>,
}

impl PhraseDraft {
    /// Every problem of the form, or the phrase. A placeholder that is none is refused here, before it stands in a mail.
    pub fn check(&self) -> Result<Phrase, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut checked = |field: &str, given: &str, kept: Result<String, Problem>| {
            let kept = kept.and_then(|kept| match unknown(&kept) {
                _ if given.trim().is_empty() => Err(Problem::Required),
                Some(unknown) => Err(Problem::UnknownPlaceholder(unknown)),
                None => Ok(kept),
            });
            kept.map_err(|problem| problems.push(FieldProblem::new(field, problem))).unwrap_or_default()
        };
        let subject = checked("subject", &self.subject, text::line(&self.subject, SUBJECT_MAX));
        let text = checked("text", &self.text, text::lines(&self.text, BODY_MAX));
        if problems.is_empty() { Ok(Phrase { subject, text }) } else { Err(problems) }
    }

    /// The form of a phrase.
    pub fn of(phrase: &Phrase) -> Self {
        PhraseDraft { subject: phrase.subject.clone(), text: phrase.text.clone() }
    }
}

fn unknown(text: &str) -> Option<Unknown> {
    pieces(text).into_iter().find_map(|piece| match piece {
        Piece::Unknown(unknown) => Some(unknown),
        Piece::Text(_) | Piece::Known(_) => None,
    })
}

impl Phrase {
    /// Subject and text of one document's mail.
    ///
    /// # Errors
    /// What the document does not have, each once: its line is blocked with these as the reason (P35).
    pub fn fill(&self, facts: &PhraseFacts) -> Result<Phrase, Vec<Placeholder>> {
        let (filled, missing) = self.show(facts);
        if missing.is_empty() { Ok(filled) } else { Err(missing) }
    }

    /// As [`fill`](Self::fill), for looking at: what the document does not have stays as it is written, and is named.
    pub fn show(&self, facts: &PhraseFacts) -> (Phrase, Vec<Placeholder>) {
        let mut missing = Vec::new();
        let filled =
            Phrase { subject: fill(&self.subject, facts, &mut missing), text: fill(&self.text, facts, &mut missing) };
        missing.sort();
        missing.dedup();
        (filled, missing)
    }
}

/// What stands for a placeholder is never read for placeholders again: a client may be called « <NUMFACT> ».
fn fill(template: &str, facts: &PhraseFacts, missing: &mut Vec<Placeholder>) -> String {
    let mut filled = String::new();
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Unknown(unknown) => filled.push_str(&unknown.written),
            Piece::Known(placeholder) => match placeholder.value(facts).filter(|value| !value.trim().is_empty()) {
                Some(value) => filled.push_str(value),
                None => {
                    filled.push_str(&placeholder.written());
                    missing.push(placeholder);
                }
            },
        }
    }
    filled
}

#[cfg(test)]
mod tests;
