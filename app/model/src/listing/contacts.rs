//! The directory (E10): which contacts, and what is expected of each.

use super::{Activity, PageFrom};
use crate::{
    ClientId, ClientKind, ContactId, DisplayOption, FamilyId, Moment, NotificationType, Settings, draft::ContactField,
};
use serde::{Deserialize, Serialize};

/// Which contacts of the directory (E10), by last name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactsAsked {
    /// Words that begin words of the name, the e-mail or the clients' names.
    pub search: String,
    /// Active ones unless asked otherwise.
    pub activity: Activity,
    /// Only contacts without a live affiliation (P03).
    pub independent: bool,
    /// With a live affiliation to this client. This and the next four hold for one and the same affiliation: « comptable » and
    /// « boulangeries » are the accountants of bakeries, not accountants who are also something else at one.
    pub client: Option<ClientId>,
    /// To a client of this kind.
    pub kind: Option<ClientKind>,
    /// To a client of this family.
    pub family: Option<FamilyId>,
    /// With a function that begins so, however it is spelled (`fold`); may be empty.
    pub function: String,
    /// Of this notification type.
    pub notification: Option<NotificationType>,
    /// Only contacts that lack one of [`Settings::expected_of_contacts`].
    pub incomplete: bool,
    /// Only contacts without an e-mail.
    pub without_email: bool,
    /// Which page.
    pub from: PageFrom,
}

impl ContactsAsked {
    /// Some live affiliation is asked for.
    pub fn asks_for_a_link(&self) -> bool {
        self.client.is_some()
            || self.kind.is_some()
            || self.family.is_some()
            || self.notification.is_some()
            || !crate::fold(&self.function).is_empty()
    }

    /// The criteria alone, without what was searched and the page: what a view keeps under a name.
    pub fn criteria(&self) -> ContactsAsked {
        ContactsAsked { search: String::new(), from: PageFrom::Start, ..self.clone() }
    }
}

/// What a complete contact has (E10); one that lacks any of it is incomplete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nom.
    LastName,
    /// Prénom.
    FirstName,
    /// E-mail.
    Email,
    /// At least one phone.
    Phone,
}

impl Settings {
    /// To be called by its name, written to and called, a contact has a last name, an e-mail and a phone; and whatever else the
    /// organisation requires of every contact (P01), which those saved before it did may lack. A field that is hidden (P10) is
    /// expected of nobody: nobody could fill it in. A language is never missing.
    pub fn expected_of_contacts(&self) -> Vec<Expected> {
        let mut expected = vec![Expected::LastName];
        if self.required_contact_fields.contains(&ContactField::FirstName) {
            expected.push(Expected::FirstName);
        }
        expected.push(Expected::Email);
        if !self.hidden.contains(&DisplayOption::ContactPhones) {
            expected.push(Expected::Phone);
        }
        expected
    }
}

/// One line of the directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactLine {
    /// Its id.
    pub id: ContactId,
    /// Name, or the address of a contact known only by it (P01).
    pub name: String,
    /// Its address.
    pub email: Option<String>,
    /// Its first phone; may be empty.
    pub phone: String,
    /// The clients it is affiliated to now, by name, with what it does there.
    pub clients: Vec<(ClientId, String, String)>,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P01, P10: what is expected follows what is required and what is hidden.
    #[test]
    fn p01_p10_a_complete_contact_can_be_named_written_to_and_called() {
        use Expected::{Email, FirstName, LastName, Phone};
        let mut settings = Settings::default();
        assert_eq!(settings.expected_of_contacts(), [LastName, Email, Phone]);
        settings.required_contact_fields =
            vec![ContactField::LastName, ContactField::FirstName, ContactField::Language];
        settings.hidden = vec![DisplayOption::ContactPhones];
        assert_eq!(settings.expected_of_contacts(), [LastName, FirstName, Email]);
    }

    #[test]
    fn a_function_of_nothing_but_punctuation_asks_for_no_link() {
        let asked = ContactsAsked { function: " … ".into(), search: "marie".into(), ..ContactsAsked::default() };
        assert!(!asked.asks_for_a_link());
        assert_eq!(asked.criteria(), ContactsAsked { function: " … ".into(), ..ContactsAsked::default() });
    }
}
