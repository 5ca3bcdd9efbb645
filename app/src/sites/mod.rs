//! Sites of a client (E7): the tab and the form.

pub mod api;
mod form;
mod list;

pub use form::{EditSitePage, NewSitePage};
pub use list::SitesPage;
