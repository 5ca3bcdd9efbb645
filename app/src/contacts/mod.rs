//! Contacts: of a client (E5), the directory (E10), the form and the card (E6).

#[cfg(feature = "ssr")]
mod acts;
mod answers;
pub mod api;
mod asked;
mod associate;
mod card;
#[cfg(feature = "ssr")]
pub mod chosen;
#[cfg(feature = "ssr")]
mod criteria;
#[cfg(feature = "ssr")]
pub mod departure;
mod directory;
mod duplicate;
#[cfg(feature = "ssr")]
pub mod filters;
mod form;
mod links;
mod meanwhile;
#[cfg(feature = "ssr")]
pub mod merging;
mod of_client;
mod routes;
mod row;
mod star;
#[cfg(feature = "ssr")]
mod ways_out;

use crate::words::Words;
use model::Contact;

#[cfg(feature = "ssr")]
pub(crate) use acts::forget_later;
pub use associate::AssociatePage;
pub use card::ContactPage;
pub use directory::ContactsPage;
pub use form::{EditContactPage, NewContactPage};
pub use of_client::ClientContactsPage;
pub use routes::routes;
pub(crate) use row::act;
pub use star::PersonStar;

/// As it is shown: its name, its address (P01), or « contact supprimé » (P06).
pub fn person_name(w: Words, contact: &Contact) -> String {
    let name = contact.name();
    if name.is_empty() || contact.erased_at.is_some() { w.contacts_gone().to_owned() } else { name }
}
