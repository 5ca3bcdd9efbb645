//! What the search field of the rail answers.

use crate::{ClientId, ContactId};
use serde::{Deserialize, Serialize};

/// Clients and contacts whose words begin with those searched: by name before by another word, inactive ones last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// Best first.
    pub clients: Vec<ClientFound>,
    /// Best first.
    pub contacts: Vec<ContactFound>,
}

/// A client that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFound {
    /// Its id.
    pub id: ClientId,
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// May be empty.
    pub town: String,
    /// « inactif »
    pub inactive: bool,
}

/// A contact that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactFound {
    /// Its id.
    pub id: ContactId,
    /// Name, or the address of a contact known only by it (P01).
    pub name: String,
    /// Its address.
    pub email: Option<String>,
    /// Names of the clients it is affiliated to now.
    pub clients: Vec<String>,
    /// « inactif »
    pub inactive: bool,
}
