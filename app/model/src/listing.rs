//! What lists are asked for and what they answer: filters and sorts as they stand in the URL, one page at a time.
//!
//! Pages follow keys, not numbers: a page begins after or before a row, so that rows saved meanwhile shift nothing.

use crate::{ClientId, ClientKind, ContactId, FamilyId, Moment, codes::codes};
use serde::{Deserialize, Serialize};

/// Rows of a page of the long lists.
pub const PAGE: usize = 50;

/// Where a page begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFrom {
    /// With the first row.
    #[default]
    Start,
    /// With the row that follows this one.
    After(i64),
    /// So that it ends just before this row.
    Before(i64),
    /// With the first row by name at or after this letter, `a` to `z`: a tab of the thumb index.
    Letter(char),
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// In the order asked for.
    pub rows: Vec<T>,
    /// There are rows before these.
    pub earlier: bool,
    /// There are rows after these.
    pub later: bool,
    /// How many there are in all pages.
    pub total: i64,
}

/// Active, inactive or both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Activity {
    /// Only what can be reached.
    #[default]
    Active,
    /// Only what was made inactive.
    Inactive,
    /// Both.
    All,
}
codes!(Activity { Active => "active", Inactive => "inactive", All => "all" });

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
    /// Which page.
    pub from: PageFrom,
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
