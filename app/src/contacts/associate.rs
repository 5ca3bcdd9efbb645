//! P03: « Associer un contact indépendant » to a client. Plain forms: each press affiliates one and goes back to the tab.

use super::{
    api::{Independent, LoadIndependent},
    row::refused,
};
use crate::{
    clients::query::page_from,
    ui::{Empty, Head, MailLink, Pager, SearchBox, loaded, use_id, use_query},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{
    Client, ClientId,
    listing::{Activity, ContactLine, ContactsAsked},
};

/// `/clients/{id}/associer`
#[component]
pub fn AssociatePage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let query = use_query();
    let asked = Memo::new(move |_| {
        query.with(|query| ContactsAsked {
            search: query.get("q").unwrap_or_default(),
            activity: Activity::Active,
            independent: true,
            from: page_from(query),
            ..ContactsAsked::default()
        })
    });
    let data = ask(move || Ok(LoadIndependent { client: id()?, asked: asked.get() }));
    loaded(data, move |data| view(data, asked.get_untracked()))
}

fn view(Independent { client, page, refused: why }: Independent, asked: ContactsAsked) -> AnyView {
    let ContactsAsked { search, from, .. } = asked;
    let w = words();
    let Client { id: client, label, .. } = client;
    let crumbs = vec![
        (w.clients_title().to_owned(), "/clients".to_owned()),
        (label.clone(), format!("/clients/{client}/contacts")),
    ];
    let here = format!("/clients/{client}/associer");
    let at = |from| {
        let mut query = crate::clients::query::Query::new(&here);
        query.add("q", &search);
        query.page(from);
        query.0
    };
    let previous = page.previous(from, |row| row.id.0).map(at);
    let next = page.next(from, |row| row.id.0).map(at);
    let body = if page.rows.is_empty() {
        let new = format!("/contacts/nouveau?client={client}");
        view! {
            <Empty text=w.contacts_associate_none()><a class="btn" href=new>{w.contacts_new()}</a></Empty>
            <Pager previous next/>
        }
        .into_any()
    } else {
        let rows = page.rows.into_iter().map(|line| row(client, line)).collect_view();
        view! { <ul class="rows">{rows}</ul><Pager previous next/> }.into_any()
    };
    view! {
        <Head title=w.contacts_associate() crumbs/>
        <div class="stack tight">
            {why.map(|error| refused(&error))}
            <p class="hint">{w.contacts_associate_what()}</p>
            <search><form method="get" action=here.clone() class="filters">
                <SearchBox label=w.contacts_search() hint=w.contacts_search_hint() value=search.clone()/>
                <button type="submit" class="btn">{w.act_search()}</button>
            </form></search>
            {body}
        </div>
    }
    .into_any()
}

fn row(client: ClientId, line: ContactLine) -> AnyView {
    let w = words();
    let email = line.email.filter(|email| *email != line.name);
    view! {
        <li>
            <span class="grow">
                <a class="rowlink" href=format!("/contacts/{}", line.id)>{line.name}</a>
                {email.map(|email| view! { " "<MailLink email/> })}
            </span>
            <form method="post" action="/api/contacts/affiliate" class="inline">
                <input type="hidden" name="contact" value=line.id.to_string()/>
                <input type="hidden" name="client" value=client.to_string()/>
                <button type="submit" class="btn small">{w.act_add()}</button>
            </form>
        </li>
    }
    .into_any()
}
