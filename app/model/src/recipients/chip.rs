//! A chosen recipient in the field, with what is known of it.

use super::{Candidate, Slot};
use crate::{ContactId, address::Mailbox};
use serde::{Deserialize, Serialize};

/// Stays with a chip from its first appearance, through moves and edits.
pub type ChipId = u32;

/// A chosen recipient (D75–D82).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chip {
    /// Unique within a draft.
    pub id: ChipId,
    /// As typed or known; any text while [`Known::Invalid`].
    pub address: String,
    /// The contact's name, else the one it was typed or pasted with; may be empty.
    pub name: String,
    /// How it came here.
    pub origin: Origin,
    /// What is known of it.
    pub known: Known,
}

/// How a recipient came into the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// By P20, before the person did anything.
    Prefilled,
    /// Marked in the list or accepted from a suggestion.
    Chosen,
    /// Typed as a complete address.
    Typed,
    /// From a paste or a drop.
    Pasted,
}

/// What is known of a chip's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// The server has not answered yet.
    Unchecked,
    /// A contact or slot of this client, or both (P24b).
    Here {
        /// None for what is only a slot.
        contact: Option<ContactId>,
        /// The client's own addresses that this is.
        slots: Vec<Slot>,
        /// Favourite.
        starred: bool,
    },
    /// A contact of other clients, or an independent one with an empty `clients` (D82).
    Elsewhere {
        /// The contact.
        contact: ContactId,
        /// Labels of the clients it belongs to.
        clients: String,
        /// Chosen knowingly: in the list, or by « Utiliser ce contact ».
        accepted: bool,
    },
    /// An inactive contact or ended affiliation: blocks until removed (D78, P05).
    Inactive {
        /// The contact.
        contact: Option<ContactId>,
    },
    /// Nobody we know (D77).
    Unknown,
    /// Not an address we write to: blocks (D76).
    Invalid,
}

impl Chip {
    /// Name, or the address of a recipient without one.
    pub fn shown(&self) -> &str {
        if self.name.is_empty() { &self.address } else { &self.name }
    }

    /// The contact behind it.
    pub fn contact(&self) -> Option<ContactId> {
        match &self.known {
            Known::Here { contact, .. } | Known::Inactive { contact } => *contact,
            Known::Elsewhere { contact, .. } => Some(*contact),
            _ => None,
        }
    }

    /// A contact of this client's that can be starred, with its star.
    pub fn star(&self) -> Option<(ContactId, bool)> {
        match self.known {
            Known::Here { contact: Some(contact), starred, .. } => Some((contact, starred)),
            _ => None,
        }
    }

    /// Stops a sending until it is removed or corrected (D76, D78).
    pub fn blocks(&self) -> bool {
        matches!(self.known, Known::Invalid | Known::Inactive { .. })
    }

    /// What copying gives, and what editing starts from (D39, D41).
    pub fn written(&self) -> String {
        match crate::address::EmailAddress::parse(&self.address) {
            Ok(address) => Mailbox::new(&self.name, address).to_string(),
            Err(_) => self.address.clone(),
        }
    }
}

impl Known {
    /// What a candidate says of its address.
    pub(super) fn of(candidate: &Candidate, accepted: bool) -> Known {
        match (&candidate.elsewhere, candidate.contact) {
            (_, contact) if !candidate.active => Known::Inactive { contact },
            (Some(clients), Some(contact)) => Known::Elsewhere { contact, clients: clients.clone(), accepted },
            (_, contact) => Known::Here { contact, slots: candidate.slots.clone(), starred: candidate.starred },
        }
    }
}

/// Are these one recipient (P02)? As far as the browser can tell: without regard to case.
pub(crate) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!a.is_ascii() && a.to_lowercase() == b.to_lowercase())
}
