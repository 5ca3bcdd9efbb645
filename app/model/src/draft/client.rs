//! The form of a client: only its reference, name and type are needed.

use super::{Check, LABEL_MAX, NAME_MAX, NOTE_MAX, REFERENCE_MAX};
use crate::{
    Civility, Client, ClientKind, ConsentSource, EmailAddress, FieldProblem, Lang, Phone, Place, Problem, consent,
};
use serde::{Deserialize, Serialize};

/// A client as it is being typed. Choices are codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientDraft {
    /// Unique without regard to case.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// Code of its kind.
    pub kind: String,
    /// Name of its family, a new one or one that exists; may be empty.
    pub family: String,
    /// Code of the language we write in.
    pub language: String,
    /// Code of the main contact's civility; may be empty.
    pub civility: String,
    /// Main contact.
    pub first_name: String,
    /// Main contact.
    pub last_name: String,
    /// Main address.
    pub email: String,
    /// Rows without a number are dropped.
    pub phones: Vec<Phone>,
    /// Billing address.
    pub billing_email: String,
    /// The main address accepts promotional mails; off by default, and kept apart from the client (P43).
    pub promotions: bool,
    /// Code of how that is known; needed when it does.
    pub promotions_source: String,
    /// Several lines.
    pub street: String,
    /// Postal code.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country.
    pub country: String,
    /// Free text.
    pub note: String,
}

/// A client whose form was right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientFields {
    /// Not empty.
    pub reference: String,
    /// Not empty.
    pub label: String,
    /// Its kind.
    pub kind: ClientKind,
    /// Not empty when there.
    pub family: Option<String>,
    /// The language we write in.
    pub language: Lang,
    /// Main contact.
    pub civility: Option<Civility>,
    /// Main contact.
    pub first_name: String,
    /// Main contact.
    pub last_name: String,
    /// Main address.
    pub email: Option<EmailAddress>,
    /// In the order given.
    pub phones: Vec<Phone>,
    /// Billing address.
    pub billing_email: Option<EmailAddress>,
    /// Where it is.
    pub place: Place,
    /// Free text.
    pub note: String,
}

impl ClientDraft {
    /// Every problem of the form, or its fields.
    pub fn check(&self) -> Result<ClientFields, Vec<FieldProblem>> {
        let mut check = Check::default();
        let reference = check.needed("reference", &self.reference, REFERENCE_MAX);
        let label = check.needed("label", &self.label, LABEL_MAX);
        if self.kind.is_empty() {
            check.problem("kind", Problem::Required);
        }
        let kind = check.choice("kind", &self.kind, ClientKind::from_code);
        let family = check.line("family", &self.family, LABEL_MAX);
        let language = check.choice("language", &self.language, Lang::from_code);
        let civility = check.choice("civility", &self.civility, Civility::from_code);
        let first_name = check.line("first_name", &self.first_name, NAME_MAX);
        let last_name = check.line("last_name", &self.last_name, NAME_MAX);
        let email = check.email("email", &self.email);
        let phones = check.phones(&self.phones);
        let billing_email = check.email("billing_email", &self.billing_email);
        let place = check.place(&self.place());
        let note = check.lines("note", &self.note, NOTE_MAX);
        if let Some((field, problem)) = consent::missing(self.promotions, &self.promotions_source, &self.email) {
            check.problem(field, problem);
        }
        check.done(ClientFields {
            reference,
            label,
            kind: kind.unwrap_or(ClientKind::Professional),
            family: (!family.is_empty()).then_some(family),
            language: language.unwrap_or_default(),
            civility,
            first_name,
            last_name,
            email,
            phones,
            billing_email,
            place,
            note,
        })
    }

    /// The consent that the form wants (P43).
    pub fn consent(&self) -> Option<ConsentSource> {
        consent::wanted(self.promotions, &self.promotions_source)
    }

    /// Where it is.
    pub fn place(&self) -> Place {
        Place {
            street: self.street.clone(),
            postal_code: self.postal_code.clone(),
            town: self.town.clone(),
            country: self.country.clone(),
        }
    }

    /// The form of a client that exists, but for its consent.
    pub fn of(client: &Client) -> Self {
        let (main, place) = (client.main.clone(), client.place.clone());
        Self {
            reference: client.reference.clone(),
            label: client.label.clone(),
            kind: client.kind.code().into(),
            family: client.family.as_ref().map(|(_, name)| name.clone()).unwrap_or_default(),
            language: client.language.code().into(),
            civility: main.civility.map(Civility::code).unwrap_or_default().into(),
            first_name: main.first_name,
            last_name: main.last_name,
            email: main.email.unwrap_or_default(),
            phones: main.phones,
            billing_email: client.billing_email.clone().unwrap_or_default(),
            street: place.street,
            postal_code: place.postal_code,
            town: place.town,
            country: place.country,
            note: client.note.clone(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ClientDraft {
        ClientDraft {
            reference: " C0001 ".into(),
            label: "Boulangerie L’Épi d’Or".into(),
            kind: "professional".into(),
            ..ClientDraft::default()
        }
    }

    fn problems(draft: &ClientDraft) -> Vec<(String, Problem)> {
        let problems = draft.check().unwrap_err();
        problems.into_iter().map(|p| (p.field, p.problem)).collect()
    }

    #[test]
    fn a_client_needs_its_reference_its_name_and_its_kind() {
        let names = ["reference", "label", "kind"].map(|name| (name.to_owned(), Problem::Required));
        assert_eq!(problems(&ClientDraft::default()), names);
        assert_eq!(draft().check().unwrap().reference, "C0001");
    }

    /// S28
    #[test]
    fn every_field_refuses_control_characters() {
        let bad = "a\r\nBcc: x@y.example".to_string();
        let mut draft = draft();
        for field in [&mut draft.reference, &mut draft.label, &mut draft.family, &mut draft.first_name] {
            field.clone_from(&bad);
        }
        for field in [&mut draft.last_name, &mut draft.email, &mut draft.billing_email, &mut draft.town] {
            field.clone_from(&bad);
        }
        let problems = problems(&draft);
        assert_eq!(problems.len(), 8);
        assert!(problems.iter().all(|(_, problem)| *problem == Problem::Unprintable), "{problems:?}");
    }

    #[test]
    fn choices_that_are_none_and_addresses_that_are_none_are_named() {
        let draft = ClientDraft { kind: "boss".into(), email: "marie@".into(), ..draft() };
        let expected = [("kind".to_owned(), Problem::NotAChoice), ("email".to_owned(), Problem::NotAnAddress)];
        assert_eq!(problems(&draft), expected);
    }

    #[test]
    fn phones_without_a_number_are_dropped_and_words_are_no_number() {
        let phone = |number: &str| Phone { label: String::new(), number: number.into() };
        let right = ClientDraft { phones: vec![phone(" "), phone("01 23 45 67 89")], ..draft() };
        assert_eq!(right.check().unwrap().phones, [phone("01 23 45 67 89")]);
        let wrong = ClientDraft { phones: vec![phone(""), phone("demander Paul")], ..draft() };
        assert_eq!(problems(&wrong), [("phones.1.number".to_owned(), Problem::NotAPhone)]);
    }
}
