//! A send as a line of a list.

use super::state::SendTag;
use crate::{ui::When, words::words};
use leptos::prelude::*;
use model::send::BatchSummary;

/// One send in a list: what, to whom, when, what it came to.
#[component]
pub fn SendLine(
    /// The send.
    row: BatchSummary,
) -> AnyView {
    let w = words();
    let subject = if row.subject.is_empty() { w.sends_no_subject().to_owned() } else { row.subject.clone() };
    let client = row.client.clone().map(|(id, label)| view! { <a href=format!("/clients/{id}")>{label}</a>" · " });
    view! {
        <li>
            <div class="top">
                <a href=format!("/envois/{}", row.id)><b>{subject}</b></a>
                <SendTag counts=row.counts state=row.state/>
            </div>
            <span class="meta">{client}<When at=row.created_at/>" · "{whom(&row)}</span>
        </li>
    }
    .into_any()
}

/// « Éloïse Lefèvre et 2 autres »; a name that is gone is « contact supprimé » (P06).
pub fn whom(row: &BatchSummary) -> String {
    let w = words();
    let first = row.first.first().map_or("", |name| if name.is_empty() { w.contacts_gone() } else { name });
    with_others(first, row.counts.total - 1)
}

/// Who sent it; nobody did what leaves by itself (P31).
pub fn by(row: &BatchSummary) -> String {
    row.by.as_ref().map_or_else(|| words().sends_automatic().to_owned(), |(_, name)| name.clone())
}

/// A name, and how many more there are.
pub(super) fn with_others(first: &str, more: i64) -> String {
    if more > 0 { words().sends_to_and_more(more, first) } else { first.to_owned() }
}
