//! What was sent to a client or a contact (P50, E9): each line says when, by whom, to whom, what became of it, and opens it.

pub mod api;
mod lines;
mod page;

pub use lines::{last_sends, sends};
pub use page::{ContactHistoryPage, HistoryPage};
