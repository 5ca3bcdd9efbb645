//! E9: every send to a client; prints as it stands.

use super::{
    api::{ClientHistory, load_client_history},
    sends,
};
use crate::{
    clients::frame,
    error::AppError,
    ui::{Empty, Pager, loaded, use_id},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{BatchId, ClientId};

/// `/clients/{id}/historique`
#[component]
pub fn HistoryPage() -> AnyView {
    let id = use_id::<ClientId>();
    let query = use_query_map();
    let before = Memo::new(move |_| query.with(|query| query.get("avant")?.parse::<BatchId>().ok()));
    let history = Resource::new(
        move || (id.get(), before.get()),
        |(id, before)| async move { load_client_history(id.ok_or(AppError::NotFound)?, before).await },
    );
    let changed = Callback::new(move |()| history.refetch());
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
