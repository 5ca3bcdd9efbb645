//! What an administrator asks of every contact (P01) and shows of each sheet (P10), as the form sends it.

use crate::{DisplayOption, FieldProblem, Problem, Settings, draft::ContactField};
use serde::{Deserialize, Serialize};

/// The form; ticked boxes by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DisplayDraft {
    /// Codes of `ContactField`s.
    pub required: Vec<String>,
    /// Codes of `DisplayOption`s; what is not among them is hidden.
    pub shown: Vec<String>,
}

impl DisplayDraft {
    /// The form of what holds now.
    pub fn of(settings: &Settings) -> Self {
        let required = ContactField::at_least_one_name(&settings.required_contact_fields);
        let shown = DisplayOption::ALL.iter().filter(|option| !settings.hidden.contains(option));
        DisplayDraft {
            required: required.into_iter().map(|field| field.code().into()).collect(),
            shown: shown.map(|option| option.code().into()).collect(),
        }
    }

    /// The preset « Fiche complète » (P01): last name, first name, language. What it asks for is shown.
    #[must_use]
    pub fn full(mut self) -> Self {
        let full = [ContactField::LastName, ContactField::FirstName, ContactField::Language];
        self.required = full.iter().map(|field| field.code().to_owned()).collect();
        for option in DisplayOption::ALL {
            let asked_for = option.required_field().is_some_and(|field| full.contains(&field));
            if asked_for && !self.shown.iter().any(|code| code == option.code()) {
                self.shown.push(option.code().into());
            }
        }
        self
    }

    /// The settings with these changes. Without the e-mail and the last name, the e-mail is required (P01).
    ///
    /// # Errors
    /// A code that is none; a field that is required and hidden, which nobody could fill in.
    pub fn check(&self, now: &Settings) -> Result<Settings, Vec<FieldProblem>> {
        let required: Option<Vec<_>> = self.required.iter().map(|code| ContactField::from_code(code)).collect();
        let shown: Option<Vec<_>> = self.shown.iter().map(|code| DisplayOption::from_code(code)).collect();
        let not_a_choice = |field| vec![FieldProblem::new(field, Problem::NotAChoice)];
        let required = ContactField::at_least_one_name(&required.ok_or_else(|| not_a_choice("required"))?);
        let shown = shown.ok_or_else(|| not_a_choice("shown"))?;
        let hidden: Vec<_> = DisplayOption::ALL.iter().copied().filter(|option| !shown.contains(option)).collect();
        if hidden.iter().filter_map(|option| option.required_field()).any(|field| required.contains(&field)) {
            return Err(vec![FieldProblem::new("required", Problem::RequiredHidden)]);
        }
        // In the order of the form, each once, whatever order they were sent in.
        let required = ContactField::ALL.iter().copied().filter(|field| required.contains(field)).collect();
        Ok(Settings { required_contact_fields: required, hidden, ..now.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_but(hidden: &[DisplayOption]) -> Vec<String> {
        DisplayDraft::of(&Settings { hidden: hidden.to_vec(), ..Settings::default() }).shown
    }

    fn codes(codes: &[&str]) -> Vec<String> {
        codes.iter().map(|code| (*code).to_owned()).collect()
    }

    #[test]
    fn p10_what_is_shown_is_what_is_saved() {
        let settings = Settings::default();
        assert_eq!(DisplayDraft::of(&settings).check(&settings).unwrap(), settings);
        let hidden = [DisplayOption::ClientNote, DisplayOption::ModuleSites];
        let draft = DisplayDraft { required: codes(&["email"]), shown: shown_but(&hidden) };
        let saved = draft.check(&settings).unwrap();
        assert_eq!(saved.hidden, hidden);
        assert_eq!(DisplayDraft::of(&saved), draft);
    }

    #[test]
    fn p01_the_email_or_the_last_name_is_always_required() {
        let required = |given: &[&str]| {
            let draft = DisplayDraft { required: codes(given), shown: shown_but(&[]) };
            draft.check(&Settings::default()).unwrap().required_contact_fields
        };
        assert_eq!(required(&[]), [ContactField::Email]);
        assert_eq!(required(&["first_name"]), [ContactField::FirstName, ContactField::Email]);
        assert_eq!(required(&["last_name", "last_name"]), [ContactField::LastName]);
    }

    #[test]
    fn p10_a_required_field_cannot_be_hidden() {
        let draft = DisplayDraft {
            required: codes(&["email", "language"]),
            shown: shown_but(&[DisplayOption::ContactLanguage]),
        };
        let problems = draft.check(&Settings::default()).unwrap_err();
        assert_eq!(problems, [FieldProblem::new("required", Problem::RequiredHidden)]);
        let full = draft.full();
        let settings = full.check(&Settings::default()).unwrap();
        let asked = [ContactField::LastName, ContactField::FirstName, ContactField::Language];
        assert_eq!((settings.required_contact_fields.as_slice(), settings.hidden.as_slice()), (&asked[..], &[][..]));
    }

    #[test]
    fn codes_that_are_none_are_refused() {
        let odd = |required: &[&str], shown: &[&str]| {
            let draft = DisplayDraft { required: codes(required), shown: codes(shown) };
            draft.check(&Settings::default()).unwrap_err()[0].field.clone()
        };
        assert_eq!(odd(&["phone"], &[]), "required");
        assert_eq!(odd(&[], &["client.reference"]), "shown");
    }
}
