//! A document as it is put in, and what its file's name says of it.

use super::{Amount, Day, Document, DocumentKind, amount::cents, guess::is_kind};
use crate::{ContactId, FieldProblem, Problem, SiteId, problem::DocumentProblem, reference_key, text};
use serde::{Deserialize, Serialize};

/// Characters of a number.
pub const NUMBER_MAX: usize = 60;

/// The form; codes, ids and numbers are text, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentDraft {
    /// Code of a [`DocumentKind`].
    pub kind: String,
    /// Unique among its kind.
    pub number: String,
    /// As [`Day`] reads it.
    pub day: String,
    /// Empty where it comes to nothing, such as a delivery note.
    pub amount: String,
    /// ISO 4217; empty is `EUR`.
    pub currency: String,
    /// Of the client, or empty.
    pub site: String,
    /// Of the client, or empty.
    pub contact: String,
}

/// A right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentFields {
    /// What it is.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// The day on it.
    pub day: Day,
    /// What it comes to.
    pub amount: Option<Amount>,
    /// The site it is about.
    pub site: Option<SiteId>,
    /// Its own contact.
    pub contact: Option<ContactId>,
}

impl DocumentDraft {
    /// The form of one that is there.
    pub fn of(document: &Document) -> DocumentDraft {
        let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
        let amount = document.amount.as_ref();
        DocumentDraft {
            kind: document.kind.code().to_owned(),
            number: document.number.clone(),
            day: document.day.to_string(),
            amount: amount.map(Amount::typed).unwrap_or_default(),
            currency: amount.map(|amount| amount.currency.clone()).unwrap_or_default(),
            site: id(document.site.as_ref().map(|(id, _)| id.0)),
            contact: id(document.contact.as_ref().map(|(id, _)| id.0)),
        }
    }

    /// Every problem at once. `file` says whether a PDF comes along: only an order may be without one (P30).
    ///
    /// # Errors
    /// At `kind`, `number`, `day`, `amount`, `currency`, `site`, `contact`, `file`.
    pub fn check(&self, file: bool) -> Result<DocumentFields, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field: &str, problem| problems.push(FieldProblem::new(field, problem));
        let kind = DocumentKind::from_code(&self.kind).ok_or_else(|| note("kind", Problem::NotAChoice));
        let filled = |text: String| if text.is_empty() { Err(Problem::Required) } else { Ok(text) };
        let number = text::line(&self.number, NUMBER_MAX).and_then(filled);
        let number = number.map_err(|problem| note("number", problem));
        let day = self.day.parse().map_err(|_| note("day", Problem::Document(DocumentProblem::NotADay)));
        let amount = self.amount().map_err(|(field, problem)| note(field, Problem::Document(problem)));
        let site = perhaps(&self.site).map_err(|()| note("site", Problem::ForeignSite));
        let contact = perhaps(&self.contact).map_err(|()| note("contact", Problem::NotAChoice));
        if !file && kind.is_ok_and(|kind| kind != DocumentKind::Order) {
            note("file", Problem::Document(DocumentProblem::FileNeeded));
        }
        match (kind, number, day, amount, site, contact) {
            (Ok(kind), Ok(number), Ok(day), Ok(amount), Ok(site), Ok(contact)) if problems.is_empty() => {
                let (site, contact) = (site.map(SiteId), contact.map(ContactId));
                Ok(DocumentFields { kind, number, day, amount, site, contact })
            }
            _ => Err(problems),
        }
    }

    fn amount(&self) -> Result<Option<Amount>, (&'static str, DocumentProblem)> {
        let currency = match self.currency.trim() {
            "" => "EUR".to_owned(),
            code if code.len() == 3 && code.bytes().all(|b| b.is_ascii_alphabetic()) => code.to_ascii_uppercase(),
            _ => return Err(("currency", DocumentProblem::NotACurrency)),
        };
        if self.amount.trim().is_empty() {
            return Ok(None);
        }
        let cents = cents(&self.amount).map_err(|_| ("amount", DocumentProblem::NotAnAmount))?;
        Ok(Some(Amount { cents, currency }))
    }
}

fn perhaps(text: &str) -> Result<Option<i64>, ()> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| ()),
    }
}

/// The number that a file's name seems to hold: of its words the one with the most digits, the later of two, and a bare day last; empty
/// without digits. `Facture_2026-0147 ACME.pdf` says `2026-0147`.
pub fn guessed_number(file_name: &str) -> String {
    guessed_number_beside(file_name, "")
}

/// The same where the name may also say this reference of the client, which is not the document's number.
pub fn guessed_number_beside(file_name: &str, reference: &str) -> String {
    let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
    let own = reference_key(reference);
    let words = stem.split(|c: char| c.is_whitespace() || matches!(c, '_' | '(' | ')' | ',' | ';'));
    let words = words.filter(|word| own.is_empty() || reference_key(word) != own);
    let digits = |word: &str| word.chars().filter(char::is_ascii_digit).count();
    let words = words.filter(|word| digits(word) > 0);
    let word = words.max_by_key(|word| (!is_bare_day(word), digits(word))).unwrap_or_default();
    let word = without_kind(word.trim_matches(|c: char| !c.is_alphanumeric()));
    word.chars().take(NUMBER_MAX).collect()
}

/// `20261123` or `23112026`.
fn is_bare_day(word: &str) -> bool {
    let number = |from: usize, to: usize| word.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let is_day =
        |year, month, day| (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let bare = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    bare && (is_day(number(0, 4), number(4, 6), number(6, 8)) || is_day(number(4, 8), number(2, 4), number(0, 2)))
}

/// `Facture-2026-001` is the invoice 2026-001; short words such as `NC-12` are of the number.
fn without_kind(word: &str) -> &str {
    match word.split_once('-') {
        Some((kind, rest)) if kind.len() > 3 && is_kind(kind) && rest.bytes().any(|byte| byte.is_ascii_digit()) => {
            without_kind(rest)
        }
        _ => word,
    }
}

/// Whether bytes begin as a PDF does (ISO 32000-1 §7.5.2). Anything behind that, damaged or encrypted, is kept as it is: nobody reads it
/// here.
pub fn is_pdf(beginning: &[u8]) -> bool {
    beginning.starts_with(b"%PDF-")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientId, DocumentId, Moment, document::DocumentState};

    fn invoice() -> DocumentDraft {
        DocumentDraft {
            kind: "invoice".into(),
            number: " F-2026-0147 ".into(),
            day: "2026-11-23".into(),
            amount: "1 204,50".into(),
            ..DocumentDraft::default()
        }
    }

    /// P30
    #[test]
    fn p30_a_right_form_is_a_document() {
        let fields = invoice().check(true).unwrap();
        assert_eq!((fields.kind, fields.number.as_str()), (DocumentKind::Invoice, "F-2026-0147"));
        assert_eq!(fields.amount, Some(Amount { cents: 120_450, currency: "EUR".into() }));
        assert_eq!((fields.site, fields.contact), (None, None));
    }

    /// P30
    #[test]
    fn p30_the_form_of_a_document_says_the_same_again() {
        for amount in ["", "1 204,50", "-0,05", "12"] {
            let fields = DocumentDraft { amount: amount.into(), ..invoice() }.check(true).unwrap();
            let document = Document {
                id: DocumentId(1),
                client: (ClientId(1), "ACME".into()),
                kind: fields.kind,
                number: fields.number.clone(),
                day: fields.day,
                amount: fields.amount.clone(),
                site: None,
                contact: None,
                file: None,
                created_at: Moment(0),
                created_by: None,
                removed_at: None,
                sent_at: None,
                mailbox_at: None,
                state: DocumentState::None,
                version: 1,
            };
            assert_eq!(DocumentDraft::of(&document).check(true), Ok(fields), "{amount:?}");
        }
    }

    /// P30
    #[test]
    fn p30_only_an_order_may_come_without_a_pdf() {
        for kind in DocumentKind::ALL {
            let draft = DocumentDraft { kind: kind.code().into(), ..invoice() };
            assert_eq!(draft.check(false).is_ok(), kind == DocumentKind::Order, "{kind:?}");
        }
    }

    /// P30
    #[test]
    fn p30_every_problem_is_told_at_once() {
        let bad = DocumentDraft {
            kind: "letter".into(),
            number: "a\0".into(),
            day: "30/02/2026".into(),
            amount: "1.204".into(),
            site: "x".into(),
            contact: "y".into(),
            ..DocumentDraft::default()
        };
        let fields: Vec<String> = bad.check(false).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["kind", "number", "day", "amount", "site", "contact"]);
        let bad = DocumentDraft { number: String::new(), currency: "euro".into(), ..invoice() };
        let fields: Vec<String> = bad.check(false).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["number", "currency", "file"]);
    }

    #[test]
    fn the_number_is_guessed_from_the_files_name() {
        for (name, number) in [
            ("Facture_2026-0147 ACME.pdf", "2026-0147"),
            ("F20260147.pdf", "F20260147"),
            ("facture n°2026/12 (copie 2).PDF", "n°2026/12"),
            ("NC-12.pdf", "NC-12"),
            ("Facture-2026-001.pdf", "2026-001"),
            ("Avoir-facture-2026-7.pdf", "2026-7"),
            ("F-2026-0147.pdf", "F-2026-0147"),
            ("Facture 20261123 F-12.pdf", "F-12"),
            ("F-12 23112026.pdf", "F-12"),
            ("20261123.pdf", "20261123"),
            ("20260147 copie 2.pdf", "20260147"),
            ("Facture-ACME.pdf", ""),
            ("Devis.pdf", ""),
            ("", ""),
        ] {
            assert_eq!(guessed_number(name), number, "{name}");
        }
    }

    #[test]
    fn p30_the_clients_reference_is_not_the_number() {
        for (name, number) in [
            ("C-00123456 F-12.pdf", "F-12"),
            ("F-12_c-00123456.pdf", "F-12"),
            ("C-00123456.pdf", ""),
            ("F-2026-0147.pdf", "F-2026-0147"),
        ] {
            assert_eq!(guessed_number_beside(name, "C-00123456"), number, "{name}");
        }
        assert_eq!(guessed_number("C-00123456 F-12.pdf"), "C-00123456", "nobody knows whose it is");
    }

    #[test]
    fn a_pdf_is_told_by_its_beginning() {
        assert!(is_pdf(b"%PDF-1.7\nwhatever") && !is_pdf(b"MZ%PDF-") && !is_pdf(b"%PD") && !is_pdf(b""));
    }
}
