//! What the organisation chose, with what holds when it chose nothing.

use crate::{Client, ClientKind, DisplayOption, DocumentKind, Lang, draft::ContactField};
use serde::{Deserialize, Serialize};

/// The organisation's settings. Each is a row of `setting` named like its field, so that a later one needs no migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Our company's name, on mails and pages.
    pub organisation_name: String,
    /// IANA name of the zone that times are shown in.
    pub time_zone: String,
    /// Of new users and clients.
    pub language: Lang,
    /// Seconds in which a sending can be cancelled (P33); 0 to 120.
    pub undo_seconds: i64,
    /// Kinds of client that may have contacts (P07).
    pub kinds_with_contacts: Vec<ClientKind>,
    /// What every contact must have (P01); the e-mail or the last name is always among them.
    pub required_contact_fields: Vec<ContactField>,
    /// What is neither shown nor asked (P10).
    pub hidden: Vec<DisplayOption>,
    /// Kinds that the document's site receives at its own address, too (P31).
    pub site_receives: Vec<DocumentKind>,
    /// Kinds that leave by themselves as they arrive from a program or an index (P31).
    pub send_on_arrival: Vec<DocumentKind>,
    /// « Envoyer » starts at once where the client has exactly one address (P33).
    pub at_once_to_one: bool,
    /// Hosts in private ranges, and hosts without encryption, that mails may leave by (P52, S51).
    pub allowed_smtp_hosts: Vec<String>,
    /// An administrator chose the test mailbox: nothing leaves (P52).
    pub test_mailbox: bool,
}

/// Why a client gets no contacts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoContacts {
    /// The organisation wants none for its kind.
    Kind,
    /// It is inactive: whoever joined it would be out of reach (P04).
    Inactive,
}

impl Settings {
    /// May this client get contacts (P07)? Its kind counts first: making it active would not be enough.
    ///
    /// # Errors
    /// Why not. Those it has stay.
    pub fn may_get_contacts(&self, client: &Client) -> Result<(), NoContacts> {
        if !self.kinds_with_contacts.contains(&client.kind) {
            return Err(NoContacts::Kind);
        }
        if client.inactive_at.is_some() { Err(NoContacts::Inactive) } else { Ok(()) }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            organisation_name: String::new(),
            time_zone: "Europe/Paris".into(),
            language: Lang::Fr,
            undo_seconds: 10,
            kinds_with_contacts: vec![ClientKind::Professional, ClientKind::Producer],
            required_contact_fields: vec![ContactField::Email],
            hidden: vec![],
            site_receives: vec![],
            send_on_arrival: vec![],
            at_once_to_one: true,
            allowed_smtp_hosts: vec![],
            test_mailbox: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientId, MainContact, Moment, Place};

    fn client(kind: ClientKind, inactive: bool) -> Client {
        Client {
            id: ClientId(1),
            reference: "C1".into(),
            label: "ACME".into(),
            kind,
            family: None,
            language: Lang::Fr,
            main: MainContact::default(),
            billing_email: None,
            place: Place::default(),
            note: String::new(),
            inactive_at: inactive.then_some(Moment(0)),
            created_at: Moment(0),
            changed_at: Moment(0),
            version: 1,
        }
    }

    /// P07
    #[test]
    fn p07_an_active_client_of_a_chosen_kind_gets_contacts() {
        let settings = Settings::default();
        let may = |kind, inactive| settings.may_get_contacts(&client(kind, inactive));
        assert_eq!(may(ClientKind::Professional, false), Ok(()));
        assert_eq!(may(ClientKind::Producer, true), Err(NoContacts::Inactive));
        assert_eq!(may(ClientKind::Individual, false), Err(NoContacts::Kind));
        assert_eq!(may(ClientKind::Individual, true), Err(NoContacts::Kind));
    }
}
