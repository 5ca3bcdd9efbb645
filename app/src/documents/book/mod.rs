//! E13: `/factures`, the invoice book. All documents, the newest first, chosen with checkboxes, by Shift, or by a long press (screens.md
//! §1.2; `select.js`), and led to the review before they are sent. The server alone makes this page.

mod filters;
mod find;
mod page;

pub use find::{Asked, BookShown, book_page};

use crate::{document::alone, error::AppError, ui::TroublePage};
use leptos::prelude::*;

/// Where the book is.
pub const PATH: &str = "/factures";

/// The whole document, or why there is none.
pub fn book_document(found: Result<BookShown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(shown) => page::page(&shown),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}
