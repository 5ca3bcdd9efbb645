//! What to do with the result of a large send: it leaves as a table, and what failed is sent again in one act (P36).
//! `/envois/{id}/renvoyer` is a page of the server alone.

mod again;
mod api;
mod table;

pub use again::{Failures, failures_document, failures_page};
pub use api::ResendFailed;
pub use table::table;
