//! E5: everybody of a client, « Voir tout ».

use super::{
    api::{ClientContacts, load_client_contacts, resume_affiliation},
    person_name,
    row::{row, trouble},
};
use crate::{
    clients::{frame, query::Query, use_pause},
    error::AppError,
    ui::{Button, Day, Empty, Icon, SearchBox, Symbol, loaded, use_id, use_toasts},
    words::words,
};
use leptos::{html::Input, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use model::{AffiliatedContact, ClientId};

/// `/clients/{id}/contacts`
#[component]
pub fn ClientContactsPage() -> AnyView {
    let id = use_id::<ClientId>();
    let query = use_query_map();
    let search = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let list = Resource::new(
        move || (id.get(), search.get()),
        |(id, search)| async move { load_client_contacts(id.ok_or(AppError::NotFound)?, search).await },
    );
    loaded(list, move |data| page(data, Callback::new(move |()| list.refetch())))
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
    let count = data.people.len() as i64;
    let ended = data.ended.clone();
    view! {
        {frame(&data.head, changed)}
        <section class="block">
            <div class="block-head">{search(id, &data.search)}<span class="acts">{acts}</span></div>
            {people(data, may, changed)}
            {(count > 0).then(|| view! { <p class="meta num" role="status">{w.contacts_count(count)}</p> })}
        </section>
        {former(ended, changed)}
    }
    .into_any()
}

fn search(id: ClientId, value: &str) -> AnyView {
    let w = words();
    let node = NodeRef::<Input>::new();
    let navigate = use_navigate();
    let go = Callback::new(move |()| {
        let mut to = Query::new(&format!("/clients/{id}/contacts"));
        to.add("q", &node.get_untracked().map(|e| e.value()).unwrap_or_default());
        navigate(&to.0, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    });
    view! {
        <search class="grow">
            <form method="get" action=format!("/clients/{id}/contacts") class="filters" on:submit=move |e| { e.prevent_default(); go.run(()) }>
                <SearchBox label=w.contacts_search() hint=w.contacts_search() value=value.to_owned() typed=use_pause(move || go.run(())) node/>
            </form>
        </search>
    }
    .into_any()
}

fn people(data: ClientContacts, may: bool, changed: Callback<()>) -> AnyView {
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
    let rows = data.people.into_iter().map(|person| row(person, changed)).collect_view();
    view! {
        <div class="table">
            <table>
                <thead>
                    <tr>
                        <th scope="col"><span class="sr">{w.contacts_starred()}</span></th>
                        <th scope="col">{w.field_last_name()}</th>
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
    }
    .into_any()
}

/// Those whose affiliation ended, folded away.
fn former(ended: Vec<AffiliatedContact>, changed: Callback<()>) -> AnyView {
    let w = words();
    if ended.is_empty() {
        return ().into_any();
    }
    let toasts = use_toasts();
    let line = move |person: AffiliatedContact| {
        let name = person_name(w, &person.contact);
        let link = person.affiliation.id;
        let press = move |_| {
            leptos::task::spawn_local(async move {
                match resume_affiliation(link).await {
                    Ok(()) => changed.run(()),
                    Err(error) => toasts.trouble(trouble(&error)),
                }
            });
        };
        let until = person
            .affiliation
            .ended_at
            .map(|at| view! { <span class="meta">{w.contacts_ended()}" · "<Day at/></span> });
        view! {
            <li>
                <span class="grow"><a class="rowlink" href=format!("/contacts/{}", person.contact.id)>{name}</a>" "{until}</span>
                <Button label=w.contacts_resume().to_owned() small=true press/>
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
