//! The list of clients (E3), and that of their families.

use super::{Activity, PageFrom};
use crate::{ClientId, ClientKind, FamilyId, Moment, codes::codes};
use serde::{Deserialize, Serialize};

/// The orders of the list of clients.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientSort {
    /// By name.
    #[default]
    Label,
    /// By reference.
    Reference,
    /// By town, then name.
    Town,
    /// The last changed first.
    Changed,
}
codes!(ClientSort { Label => "label", Reference => "reference", Town => "town", Changed => "changed" });

/// Which clients, in which order (E3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientsAsked {
    /// Words that begin words of the client's name, reference, e-mail or town.
    pub search: String,
    /// Of this family.
    pub family: Option<FamilyId>,
    /// Of this kind.
    pub kind: Option<ClientKind>,
    /// Active ones unless asked otherwise.
    pub activity: Activity,
    /// Only clients without a main address.
    pub without_email: bool,
    /// In which order.
    pub sort: ClientSort,
    /// Which page.
    pub from: PageFrom,
}

/// One line of the list of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLine {
    /// Its id.
    pub id: ClientId,
    /// Its reference.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// Its kind.
    pub kind: ClientKind,
    /// Its family's name.
    pub family: Option<String>,
    /// Main address.
    pub email: Option<String>,
    /// Town; may be empty.
    pub town: String,
    /// Contacts it can reach.
    pub contacts: i64,
    /// Last saved.
    pub changed_at: Moment,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
}

/// One line of the families of clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FamilyLine {
    /// Its id.
    pub id: FamilyId,
    /// Its name.
    pub name: String,
    /// Its clients, inactive ones too.
    pub clients: i64,
}
