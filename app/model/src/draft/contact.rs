//! The form of a contact: which fields are needed is a setting, by default the e-mail alone (P01).

use super::{Check, NAME_MAX, NOTE_MAX};
use crate::{
    Civility, ConsentSource, Contact, EmailAddress, FieldProblem, Lang, Phone, Problem, codes::codes, consent,
};
use serde::{Deserialize, Serialize};

/// A contact as it is being typed. Choices are codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactDraft {
    /// Code; may be empty.
    pub civility: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Unique among contacts (P02).
    pub email: String,
    /// Code of the language we write in; empty: French.
    pub language: String,
    /// Rows without a number are dropped.
    pub phones: Vec<Phone>,
    /// Its address accepts promotional mails; off by default, and kept apart from the contact (P43).
    pub promotions: bool,
    /// Code of how that is known; needed when it does.
    pub promotions_source: String,
    /// Free text.
    pub note: String,
}

/// A contact whose form was right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContactFields {
    /// Civilité.
    pub civility: Option<Civility>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// The store checks that nobody else has it (P02).
    pub email: Option<EmailAddress>,
    /// The language we write in.
    pub language: Lang,
    /// In the order given.
    pub phones: Vec<Phone>,
    /// Free text.
    pub note: String,
}

/// A field that an organisation can ask of every contact (P01).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactField {
    /// Nom.
    LastName,
    /// Prénom.
    FirstName,
    /// E-mail.
    Email,
    /// Langue.
    Language,
    /// Civilité.
    Civility,
    /// At least one phone.
    Phone,
    /// What it does at the client, where its form has a client.
    Function,
}
codes!(ContactField {
    LastName => "last_name",
    FirstName => "first_name",
    Email => "email",
    Language => "language",
    Civility => "civility",
    Phone => "phone",
    Function => "function",
});

impl ContactField {
    /// Where its form says that it is missing.
    fn place(self) -> &'static str {
        if self == ContactField::Phone { "phones.0.number" } else { self.code() }
    }

    /// The set with the e-mail added when it names neither the e-mail nor the last name (P01).
    pub fn at_least_one_name(chosen: &[ContactField]) -> Vec<ContactField> {
        let mut fields = chosen.to_vec();
        if !fields.contains(&ContactField::Email) && !fields.contains(&ContactField::LastName) {
            fields.push(ContactField::Email);
        }
        fields
    }
}

impl ContactDraft {
    /// Every problem of the form, or its fields. `required` is the organisation's choice.
    pub fn check(&self, required: &[ContactField]) -> Result<ContactFields, Vec<FieldProblem>> {
        let required = ContactField::at_least_one_name(required);
        let mut check = Check::default();
        // What somebody does is a field of its link with a client.
        let own = ContactField::ALL.iter().filter(|field| **field != ContactField::Function);
        for field in own.filter(|field| required.contains(field)) {
            if self.value(*field).trim().is_empty() {
                check.problem(field.place(), Problem::Required);
            }
        }
        let fields = ContactFields {
            civility: check.choice("civility", &self.civility, Civility::from_code),
            first_name: check.line("first_name", &self.first_name, NAME_MAX),
            last_name: check.line("last_name", &self.last_name, NAME_MAX),
            email: check.email("email", &self.email),
            language: check.choice("language", &self.language, Lang::from_code).unwrap_or_default(),
            phones: check.phones(&self.phones),
            note: check.lines("note", &self.note, NOTE_MAX),
        };
        if let Some((field, problem)) = consent::missing(self.promotions, &self.promotions_source, &self.email) {
            check.problem(field, problem);
        }
        check.done(fields)
    }

    /// The consent that the form wants (P43).
    pub fn consent(&self) -> Option<ConsentSource> {
        consent::wanted(self.promotions, &self.promotions_source)
    }

    fn value(&self, field: ContactField) -> &str {
        match field {
            ContactField::LastName => &self.last_name,
            ContactField::FirstName => &self.first_name,
            ContactField::Email => &self.email,
            ContactField::Language => &self.language,
            ContactField::Civility => &self.civility,
            ContactField::Phone => {
                let mut numbers = self.phones.iter().map(|phone| phone.number.as_str());
                numbers.find(|number| !number.trim().is_empty()).unwrap_or_default()
            }
            ContactField::Function => "",
        }
    }

    /// The form of a contact that exists, but for its consent.
    pub fn of(contact: &Contact) -> Self {
        Self {
            civility: contact.civility.map(Civility::code).unwrap_or_default().into(),
            first_name: contact.first_name.clone(),
            last_name: contact.last_name.clone(),
            email: contact.email.clone().unwrap_or_default(),
            language: contact.language.code().into(),
            phones: contact.phones.clone(),
            note: contact.note.clone(),
            ..Self::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P01
    #[test]
    fn an_email_alone_is_a_contact_by_default() {
        let draft = ContactDraft { email: " compta@epidor.example ".into(), ..ContactDraft::default() };
        let fields = draft.check(&[ContactField::Email]).unwrap();
        assert_eq!(fields.email.unwrap().as_str(), "compta@epidor.example");
        let problems = ContactDraft { last_name: "Roy".into(), ..ContactDraft::default() }.check(&[]).unwrap_err();
        assert_eq!(problems, [FieldProblem::new("email", Problem::Required)]);
    }

    /// P01: the preset « Fiche complète ».
    #[test]
    fn the_full_set_asks_for_names_and_language() {
        let required = [ContactField::LastName, ContactField::FirstName, ContactField::Language];
        let problems = ContactDraft::default().check(&required).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["last_name", "first_name", "language"]);
        let named = ContactDraft {
            last_name: "Roy".into(),
            first_name: "Marc-Antoine".into(),
            language: "fr".into(),
            ..ContactDraft::default()
        };
        assert!(named.check(&required).is_ok());
    }

    /// P01
    #[test]
    fn p01_a_phone_and_a_civility_can_be_asked_for() {
        let required = [ContactField::Email, ContactField::Civility, ContactField::Phone, ContactField::Function];
        let phone = |number: &str| Phone { label: "bureau".into(), number: number.into() };
        let mut draft =
            ContactDraft { email: "a@b.example".into(), phones: vec![phone(" ")], ..ContactDraft::default() };
        let fields: Vec<_> = draft.check(&required).unwrap_err().into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, ["civility", "phones.0.number"]);
        draft.civility = "mrs".into();
        draft.phones.push(phone("02 345 67 89"));
        assert_eq!(draft.check(&required).unwrap().phones.len(), 1);
    }

    /// S28
    #[test]
    fn names_with_line_ends_are_refused() {
        let draft = ContactDraft {
            email: "a@b.example\r\nBcc: c@d.example".into(),
            last_name: "Roy\u{2028}".to_owned() + "x",
            ..ContactDraft::default()
        };
        let problems = draft.check(&[]).unwrap_err();
        assert!(problems.iter().all(|p| p.problem == Problem::Unprintable) && problems.len() == 2, "{problems:?}");
    }
}
