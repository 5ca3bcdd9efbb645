//! Finding people and clients by the beginnings of words, at a million contacts as quickly as at a thousand (D65–D67).
//!
//! Every act that changes a name, an address, a function, a label, a town or an activity calls [`reindex_contact`] or
//! [`reindex_client`] in its own transaction, so what is saved is found and what is deleted is not.

mod found;
mod index;
mod lookup;
mod reindex;
mod suggest;
mod texts;
mod words;

pub use found::search;
pub(crate) use index::{forget_gone_clients, index_new_clients};
pub use index::{reindex_client, reindex_contact, reindex_contacts_of};
pub(crate) use lookup::{Narrowing, narrowing};
pub use reindex::reindex_all;
pub use suggest::suggest;
pub(crate) use texts::{CLIENTS, CONTACTS};
pub(crate) use words::end_of;
