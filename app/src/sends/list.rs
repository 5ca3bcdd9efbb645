//! E16: all sends, the newest first, with those that need a person one click away. The filter stands in the URL.

use super::{
    api::{List, SendsAsked, SendsFound},
    state::SendTag,
};
use crate::{
    clients::none_yet,
    ui::{Empty, Head, Pager, When, loaded},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::send::BatchSummary;

/// `/envois`
#[component]
pub fn SendsPage() -> AnyView {
    let w = words();
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| SendsAsked {
            in_trouble: q.get("etat").is_some_and(|v| v == "a-traiter"),
            before: q.get("avant").and_then(|id| id.parse().ok()),
            most: None,
        })
    });
    let sends = ask(move || Ok(List { asked: asked.get() }));
    let page = loaded(sends, move |page| view! { <Lines page asked=asked.get_untracked()/> }.into_any());
    let current = move |in_trouble| (asked.with(|a| a.in_trouble) == in_trouble).then_some("page");
    view! {
        <Head title=w.sends_title().to_owned()/>
        <section>
            <nav class="tabs" aria-label=w.sends_filter()>
                <ul>
                    <li><a href="/envois" aria-current=move || current(false)>{w.sends_all()}</a></li>
                    <li><a href="/envois?etat=a-traiter" aria-current=move || current(true)>{w.sends_only_trouble()}</a></li>
                </ul>
            </nav>
            {page}
        </section>
    }
    .into_any()
}

#[component]
fn Lines(page: SendsFound, asked: SendsAsked) -> AnyView {
    let w = words();
    if page.rows.is_empty() {
        return if page.no_client {
            none_yet()
        } else if asked.in_trouble {
            view! { <Empty text=w.sends_none_in_trouble()/> }.into_any()
        } else {
            view! { <Empty text=w.sends_empty()><a class="btn primary" href="/clients">{w.sends_empty_do()}</a></Empty> }.into_any()
        };
    }
    let state = if asked.in_trouble { "etat=a-traiter&" } else { "" };
    let next = page.rows.last().filter(|_| page.more).map(|row| format!("/envois?{state}avant={}", row.id));
    let previous = asked.before.map(|_| format!("/envois?{}", state.trim_end_matches('&')));
    let rows = page.rows.into_iter().map(|row| view! { <SendLine row/> }).collect_view();
    view! {
        <ul class="sends wide">{rows}</ul>
        <Pager previous next/>
    }
    .into_any()
}

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
                <SendTag counts=row.counts/>
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
    match row.counts.total - 1 {
        more if more > 0 => w.sends_to_and_more(more, first),
        _ => first.to_owned(),
    }
}
