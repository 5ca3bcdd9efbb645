//! Who can be offered under the field: a contact of this client, one of its slots, or a contact of another client.

use crate::{ContactId, address::EmailAddress};
use serde::{Deserialize, Serialize};

/// A mailbox with what a person needs to recognise it. The same address as a slot and as a contact is one candidate,
/// with the contact's name and both reasons (P24b).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Where the mail would go.
    pub address: EmailAddress,
    /// The contact; none for an address that is only a slot.
    pub contact: Option<ContactId>,
    /// The slots of this client that hold the address.
    #[serde(default)]
    pub slots: Vec<Slot>,
    /// Not of this client: labels of the clients it belongs to, empty for an independent contact.
    #[serde(default)]
    pub elsewhere: Option<String>,
    /// May be empty: then the address is shown as the name (P01).
    pub name: String,
    /// What the person does at this client; may be empty.
    #[serde(default)]
    pub function: String,
    /// The site it is tied to; may be empty.
    #[serde(default)]
    pub site: String,
    /// Favourite of this client. Only contacts affiliated to it carry a star (P21).
    #[serde(default)]
    pub starred: bool,
    /// May be written to (P05): neither the contact nor its affiliation is inactive.
    pub active: bool,
    /// Mails of this client's that went to the address.
    #[serde(default)]
    pub uses: u32,
    /// Days since the last of them.
    #[serde(default)]
    pub last_used: Option<u32>,
}

/// An address of the client itself, not a contact (P02).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Slot {
    /// « Adresse principale »
    Main,
    /// « Adresse de facturation »
    Billing,
    /// The address of the site with this label.
    Site(String),
}

impl Candidate {
    /// Name, or the address of somebody known only by it (P01).
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { self.address.as_str() } else { &self.name }
    }

    /// Carries a star: an active contact affiliated to this client (P21).
    pub fn has_star(&self) -> bool {
        self.contact.is_some() && self.elsewhere.is_none() && self.active
    }

    /// Takes over what another mention of the same address adds: the contact's name and star win (P24b), but an inactive
    /// contact does not take a slot of the client out of reach (P05).
    pub(super) fn merge(&mut self, mut other: Candidate) {
        if self.rank() < other.rank() {
            std::mem::swap(self, &mut other);
        }
        self.slots.append(&mut other.slots);
        self.slots.sort();
        self.slots.dedup();
        if self.name.is_empty() && other.active {
            self.name = other.name;
        }
    }

    fn rank(&self) -> u8 {
        match (self.active, self.contact) {
            (false, _) => 0,
            (true, None) => 1,
            (true, Some(_)) => 2,
        }
    }
}
