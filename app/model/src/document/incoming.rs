//! A document as a program or the line of an index brings it (P30): the client by its reference, the site by its name, the contact by
//! its e-mail, where a form has ids.

use super::{DocumentDraft, DocumentFields, DocumentKind};
use crate::{EmailAddress, FieldProblem, Problem, fold, problem::DocumentProblem, text};

/// Characters of a reference, and of a site's name.
const NAME_MAX: usize = 200;

/// As it came, everything text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields of the form, documented there")]
pub struct IncomingDraft {
    pub kind: String,
    pub number: String,
    pub day: String,
    pub amount: String,
    pub currency: String,
    /// A client's reference.
    pub client: String,
    /// The name of one of its sites, or empty.
    pub site: String,
    /// The e-mail of one of its contacts, or empty.
    pub contact: String,
}

/// What it says, whole; whether there are such a client, site and contact is for the database to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    /// A client's reference.
    pub client: String,
    /// The name of a site.
    pub site: Option<String>,
    /// The e-mail of a contact.
    pub contact: Option<EmailAddress>,
    /// Everything else; neither site nor contact yet.
    pub fields: DocumentFields,
}

impl IncomingDraft {
    /// The field of this name.
    pub fn field(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "kind" => &mut self.kind,
            "number" => &mut self.number,
            "day" => &mut self.day,
            "amount" => &mut self.amount,
            "currency" => &mut self.currency,
            "client" => &mut self.client,
            "site" => &mut self.site,
            "contact" => &mut self.contact,
            _ => return None,
        })
    }

    /// Every problem at once, as [`DocumentDraft::check`] tells them.
    ///
    /// # Errors
    /// At its fields, `client`, `site` and `contact`.
    pub fn check(&self, file: bool) -> Result<Incoming, Vec<FieldProblem>> {
        let kind = DocumentKind::called(&self.kind).map(|kind| kind.code().to_owned());
        let form = DocumentDraft {
            kind: kind.unwrap_or_else(|| self.kind.clone()),
            number: self.number.clone(),
            day: self.day.clone(),
            amount: self.amount.clone(),
            currency: self.currency.clone(),
            ..DocumentDraft::default()
        };
        let mut problems = vec![];
        let fields = form.check(file).map_err(|found| problems.extend(found));
        let mut note = |field: &str, problem| problems.push(FieldProblem::new(field, problem));
        let client = text::line(&self.client, NAME_MAX).and_then(filled).map_err(|problem| note("client", problem));
        let site = text::line(&self.site, NAME_MAX).map_err(|problem| note("site", problem));
        let contact = match self.contact.trim() {
            "" => Ok(None),
            typed => EmailAddress::parse(typed).map(Some).map_err(|_| note("contact", Problem::NotAnAddress)),
        };
        match (fields, client, site, contact) {
            (Ok(fields), Ok(client), Ok(site), Ok(contact)) => {
                Ok(Incoming { client, site: Some(site).filter(|site| !site.is_empty()), contact, fields })
            }
            _ => Err(problems),
        }
    }
}

fn filled(text: String) -> Result<String, Problem> {
    if text.is_empty() { Err(Problem::Required) } else { Ok(text) }
}

impl DocumentKind {
    /// The kind that people and programs call so, in French or English, or by its code.
    pub fn called(name: &str) -> Option<DocumentKind> {
        let folded = fold(name);
        let by_code = DocumentKind::from_code(name.trim());
        by_code.or_else(|| DocumentKind::ALL.into_iter().find(|kind| kind.names().contains(&folded.as_str())))
    }

    fn names(self) -> &'static [&'static str] {
        match self {
            DocumentKind::Invoice => &["invoice", "facture", "bill"],
            DocumentKind::CreditNote => &["credit note", "note de credit", "avoir", "creditnote"],
            DocumentKind::Order => &["order", "commande", "bon de commande", "purchase order"],
            DocumentKind::DeliveryNote => &["delivery note", "bon de livraison", "livraison"],
            DocumentKind::InterventionReport => {
                &["intervention report", "rapport d intervention", "rapport", "report", "service report"]
            }
            DocumentKind::Other => &["other", "autre", "autre document", "other document"],
        }
    }
}

impl From<DocumentProblem> for Problem {
    fn from(problem: DocumentProblem) -> Problem {
        Problem::Document(problem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn invoice() -> IncomingDraft {
        IncomingDraft {
            kind: "Facture".into(),
            number: "F-1".into(),
            day: "23/11/2026".into(),
            amount: "12,5".into(),
            client: " C1 ".into(),
            site: "Gand".into(),
            contact: "marie@acme.example".into(),
            ..IncomingDraft::default()
        }
    }

    /// P30
    #[test]
    fn p30_a_document_from_outside_names_client_site_and_contact() {
        let incoming = invoice().check(true).unwrap();
        assert_eq!((incoming.client.as_str(), incoming.site.as_deref()), ("C1", Some("Gand")));
        assert_eq!(incoming.contact.map(|email| email.to_string()), Some("marie@acme.example".to_owned()));
        assert_eq!((incoming.fields.kind, incoming.fields.number.as_str()), (DocumentKind::Invoice, "F-1"));
        let alone = IncomingDraft { site: " ".into(), contact: String::new(), ..invoice() }.check(true).unwrap();
        assert_eq!((alone.site, alone.contact), (None, None));
    }

    /// P30
    #[test]
    fn p30_every_problem_of_what_comes_is_told_at_once() {
        let bad = IncomingDraft {
            kind: "courrier".into(),
            number: String::new(),
            client: " ".into(),
            site: "a\u{0}".into(),
            contact: "marie".into(),
            ..invoice()
        };
        let fields: Vec<String> = bad.check(true).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["kind", "number", "client", "site", "contact"]);
        let without = invoice().check(false).unwrap_err();
        assert_eq!(without, [FieldProblem::new("file", DocumentProblem::FileNeeded.into())]);
    }

    /// P30
    #[test]
    fn p30_kinds_have_their_names_in_both_languages() {
        for (name, kind) in [
            ("invoice", Some(DocumentKind::Invoice)),
            ("FACTURE", Some(DocumentKind::Invoice)),
            ("Avoir", Some(DocumentKind::CreditNote)),
            ("credit_note", Some(DocumentKind::CreditNote)),
            ("Note de crédit", Some(DocumentKind::CreditNote)),
            ("Bon de livraison", Some(DocumentKind::DeliveryNote)),
            ("Rapport d’intervention", Some(DocumentKind::InterventionReport)),
            ("Autre", Some(DocumentKind::Other)),
            ("commande", Some(DocumentKind::Order)),
            ("", None),
            ("courrier", None),
        ] {
            assert_eq!(DocumentKind::called(name), kind, "{name}");
        }
        for kind in DocumentKind::ALL {
            assert_eq!(DocumentKind::called(kind.code()), Some(kind));
        }
    }

    #[test]
    fn its_fields_are_found_by_their_names() {
        let mut draft = IncomingDraft::default();
        for name in ["kind", "number", "day", "amount", "currency", "client", "site", "contact"] {
            name.clone_into(draft.field(name).unwrap());
        }
        assert_eq!((draft.kind.as_str(), draft.contact.as_str()), ("kind", "contact"));
        assert!(draft.field("file").is_none() && draft.field("").is_none());
    }
}
