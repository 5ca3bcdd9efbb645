//! Finding people and clients by the beginnings of words, at a million contacts as quickly as at a thousand (D65–D67).
//!
//! Every act that changes a name, an address, a phone, a link, a label, a kind, a town or an activity calls [`reindex_contact`] or
//! [`reindex_client`] in its own transaction, so what is saved is found and what is deleted is not.

mod contact;
pub(crate) mod facets;
mod found;
mod index;
mod lookup;
mod reindex;
mod suggest;
mod texts;
mod words;

pub use contact::reindex_contact;
pub(crate) use contact::{ContactRow, found_by, reindex_held};
pub use found::search;
pub(crate) use index::{forget_gone_clients, index_new_clients};
pub use index::{reindex_client, reindex_contacts_of};
#[cfg(all(test, feature = "testing"))]
pub(crate) use lookup::Narrowing;
pub(crate) use lookup::narrowing;
pub use reindex::reindex_all;
pub use suggest::suggest;
pub(crate) use texts::CLIENTS;
pub(crate) use words::{READY, UNREACHABLE, end_of, first, searched};
