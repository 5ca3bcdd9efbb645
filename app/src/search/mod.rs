//! The search field of the rail: its page, and suggestions while typing.

pub mod api;
mod page;
mod quick;

pub use page::SearchPage;
pub use quick::QuickSearch;
