//! What the organisation chose, with what holds when it chose nothing.

use crate::{ClientKind, Lang, draft::ContactField};
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
    /// Hosts in private ranges, and hosts without encryption, that mails may leave by (P52, S51).
    pub allowed_smtp_hosts: Vec<String>,
    /// An administrator chose the test mailbox: nothing leaves (P52).
    pub test_mailbox: bool,
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
            allowed_smtp_hosts: vec![],
            test_mailbox: false,
        }
    }
}
