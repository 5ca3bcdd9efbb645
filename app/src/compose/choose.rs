//! Before writing: to which client (P27).

use super::api::Asked;
use crate::{
    ui::{Head, SearchBox},
    words::words,
};
use leptos::prelude::*;
use model::ClientId;

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
    let contact = asked.contact.map(|contact| format!("&contact={contact}")).unwrap_or_default();
    let choices = clients.iter().map(|(id, label)| {
        view! { <li><a class="choice" href=format!("/ecrire?client={id}{contact}")>{label.clone()}</a></li> }
    });
    let body = if clients.is_empty() {
        view! {
            <p>{w.compose_to_whom_hint()}</p>
            <form action="/clients" method="get" class="line">
                <SearchBox label=w.compose_find_client()/>
                <button type="submit" class="btn primary">{w.act_search()}</button>
            </form>
            <p><a href="/clients">{w.compose_all_clients()}</a></p>
        }
        .into_any()
    } else {
        view! { <ul class="choices">{choices.collect_view()}</ul> }.into_any()
    };
    view! { <Head title/><section class="choose">{body}</section> }.into_any()
}
