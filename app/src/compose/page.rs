//! `/ecrire`: what was asked for is opened, or first a client is chosen (P27).

use super::{
    api::{Asked, Open, Opening},
    choose::{choose_client, no_client},
    form::ComposeForm,
};
use crate::{ui::loaded, wire::ask};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use std::str::FromStr;

/// `/ecrire?client={id}`, `?contact={id}` (several of one client: `&contact={id}` each), `?brouillon={id}`
#[component]
pub fn ComposePage() -> AnyView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|q| {
            let mut contacts = q.get_all("contact").unwrap_or_default().into_iter().filter_map(|id| id.parse().ok());
            Asked {
                client: id(q, "client"),
                contact: contacts.next(),
                with: contacts.collect(),
                draft: id(q, "brouillon"),
                search: q.get("q").unwrap_or_default(),
            }
        })
    });
    let opening = ask(move || Ok(Open { asked: asked.get() }));
    loaded(opening, move |opening| match opening {
        Opening::Form(sheet) => view! { <ComposeForm sheet=*sheet/> }.into_any(),
        Opening::NoClient => no_client(),
        Opening::Choose(choice) => choose_client(choice, asked.get_untracked()),
    })
}

fn id<T: FromStr>(query: &ParamsMap, name: &str) -> Option<T> {
    query.get(name)?.parse().ok()
}
