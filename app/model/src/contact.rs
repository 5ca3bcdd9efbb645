//! Contacts and their affiliations.

use crate::{AffiliationId, Civility, ClientId, ContactId, Lang, Moment, Phone, SiteId, codes::codes};
use serde::{Deserialize, Serialize};

/// Type de contact: which documents reach it by themselves (P08, P09).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationType {
    /// Known, never written to automatically.
    #[default]
    None,
    /// Invoices and credit notes, nothing else.
    Administrative,
    /// Everything about orders.
    Orders,
    /// Both.
    All,
}
codes!(NotificationType { None => "none", Administrative => "administrative", Orders => "orders", All => "all" });

impl NotificationType {
    /// Receives invoices and credit notes by itself.
    pub fn administrative(self) -> bool {
        matches!(self, NotificationType::Administrative | NotificationType::All)
    }

    /// Receives everything about orders by itself.
    pub fn orders(self) -> bool {
        matches!(self, NotificationType::Orders | NotificationType::All)
    }

    /// What receives what either does, and nothing else.
    pub fn and(self, other: Self) -> Self {
        match (self.administrative() || other.administrative(), self.orders() || other.orders()) {
            (false, false) => NotificationType::None,
            (true, false) => NotificationType::Administrative,
            (false, true) => NotificationType::Orders,
            (true, true) => NotificationType::All,
        }
    }
}

/// A person or mailbox, independent of any client until affiliated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its id.
    pub id: ContactId,
    /// Civilité.
    pub civility: Option<Civility>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// Unique among contacts (P02).
    pub email: Option<String>,
    /// The language we write to it in.
    pub language: Lang,
    /// In the order given.
    pub phones: Vec<Phone>,
    /// Free text.
    pub note: String,
    /// Made inactive then (P05).
    pub inactive_at: Option<Moment>,
    /// Deleted then (P06): shown as « contact supprimé », its personal data gone once the undo time has passed.
    pub erased_at: Option<Moment>,
    /// Rises with each change (P12).
    pub version: i64,
}

/// The link contact–client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Affiliation {
    /// Its id.
    pub id: AffiliationId,
    /// Who.
    pub contact_id: ContactId,
    /// Where.
    pub client_id: ClientId,
    /// The client's label.
    pub client_label: String,
    /// The client is inactive: this affiliation reaches nobody (P04).
    pub client_inactive: bool,
    /// What the person does there; may be empty.
    pub function: String,
    /// Tied to this site of the client, with its label.
    pub site: Option<(SiteId, String)>,
    /// What it receives by itself.
    pub notification_type: NotificationType,
    /// Favourite since: « renseigné d'office ».
    pub starred_at: Option<Moment>,
    /// Since when.
    pub since: Moment,
    /// Until when; none while it lives.
    pub ended_at: Option<Moment>,
    /// Rises with each change (P12).
    pub version: i64,
}

/// One line of « Contacts » of a client: the person with the link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AffiliatedContact {
    /// The person.
    pub contact: Contact,
    /// The link to the client whose list this is.
    pub affiliation: Affiliation,
}

impl Contact {
    /// First and last name, or the address of a contact known only by it (P01); empty when erased.
    pub fn name(&self) -> String {
        full_name(&self.first_name, &self.last_name).unwrap_or_else(|| self.email.clone().unwrap_or_default())
    }

    /// May be offered and written to (P05), as far as the person goes; the affiliation must live too.
    pub fn active(&self) -> bool {
        self.inactive_at.is_none() && self.erased_at.is_none()
    }
}

/// First and last name with one blank between, or none when both are empty.
pub fn full_name(first: &str, last: &str) -> Option<String> {
    match (first.trim(), last.trim()) {
        ("", "") => None,
        (first, "") => Some(first.to_owned()),
        ("", last) => Some(last.to_owned()),
        (first, last) => Some([first, " ", last].concat()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P09
    #[test]
    fn p09_two_types_together_are_what_either_receives() {
        use NotificationType::{Administrative, All, None, Orders};
        assert_eq!(Orders.and(Administrative), All);
        for kind in NotificationType::ALL.iter().copied() {
            assert_eq!((kind.and(None), None.and(kind), kind.and(kind), kind.and(All)), (kind, kind, kind, All));
            for other in NotificationType::ALL.iter().copied() {
                let both = kind.and(other);
                assert_eq!(both, other.and(kind));
                assert_eq!(both.administrative(), kind.administrative() || other.administrative());
                assert_eq!(both.orders(), kind.orders() || other.orders());
            }
        }
    }

    /// P08
    #[test]
    fn p08_none_is_never_written_to_automatically() {
        assert!(!NotificationType::None.administrative() && !NotificationType::None.orders());
        assert!(!NotificationType::Administrative.orders() && !NotificationType::Orders.administrative());
    }

    /// P01
    #[test]
    fn a_contact_known_only_by_its_email_shows_the_address_as_its_name() {
        let contact = Contact {
            id: ContactId(1),
            civility: None,
            first_name: String::new(),
            last_name: " ".into(),
            email: Some("compta@epidor.example".into()),
            language: Lang::Fr,
            phones: vec![],
            note: String::new(),
            inactive_at: None,
            erased_at: None,
            version: 1,
        };
        assert_eq!(contact.name(), "compta@epidor.example");
        assert_eq!(full_name("Éloïse", "Lefèvre").as_deref(), Some("Éloïse Lefèvre"));
    }
}
