//! E12: writing a mail to one client. The form saves itself as a draft on the server while one types; it leaves through the outbox.
//!
//! `page` finds out what to open; `form` is the sheet; `autosave`, `files` and `send` are its three ways to the server. Without
//! wasm the same form is posted as it stands (`plain`, recipient-field.md §14).

mod account;
pub mod api;
mod autosave;
mod back;
mod choose;
mod drafts;
mod files;
mod form;
mod leaving;
mod page;
#[cfg(feature = "ssr")]
pub mod plain;
mod reconnect;
mod send;
mod standing;
#[cfg(feature = "hydrate")]
mod upload;
#[cfg(feature = "ssr")]
mod writing;
mod zone;

pub use drafts::{DraftsBlock, DraftsPage};
#[cfg(feature = "hydrate")]
pub use leaving::hear_leaving;
pub use leaving::may_leave;
pub use page::ComposePage;
#[cfg(feature = "ssr")]
pub(crate) use writing::about;
pub use zone::ComposeZone;
