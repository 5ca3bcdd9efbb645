//! Acts of sending as lines, with the word for what became of them.

use crate::{
    sends::SendTag,
    ui::When,
    words::{Words, words},
};
use leptos::prelude::*;
use model::send::BatchSummary;

/// « Éloïse Lefèvre et 2 autres »; a name that is gone is « contact supprimé ».
fn to_whom(w: Words, batch: &BatchSummary) -> String {
    let mut names = batch.first.iter().map(|name| if name.is_empty() { w.contacts_gone() } else { name });
    let first = names.next().unwrap_or_default();
    match batch.counts.total - 1 {
        n if n > 0 => w.history_and_others(n, first),
        _ => first.to_owned(),
    }
}

/// Whole lines.
pub fn sends(batches: Vec<BatchSummary>) -> AnyView {
    let lines = batches.into_iter().map(line).collect_view();
    view! { <ul class="sends">{lines}</ul> }.into_any()
}

fn line(batch: BatchSummary) -> AnyView {
    let w = words();
    let subject = if batch.subject.is_empty() { w.history_no_subject().to_owned() } else { batch.subject.clone() };
    let by = batch.by.as_ref().map(|(_, name)| [" · ", name].concat());
    view! {
        <li>
            <div class="top"><a class="subject" href=format!("/envois/{}", batch.id)>{subject}</a><SendTag counts=batch.counts/></div>
            <span class="meta"><When at=batch.created_at/>" · "{to_whom(w, &batch)}{by}</span>
        </li>
    }
    .into_any()
}

/// At the side of the card.
pub fn last_sends(batches: Vec<BatchSummary>) -> AnyView {
    let w = words();
    let body =
        if batches.is_empty() { view! { <p class="none">{w.history_none()}</p> }.into_any() } else { sends(batches) };
    view! { <aside class="side"><h2>{w.clients_last_sends()}</h2>{body}</aside> }.into_any()
}
