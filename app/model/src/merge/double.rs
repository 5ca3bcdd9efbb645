//! Two contacts that are probably one, with the reason why.

use crate::ContactId;

/// One of them, as much as tells it from the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubled {
    /// Its id.
    pub id: ContactId,
    /// Its name, or its address without one (P01).
    pub name: String,
    /// Its address.
    pub email: Option<String>,
}

/// Both, the older one first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Double {
    /// The older one.
    pub a: Doubled,
    /// The newer one.
    pub b: Doubled,
    /// They have the same name at these clients, by their labels.
    pub same_name_at: Vec<String>,
    /// They have these numbers in common, as the older one writes them.
    pub same_phones: Vec<String>,
}

/// Where a page of them begins: first come those of the same name, by name, then those who share nothing but a number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoublesFrom {
    /// With the first.
    #[default]
    Start,
    /// After this pair of the same name.
    AfterName(ContactId, ContactId),
    /// After this pair with the same number.
    AfterPhone(ContactId, ContactId),
}

/// One page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubles {
    /// In their order.
    pub pairs: Vec<Double>,
    /// Where the next page begins; none after the last.
    pub next: Option<DoublesFrom>,
}
