//! E16: `/envois`, all acts of sending, the newest first: searched, narrowed, paused, taken up again and stopped in place. What moves is
//! shown as it moves (`follow.js`). The server alone makes this page.

mod acts;
mod filters;
mod find;
mod page;
mod row;

pub use acts::{Pause, Resume};
pub(super) use acts::{answer, go_back_cancelled};
pub use find::{Asked, SendsShown, sends_page};
pub(super) use row::why_paused;

use crate::{document::alone, error::AppError, ui::TroublePage};
use leptos::prelude::*;

/// Where it is.
pub const PATH: &str = "/envois";

/// The whole document, or why there is none.
pub fn sends_document(found: Result<SendsShown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(shown) => page::page(&shown),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}
