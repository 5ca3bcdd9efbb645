//! Clients: the list (E3), the form, the card (E4) with its tabs.

pub mod api;
mod asked;
mod card;
mod conflict;
mod consent;
#[cfg(feature = "ssr")]
pub mod families;
mod filters;
mod form;
mod frame;
mod list;
mod people;
mod phones;
mod place;
pub(crate) mod query;
mod routes;

pub use card::ClientPage;
pub use conflict::{ConflictNote, Fields, Stored, differences, differences_to_fields, on_conflict, trouble_beside};
pub use consent::{consent_fields, consent_line};
pub(crate) use filters::use_pause;
pub use form::{EditClientPage, NewClientPage};
pub use frame::frame;
#[cfg(feature = "ssr")]
pub use frame::frame_alone;
pub use list::{ClientsPage, none_yet};
pub use phones::PhoneFields;
pub use place::{place_fields, place_lines};
pub use routes::routes;
