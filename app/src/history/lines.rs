//! Acts of sending as lines, with the word for what became of them.

use crate::{
    ui::{Tag, Tone, When},
    words::{Words, words},
};
use leptos::prelude::*;
use model::send::{BatchSummary, Counts};

/// The worst first: what a person should look at.
fn outcome(w: Words, counts: &Counts) -> (&'static str, Tone) {
    if counts.failed > 0 {
        (w.send_failed(), Tone::Bad)
    } else if counts.uncertain > 0 {
        (w.send_uncertain(), Tone::Warn)
    } else if counts.deferred > 0 {
        (w.send_deferred(), Tone::Warn)
    } else if counts.sending > 0 {
        (w.send_sending(), Tone::Info)
    } else if counts.waiting > 0 {
        (w.send_waiting(), Tone::Info)
    } else if counts.sent > 0 {
        (w.send_sent(), Tone::Ok)
    } else if counts.test_mailbox > 0 {
        (w.send_mailbox(), Tone::Info)
    } else {
        (w.send_cancelled(), Tone::Off)
    }
}

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
    let (text, tone) = outcome(w, &batch.counts);
    let subject = if batch.subject.is_empty() { w.history_no_subject().to_owned() } else { batch.subject.clone() };
    let by = batch.by.as_ref().map(|(_, name)| [" · ", name].concat());
    view! {
        <li>
            <div class="top"><a class="subject" href=format!("/envois/{}", batch.id)>{subject}</a><Tag text=text tone/></div>
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
