//! Before writing: to which client (P27).

use super::api::{Asked, Choice};
use crate::{
    clients,
    ui::{Head, SearchBox},
    words::words,
};
use leptos::prelude::*;

/// Choices shown; with more the search leads to the others.
pub(super) const MOST: usize = 20;

/// `/ecrire` where there is no client yet.
pub(super) fn no_client() -> AnyView {
    view! { <Head title=words().compose_to_whom()/>{clients::none_yet()} }.into_any()
}

/// `/ecrire` without a client.
pub(super) fn choose_client(choice: Choice, asked: Asked) -> AnyView {
    let w = words();
    let title = match choice.name.as_str() {
        "" => w.compose_to_whom().to_owned(),
        name => w.compose_for_which_client(name),
    };
    view! { <Head title/><section class="choose">{choices(choice, asked)}</section> }.into_any()
}

/// Where each choice leads to, under a search where any client will do. A plain form: it asks this page again.
pub(super) fn choices(choice: Choice, asked: Asked) -> AnyView {
    let w = words();
    let search = choice.any.then(|| {
        let contact = asked.contact.map(|id| view! { <input type="hidden" name="contact" value=id.to_string()/> });
        view! {
            <p>{w.compose_to_whom_hint()}</p>
            <form action="/ecrire" method="get" class="line">
                {contact}
                <SearchBox label=w.clients_search() hint=w.clients_search_hint() value=asked.search/>
                <button type="submit" class="btn primary">{w.act_search()}</button>
            </form>
        }
    });
    let note = match choice.clients.len() {
        0 => Some(w.clients_none_found().to_owned()),
        n if n > MOST => Some(w.compose_first_clients(MOST as i64)),
        _ => None,
    };
    let contact = asked.contact.map(|contact| format!("&contact={contact}")).unwrap_or_default();
    let each = |(id, label)| {
        view! { <li><a class="choice" href=format!("/ecrire?client={id}{contact}")>{label}</a></li> }
    };
    let list = choice.clients.into_iter().take(MOST).map(each).collect_view();
    view! { {search}<ul class="choices">{list}</ul>{note.map(|note| view! { <p>{note}</p> })} }.into_any()
}
