//! E10: the directory of all contacts, by last name.

use super::{
    api::{ContactsList, Criterion, Directory},
    asked::{from_query, path},
};
use crate::{
    clients::use_pause,
    ui::{Empty, Head, Icon, MailCell, Pager, PhoneCell, SearchBox, Symbol, Tag, choices, heard, loaded, thumb_index},
    wire::ask,
    words::{Words, words},
};
use leptos::{
    ev::SubmitEvent,
    html::{Input, Select},
    prelude::*,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use model::{
    ClientId, Phone,
    listing::{Activity, ContactLine, ContactsAsked, PageFrom},
};

/// `/contacts`
#[component]
pub fn ContactsPage() -> AnyView {
    let w = words();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(from_query));
    let page = ask(move || Ok(ContactsList { asked: asked.get() }));
    view! {
        <Head title=w.contacts_title()>
            <div class="acts"><a class="btn" href="/contacts/doublons" rel="external">{w.contacts_doubles()}</a><a class="btn primary" href="/contacts/nouveau"><Icon symbol=Symbol::Plus/>{w.contacts_new()}</a></div>
        </Head>
        {filters(asked)}
        {loaded(page, move |page| list(asked.get_untracked(), page))}
    }
    .into_any()
}

fn filters(asked: Memo<ContactsAsked>) -> AnyView {
    let w = words();
    let (search, activity, alone) = (NodeRef::<Input>::new(), NodeRef::<Select>::new(), NodeRef::<Input>::new());
    let now = asked.get_untracked();
    let navigate = use_navigate();
    let go = Callback::new(move |replace: bool| {
        let chosen = ContactsAsked {
            search: search.get_untracked().map(|e| e.value()).unwrap_or_default(),
            activity: activity.get_untracked().and_then(|e| Activity::from_code(&e.value())).unwrap_or_default(),
            independent: alone.get_untracked().is_some_and(|e| e.checked()),
            from: PageFrom::Start,
            ..asked.get_untracked()
        };
        navigate(&path(&chosen), NavigateOptions { replace, scroll: false, ..NavigateOptions::default() });
    });
    Effect::new(move |before: Option<()>| {
        let asked = asked.get();
        if before.is_none() {
            return;
        }
        if let Some(field) = search.get_untracked().filter(|field| !field.matches(":focus").unwrap_or(false)) {
            field.set_value(&asked.search);
        }
        if let (Some(select), Some(tick)) = (activity.get_untracked(), alone.get_untracked()) {
            select.set_value(asked.activity.code());
            tick.set_checked(asked.independent);
        }
    });
    let options = choices(Activity::ALL, Activity::code, |activity| match activity {
        Activity::Active => w.clients_active(),
        Activity::Inactive => w.clients_inactive(),
        Activity::All => w.clients_both(),
    });
    let options = options
        .into_iter()
        .map(|(code, text)| {
            let chosen = code == now.activity.code();
            view! { <option value=code selected=chosen>{text}</option> }
        })
        .collect_view();
    view! {
        <search>
            <form method="get" action="/contacts" class="filters" id="filters" on:submit=heard(move |e: SubmitEvent| { e.prevent_default(); go.run(false) })>
                <SearchBox label=w.contacts_search() hint=w.contacts_search_hint() value=now.search.clone() typed=use_pause(move || go.run(true)) node=search/>
                <div class="narrowing">
                    <select class="input" name="etat" aria-label=w.contacts_status() node_ref=activity on:change=heard(move |_| go.run(false))>{options}</select>
                    <span class="choice">
                        <input type="checkbox" id="independants" name="independants" value="true" checked=now.independent node_ref=alone on:change=heard(move |_| go.run(false))/>
                        <label for="independants">{w.contacts_independent_only()}</label>
                    </span>
                    <button type="submit" class="btn no-wasm">{w.clients_filter()}</button>
                </div>
            </form>
        </search>
    }
    .into_any()
}

fn list(asked: ContactsAsked, directory: Directory) -> AnyView {
    let w = words();
    let Directory { page, everybody, counted, criteria, views, more } = directory;
    let beyond = view! { {criteria_of(criteria, &more)}{views_of(views, more)} }.into_any();
    let at = |from| path(&ContactsAsked { from, ..asked.clone() });
    let letter = if let PageFrom::Letter(letter) = asked.from { Some(letter) } else { None };
    // Where all are seen at once, there is nowhere to go.
    let index = (letter.is_some() || page.earlier || page.later)
        .then(|| thumb_index(w.contacts_thumbs(), letter, &|letter| at(PageFrom::Letter(letter))));
    let previous = page.previous(asked.from, |row| row.id.0).map(at);
    let next = page.next(asked.from, |row| row.id.0).map(at);
    if page.rows.is_empty() {
        let nothing = match next.or(previous) {
            Some(on) => view! { <Empty text=counted><a class="btn" href=on>{w.act_next()}</a></Empty> }.into_any(),
            None => nothing(&asked),
        };
        return view! { {beyond}{index}{nothing} }.into_any();
    }
    let rows = page.rows.into_iter().map(row).collect_view();
    let everybody = everybody.map(|(text, to)| view! { <a class="btn small quiet" href=to rel="external">{text}</a> });
    view! {
        {beyond}
        <div class="indexed">
            <form class="table" action="/contacts/choisis">
                <p class="meta num" role="status">{counted.clone()}</p>
                <table>
                    <thead>
                        <tr>
                            <td class="tight"></td>
                            <th scope="col">{w.contacts_name()}</th>
                            <th scope="col">{w.contacts_clients()}</th>
                            <th scope="col">{w.field_email()}</th>
                            <th scope="col">{w.field_phone()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <div class="sticky-acts chosen">
                    <p class="meta" data-away=w.contacts_away("{n}") hidden><span></span>" "<button type="button" class="btn small quiet">{w.contacts_let_go()}</button></p>
                    <button class="btn primary" name="pour" value="ecrire">{w.nav_write()}</button>
                    <button class="btn" name="pour" value="notifications">{w.contacts_change_notifications()}</button>
                    <button class="btn" formmethod="post" formaction="/api/contacts/deactivate-many">{w.act_deactivate()}</button>
                </div>
                {everybody}
            </form>
            {index}
        </div>
        <Pager previous next note=counted/>
    }
    .into_any()
}

/// What narrows the list beside the fields above it, each with a link that lets go of it. Without the wasm these fields are sent
/// along with them.
fn criteria_of(criteria: Vec<Criterion>, more: &str) -> AnyView {
    if criteria.is_empty() {
        return ().into_any();
    }
    let w = words();
    let each = |Criterion { name, value, text, without }: Criterion| {
        let label = w.contacts_without(&text);
        view! {
            <input type="hidden" form="filters" name=name value=value/>
            <a class="btn small" href=without aria-label=label>{text}<Icon symbol=Symbol::Close/></a>
        }
    };
    let save = format!("{more}#vue");
    view! {
        <div class="line criteria">
            {criteria.into_iter().map(each).collect_view()}
            <a class="btn small quiet" href=save rel="external">{w.contacts_save_view()}</a>
        </div>
    }
    .into_any()
}

/// Lists that are one click away, and the page of all the filters.
fn views_of(views: Vec<(String, String)>, more: String) -> AnyView {
    let w = words();
    let each = |(text, to): (String, String)| view! { <a class="btn small quiet" href=to>{text}</a> };
    view! {
        <nav class="line criteria" aria-label=w.contacts_views()>
            <a class="btn small" href=more rel="external">{w.contacts_more_filters()}</a>
            {views.into_iter().map(each).collect_view()}
        </nav>
    }
    .into_any()
}

fn nothing(asked: &ContactsAsked) -> AnyView {
    let w = words();
    let everybody = *asked == ContactsAsked { from: asked.from, ..ContactsAsked::default() };
    let (text, new) = match asked.from {
        PageFrom::Letter(letter) if everybody => {
            (w.contacts_none_from(&letter.to_ascii_uppercase().to_string()), "btn quiet")
        }
        _ if everybody => (w.contacts_none().to_owned(), "btn primary"),
        _ => (w.contacts_none_found().to_owned(), "btn quiet"),
    };
    let all = (!everybody).then(|| view! { <a class="btn" href="/contacts">{w.clients_filters_clear()}</a> });
    view! { <Empty text=text answers=true>{all}<a class=new href="/contacts/nouveau">{w.contacts_new()}</a></Empty> }
        .into_any()
}

fn row(line: ContactLine) -> AnyView {
    let w = words();
    let inactive = line.inactive_at.is_some();
    let phone = (!line.phone.is_empty()).then(|| Phone { label: String::new(), number: line.phone });
    let known_as = known_as(w, &line.clients);
    let choose = w.contacts_choose_one(&line.name);
    let clients = if line.clients.is_empty() {
        view! { <span class="none">{w.contacts_independent()}</span> }.into_any()
    } else {
        let each = |(id, label, function): (ClientId, String, String)| {
            let function = (!function.is_empty()).then(|| view! { <span class="meta">" "{function}</span> });
            view! { <span class="at"><a href=format!("/clients/{id}")>{label}</a>{function}</span> }
        };
        line.clients.into_iter().map(each).collect_view().into_any()
    };
    view! {
        <tr class:inactive=inactive>
            <td class="first tight"><label class="pick"><input type="checkbox" name="chosen[]" value=line.id.to_string() aria-label=choose/></label></td>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/contacts/{}", line.id)>{line.name}<span class="sub narrow">{known_as}</span></a>
                {inactive.then(|| view! { " "<Tag text=w.state_inactive()/> })}
            </th>
            <td class="broad">{clients}</td>
            <MailCell email=line.email/>
            <PhoneCell phone/>
        </tr>
    }
    .into_any()
}

/// Where somebody is met, in one line: « Épi d’Or (Comptable), Moulin Blanc ».
fn known_as(w: Words, clients: &[(ClientId, String, String)]) -> String {
    let each = |(_, label, function): &(ClientId, String, String)| match function.as_str() {
        "" => label.clone(),
        function => [label, " (", function, ")"].concat(),
    };
    match clients {
        [] => w.contacts_independent().to_owned(),
        clients => clients.iter().map(each).collect::<Vec<_>>().join(", "),
    }
}
