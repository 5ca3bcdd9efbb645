//! E5: everybody of a client, « Voir tout ».

use super::{
    api::{ClientContacts, LoadClientContacts},
    links::resuming,
    person_name,
    row::row,
};
use crate::{
    clients::frame,
    ui::{Button, Day, Empty, Icon, SearchBox, Symbol, anew, heard, loaded, use_id, use_query},
    wire::ask,
    words::words,
};
use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::use_navigate;
use model::{AffiliatedContact, ClientId, SearchKey};

/// `/clients/{id}/contacts`
#[component]
pub fn ClientContactsPage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let query = use_query();
    let search = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let list = ask(move || Ok(LoadClientContacts { id: id()?, search: search.get() }));
    let changed = Callback::new(move |()| list.again());
    loaded(list, move |data| page(data, changed))
}

fn page(data: ClientContacts, changed: Callback<()>) -> AnyView {
    let w = words();
    let client = &data.head.client;
    let inactive = client.inactive_at.is_some();
    if !data.head.may_have_contacts && data.head.contacts == 0 {
        return view! { {frame(&data.head, changed)}<div class="note"><p>{w.contacts_kind_without()}</p></div> }
            .into_any();
    }
    let may = data.head.may_have_contacts && !inactive;
    let id = client.id;
    let acts = may.then(|| {
        view! {
            <a class="btn" href=format!("/clients/{id}/associer")>{w.contacts_associate()}</a>
            <a class="btn primary" href=format!("/contacts/nouveau?client={id}")><Icon symbol=Symbol::Plus/>{w.act_create()}</a>
        }
    });
    let receives = view! { <a class="btn" href=format!("/clients/{id}/qui-recoit-quoi") rel="external">{w.clients_who_receives()}</a> };
    let ended = data.ended.clone();
    let token = RwSignal::new(SearchKey::default());
    let searched = search(id, &data.search, token);
    view! {
        {frame(&data.head, changed)}
        <section class="block">
            <div class="block-head">{searched}<span class="acts">{receives}{acts}</span></div>
            {people(data, may, token, changed)}
        </section>
        {former(ended, changed)}
    }
    .into_any()
}

/// Narrows what is shown while typing; without the wasm it asks the server.
fn search(id: ClientId, asked: &str, token: RwSignal<SearchKey>) -> AnyView {
    let w = words();
    let here = format!("/clients/{id}/contacts");
    let navigate = use_navigate();
    // What an address had narrowed is not here to be shown again.
    let narrowed = (!asked.is_empty()).then(|| here.clone());
    let typed = Callback::new(move |text: String| match &narrowed {
        Some(here) if text.is_empty() => navigate(here, Default::default()),
        _ => token.set(SearchKey::of(&text)),
    });
    view! {
        <search>
            <form method="get" action=here class="filters" on:submit=heard(|e: SubmitEvent| e.prevent_default())>
                <SearchBox label=w.contacts_search() hint=w.contacts_search() value=asked.to_owned() typed/>
            </form>
        </search>
    }
    .into_any()
}

/// What a person of the list is searched by.
fn key(person: &AffiliatedContact) -> SearchKey {
    let AffiliatedContact { contact, affiliation } = person;
    let site = affiliation.site.as_ref().map(|(_, label)| label.as_str()).unwrap_or_default();
    let email = contact.email.as_deref().unwrap_or_default();
    let name = [contact.first_name.as_str(), contact.last_name.as_str(), email, affiliation.function.as_str(), site];
    SearchKey::of(&name.join(" "))
}

fn people(data: ClientContacts, may: bool, token: RwSignal<SearchKey>, changed: Callback<()>) -> AnyView {
    let w = words();
    let id = data.head.client.id;
    if data.people.is_empty() && !data.search.is_empty() {
        let all = format!("/clients/{id}/contacts");
        return view! { <Empty text=w.contacts_none_found()><a class="btn" href=all>{w.act_see_all()}</a></Empty> }
            .into_any();
    }
    if data.people.is_empty() {
        let new =
            may.then(|| view! { <a class="btn" href=format!("/contacts/nouveau?client={id}")>{w.act_create()}</a> });
        return view! { <Empty text=w.contacts_none_here()>{new}</Empty> }.into_any();
    }
    let keys = StoredValue::new(data.people.iter().map(key).collect::<Vec<_>>());
    let shown =
        move || keys.with_value(|keys| token.with(|token| keys.iter().filter(|key| key.matches(token)).count()));
    let rows = data
        .people
        .into_iter()
        .map(|person| {
            let key = key(&person);
            let gone = Signal::derive(move || token.with(|token| !key.matches(token)));
            row(person, gone, changed)
        })
        .collect_view();
    view! {
        <div class="table">
            <table>
                <thead>
                    <tr>
                        <th scope="col"><span class="sr">{w.contacts_starred()}</span></th>
                        <th scope="col">{w.contacts_name()}</th>
                        <th scope="col">{w.field_function()}</th>
                        <th scope="col">{w.field_email()}</th>
                        <th scope="col">{w.field_phone()}</th>
                        <th scope="col">{w.contacts_notify()}</th>
                        <th scope="col">{w.field_site()}</th>
                        <th scope="col"><span class="sr">{w.act_more()}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <p class="meta num" role="status">{anew(move || w.contacts_count(shown() as i64))}</p>
    }
    .into_any()
}

/// Those whose affiliation ended, folded away.
fn former(ended: Vec<AffiliatedContact>, changed: Callback<()>) -> AnyView {
    let w = words();
    if ended.is_empty() {
        return ().into_any();
    }
    let line = move |person: AffiliatedContact| {
        let name = person_name(w, &person.contact);
        let press = resuming(&name, &person.affiliation, changed);
        let resume = w.contacts_resume_for(&name);
        let until = person
            .affiliation
            .ended_at
            .map(|at| view! { <span class="meta">{w.contacts_ended()}" · "<Day at/></span> });
        view! {
            <li>
                <span class="grow"><a class="rowlink" href=format!("/contacts/{}", person.contact.id)>{name}</a>" "{until}</span>
                <Button label=w.contacts_resume().to_owned() name=resume small=true press/>
            </li>
        }
    };
    let count = ended.len() as i64;
    view! {
        <details class="fold">
            <summary>{w.contacts_ended_list()}" "<span class="meta num">{w.number(count)}</span></summary>
            <ul class="rows">{ended.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}
