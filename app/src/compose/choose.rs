//! Before writing: to which client (P27).

use super::api::Asked;
use crate::{
    clients,
    ui::{Head, SearchBox},
    words::words,
};
use leptos::prelude::*;
use model::{ClientId, ContactId};

/// `/ecrire` where there is no client yet.
pub(super) fn no_client() -> AnyView {
    view! { <Head title=words().compose_to_whom()/>{clients::none_yet()} }.into_any()
}

/// The clients of a contact that has several; without any, the way to the list of clients.
#[component]
pub fn ChooseClient(
    /// Of the contact; empty when none was named.
    name: String,
    /// The choices.
    clients: Vec<(ClientId, String)>,
    /// What was asked for, to be asked again with the client.
    asked: Asked,
) -> AnyView {
    let w = words();
    let title = if name.is_empty() { w.compose_to_whom().to_owned() } else { w.compose_for_which_client(&name) };
    view! { <Head title/><section class="choose">{choices(clients, asked.contact)}</section> }.into_any()
}

/// Where each choice leads to; without any, a search among all clients.
pub(super) fn choices(clients: Vec<(ClientId, String)>, contact: Option<ContactId>) -> AnyView {
    let w = words();
    if clients.is_empty() {
        return view! {
            <p>{w.compose_to_whom_hint()}</p>
            <form action="/clients" method="get" class="line">
                <SearchBox label=w.clients_search() hint=w.clients_search_hint()/>
                <button type="submit" class="btn primary">{w.act_search()}</button>
            </form>
            <p><a href="/clients">{w.compose_all_clients()}</a></p>
        }
        .into_any();
    }
    let contact = contact.map(|contact| format!("&contact={contact}")).unwrap_or_default();
    let each = |(id, label)| {
        view! { <li><a class="choice" href=format!("/ecrire?client={id}{contact}")>{label}</a></li> }
    };
    view! { <ul class="choices">{clients.into_iter().map(each).collect_view()}</ul> }.into_any()
}
