//! E9: every send to a client; prints as it stands.

use super::{
    api::{ClientHistory, LoadClientHistory},
    sends,
};
use crate::{
    clients::frame,
    ui::{Empty, Pager, loaded, use_id, use_query},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{BatchId, ClientId};

/// `/clients/{id}/historique`
#[component]
pub fn HistoryPage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let query = use_query();
    let before = Memo::new(move |_| query.with(|query| query.get("avant")?.parse::<BatchId>().ok()));
    let history = ask(move || Ok(LoadClientHistory { id: id()?, before: before.get() }));
    let changed = Callback::new(move |()| history.again());
    loaded(history, move |data| page(data, before.get_untracked(), changed))
}

fn page(data: ClientHistory, before: Option<BatchId>, changed: Callback<()>) -> AnyView {
    let w = words();
    let id = data.head.client.id;
    let here = format!("/clients/{id}/historique");
    let next = data.sends.last().filter(|_| data.later).map(|last| format!("{here}?avant={}", last.id));
    let previous = before.map(|_| here);
    let body = if data.sends.is_empty() {
        let write = format!("/ecrire?client={id}");
        view! { <Empty text=w.history_none()><a class="btn" href=write>{w.history_none_do()}</a></Empty> }.into_any()
    } else {
        sends(data.sends)
    };
    view! {
        {frame(&data.head, changed)}
        <section class="block wide-sends">{body}</section>
        <Pager previous next/>
    }
    .into_any()
}
