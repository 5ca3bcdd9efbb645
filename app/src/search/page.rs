//! `/recherche?q=`: clients and contacts that match.

use super::api::SearchAll;
use crate::{
    clients::query::Query,
    ui::{Empty, Head, SearchBox, Tag, loaded},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::search::{ClientFound, ContactFound, Found};

/// Rows of each kind on the page; the lists show the rest.
const MOST: i64 = 20;

/// `/recherche?q=`
#[component]
pub fn SearchPage() -> AnyView {
    let w = words();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let found = ask(move || Ok(SearchAll { query: asked.get(), most: MOST }));
    let title = Signal::derive(move || {
        let query = asked.get();
        if query.trim().is_empty() { w.search_title().to_owned() } else { w.search_results(query.trim()) }
    });
    view! {
        <Head title=title/>
        <search>
            <form method="get" action="/recherche" class="filters">
                <SearchBox label=w.nav_search() hint=w.nav_search_hint() value=asked.get_untracked()/>
                <button type="submit" class="btn">{w.act_search()}</button>
            </form>
        </search>
        {loaded(found, move |found| results(asked.get_untracked().trim(), found))}
    }
    .into_any()
}

fn results(query: &str, found: Found) -> AnyView {
    let w = words();
    if query.chars().count() < 2 {
        return view! { <Empty text=w.search_start()/> }.into_any();
    }
    if found.clients.is_empty() && found.contacts.is_empty() {
        return view! {
            <Empty text=w.search_none(query)>
                <a class="btn" href="/clients">{w.clients_all()}</a>
                <a class="btn quiet" href="/contacts/nouveau">{w.contacts_new()}</a>
            </Empty>
        }
        .into_any();
    }
    let clients: Vec<_> = found.clients.into_iter().map(client).collect();
    let contacts: Vec<_> = found.contacts.into_iter().map(contact).collect();
    view! {
        <div class="stack">
            {part(w.clients_title(), clients, w.search_all_clients(), "/clients", query)}
            {part(w.contacts_title(), contacts, w.search_all_contacts(), "/contacts", query)}
        </div>
    }
    .into_any()
}

fn part(title: &'static str, lines: Vec<AnyView>, all: &'static str, path: &str, query: &str) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let more = (lines.len() as i64 == MOST).then(|| {
        let mut to = Query::new(path);
        to.add("q", query);
        to.add("etat", "all");
        view! { <p><a href=to.0>{all}</a></p> }
    });
    view! { <section class="block"><h2>{title}</h2><ul class="rows">{lines}</ul>{more}</section> }.into_any()
}

fn client(found: ClientFound) -> AnyView {
    let sub = [found.reference, found.town].into_iter().filter(|part| !part.is_empty()).collect();
    line(format!("/clients/{}", found.id), found.label, sub, found.inactive)
}

fn contact(found: ContactFound) -> AnyView {
    let email = found.email.filter(|email| *email != found.name);
    let sub = email.into_iter().chain(found.clients).collect();
    line(format!("/contacts/{}", found.id), found.name, sub, found.inactive)
}

fn line(href: String, name: String, sub: Vec<String>, inactive: bool) -> AnyView {
    let w = words();
    view! {
        <li>
            <span class="grow">
                <a class="rowlink" href=href>{name}</a>
                <span class="sub">{sub.join(" · ")}</span>
            </span>
            {inactive.then(|| view! { <Tag text=w.state_inactive()/> })}
        </li>
    }
    .into_any()
}
