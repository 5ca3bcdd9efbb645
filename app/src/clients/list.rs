//! E3: the list of clients. Its filters, order and page stand in the address.

use super::{
    api::{ClientsList, Families},
    asked::{from_query, path},
    filters::Filters,
};
use crate::{
    facts::use_facts,
    ui::{Empty, Head, Icon, MailCell, Pager, Symbol, Tag, When, dotted, kind_name, loaded},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::{
    UserRole,
    listing::{ClientLine, ClientSort, ClientsAsked, Page, PageFrom},
};

/// `/clients`
#[component]
pub fn ClientsPage() -> AnyView {
    let w = words();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(from_query));
    let page = ask(move || Ok(ClientsList { asked: asked.get() }));
    let all = ask(|| Ok(Families {}));
    view! {
        <Head title=w.clients_title()>
            <div class="acts">
                <a class="btn" href="/clients/familles" rel="external">{w.clients_families()}</a>
                {import_link()}
                <a class="btn primary" href="/clients/nouveau"><Icon symbol=Symbol::Plus/>{w.clients_new()}</a>
            </div>
        </Head>
        {loaded(all, move |families| view! { <Filters asked families/> }.into_any())}
        {loaded(page, move |page| table(asked.get_untracked(), page))}
    }
    .into_any()
}

fn table(asked: ClientsAsked, page: Page<ClientLine>) -> AnyView {
    let w = words();
    if page.rows.is_empty() {
        return nothing(&asked);
    }
    let (first, last) = (page.rows[0].id.0, page.rows[page.rows.len() - 1].id.0);
    let at = |from| path(&ClientsAsked { from, ..asked.clone() });
    let previous = page.earlier.then(|| at(PageFrom::Before(first)));
    let next = page.later.then(|| at(PageFrom::After(last)));
    let head = |label: &'static str, sort: ClientSort| heading(&asked, label, sort);
    let rows = page.rows.into_iter().map(row).collect_view();
    view! {
        <div class="table">
            <p class="meta num" role="status">{w.clients_count(page.total)}</p>
            <table>
                <thead>
                    <tr>
                        {head(w.clients_label(), ClientSort::Label)}
                        {head(w.clients_reference(), ClientSort::Reference)}
                        {head(w.field_town(), ClientSort::Town)}
                        <th scope="col">{w.clients_email()}</th>
                        <th scope="col" class="r">{w.clients_contacts()}</th>
                        {head(w.clients_changed(), ClientSort::Changed)}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager previous next note=w.clients_count(page.total)/>
    }
    .into_any()
}

fn heading(asked: &ClientsAsked, label: &'static str, sort: ClientSort) -> AnyView {
    let here = asked.sort == sort;
    let order = match (here, sort) {
        (false, _) => None,
        (true, ClientSort::Changed) => Some("descending"),
        (true, _) => Some("ascending"),
    };
    let to = path(&ClientsAsked { sort, from: PageFrom::Start, ..asked.clone() });
    let mark =
        here.then(|| view! { <span aria-hidden="true">{if sort == ClientSort::Changed { "↓" } else { "↑" }}</span> });
    view! {
        <th scope="col" aria-sort=order.unwrap_or("none")><a href=to title=words().clients_sorted_by(label)>{label}{mark}</a></th>
    }
    .into_any()
}

fn row(line: ClientLine) -> AnyView {
    let w = words();
    let kind = kind_name(w, line.kind);
    let sub = dotted([kind, line.family.as_deref().unwrap_or_default()]);
    let narrow = dotted([line.reference.as_str(), &line.town]);
    let inactive = line.inactive_at.is_some();
    view! {
        <tr class:inactive=inactive>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/clients/{}", line.id)>{line.label}</a>
                <span class="sub">{sub}</span>
                <span class="sub narrow">{narrow}</span>
                {inactive.then(|| view! { " "<Tag text=w.state_inactive()/> })}
            </th>
            <td class="num broad">{line.reference}</td>
            <td class="broad">{line.town}</td>
            <MailCell email=line.email/>
            <td class="r wide-only">{w.number(line.contacts)}</td>
            <td class="wide-only"><When at=line.changed_at/></td>
        </tr>
    }
    .into_any()
}

fn nothing(asked: &ClientsAsked) -> AnyView {
    let w = words();
    let everything = ClientsAsked { sort: asked.sort, ..ClientsAsked::default() };
    if *asked == everything {
        return none_yet();
    }
    view! {
        <Empty text=w.clients_none_found() answers=true>
            <a class="btn" href=path(&everything)>{w.clients_filters_clear()}</a>
            <a class="btn quiet" href="/clients/nouveau">{w.clients_new()}</a>
        </Empty>
    }
    .into_any()
}

/// A Bonport without clients, and where to begin.
pub fn none_yet() -> AnyView {
    let w = words();
    view! {
        <Empty text=w.clients_none()>
            <a class="btn primary" href="/clients/nouveau">{w.clients_new()}</a>
            {import_link()}
        </Empty>
    }
    .into_any()
}

/// For administrators: imports are theirs (P53).
fn import_link() -> AnyView {
    let user = use_facts().user;
    let administers = user.is_some_and(|user| user.role == UserRole::Administrator);
    administers
        .then(|| view! { <a class="btn" href="/import" rel="external">{words().clients_import()}</a> })
        .into_any()
}
