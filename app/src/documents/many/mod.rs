//! `/factures/nouveaux`: many PDFs at once (P30). They are dropped or chosen together, then completed in a table: kind, number and client are
//! guessed from their names. Line by line: what is right becomes a document, what is not stays with its reason.

mod api;
mod page;

pub use api::{AddDocuments, keep_upload, refuse_upload};
pub use page::{Many, many_page};

use crate::{document::alone, error::AppError, ui::TroublePage};
use leptos::prelude::*;

/// Where it is.
pub const PATH: &str = "/factures/nouveaux";

/// The whole document, or why there is none.
pub fn many_document(found: Result<Many, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(many) => page::page(&many),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}
