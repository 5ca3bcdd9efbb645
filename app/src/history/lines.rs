//! Acts of sending as lines, with the word for what became of them.

use crate::{
    sends::{SendTag, by, whom},
    ui::When,
    words::words,
};
use leptos::prelude::*;
use model::send::BatchSummary;

/// Whole lines.
pub fn sends(batches: Vec<BatchSummary>) -> AnyView {
    let lines = batches.into_iter().map(line).collect_view();
    view! { <ul class="sends">{lines}</ul> }.into_any()
}

fn line(batch: BatchSummary) -> AnyView {
    let w = words();
    let subject = if batch.subject.is_empty() { w.sends_no_subject().to_owned() } else { batch.subject.clone() };
    view! {
        <li>
            <div class="top"><a class="subject" href=format!("/envois/{}", batch.id)>{subject}</a><SendTag counts=batch.counts state=batch.state/></div>
            <span class="meta"><When at=batch.created_at/>" · "{whom(&batch)}" · "{by(&batch)}</span>
        </li>
    }
    .into_any()
}

/// At the side of the card. `all`: where the older ones are, when these are not all.
pub fn last_sends(batches: Vec<BatchSummary>, all: Option<String>) -> AnyView {
    let w = words();
    let all = all.map(|all| view! { <p><a href=all>{w.act_see_all()}</a></p> });
    let body =
        if batches.is_empty() { view! { <p class="none">{w.history_none()}</p> }.into_any() } else { sends(batches) };
    view! { <aside class="side"><h2>{w.clients_last_sends()}</h2>{body}{all}</aside> }.into_any()
}
