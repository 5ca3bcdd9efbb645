//! E17: the list of interventions; its filters stand in the address.

use super::{PATH, api::RestoreIntervention, contact_name, state_name};
use crate::{
    clients::query::Query,
    ui::{Banner, Empty, Head, Icon, Pager, SearchBox, Symbol, Tag, Tone, When, choices, dotted, is_hidden},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    ClientId, Intervention, InterventionId, InterventionState,
    intervention::{InterventionsAsked, InterventionsWhen},
    listing::{ClientLine, Page, PageFrom},
};

/// What the page shows.
#[derive(Clone)]
pub struct List {
    pub(super) asked: InterventionsAsked,
    /// Its name, unless it is gone.
    pub(super) client: Option<(ClientId, Option<String>)>,
    /// The client that was looked for, and those that it may be.
    pub(super) search: String,
    pub(super) found: Vec<ClientLine>,
    pub(super) page: Page<Intervention>,
    /// Has just been removed.
    pub(super) removed: Option<InterventionId>,
}

pub(super) fn page(list: List) -> AnyView {
    let w = words();
    let client =
        list.client.as_ref().map(|(id, label)| (*id, label.clone().unwrap_or_else(|| w.directory_gone().into())));
    let crumbs = client.iter().map(|(id, label)| (label.clone(), format!("/clients/{id}"))).collect::<Vec<_>>();
    let section = client.as_ref().map(|(_, label)| label.clone()).unwrap_or_default();
    let mut new = Query::new("/interventions/nouvelle");
    new.add("client", &list.asked.client.map(|id| id.to_string()).unwrap_or_default());
    let new = new.0;
    let rows = rows(w, &list, new.clone());
    view! {
        <Head title=w.interventions_title().to_owned() section crumbs>
            <div class="acts"><a class="btn primary" href=new rel="external"><Icon symbol=Symbol::Plus/>{w.interventions_new()}</a></div>
        </Head>
        {notes(w, &list)}
        {filters(w, &list, client.map(|(_, label)| label))}
        {rows}
    }
    .into_any()
}

fn notes(w: Words, list: &List) -> AnyView {
    let failed = came_back(RestoreIntervention::PATH).map(|_| {
        view! { <div role="alert"><Banner tone="bad"><span>{w.interventions_gone()}</span></Banner></div> }
    });
    let removed = list.removed.filter(|_| failed.is_none()).map(|id| {
        view! {
            <div class="note" role="status">
                <form method="post" action=RestoreIntervention::PATH class="line">
                    <span>{w.interventions_removed()}</span>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <button type="submit" class="btn small">{w.act_undo()}</button>
                </form>
            </div>
        }
    });
    view! { {failed}{removed} }.into_any()
}

fn path(asked: &InterventionsAsked) -> String {
    let mut query = Query::new(PATH);
    query.add("client", &asked.client.map(|id| id.to_string()).unwrap_or_default());
    query.add("quand", if asked.when == InterventionsWhen::Upcoming { "" } else { asked.when.code() });
    query.add("etat", asked.state.map(InterventionState::code).unwrap_or_default());
    query.page(asked.from);
    query.0
}

fn filters(w: Words, list: &List, client: Option<String>) -> AnyView {
    let List { asked, search, found, .. } = list;
    let whens = choices(InterventionsWhen::ALL, InterventionsWhen::code, |when| match when {
        InterventionsWhen::Upcoming => w.interventions_upcoming(),
        InterventionsWhen::Past => w.interventions_past(),
        InterventionsWhen::All => w.interventions_all(),
    });
    let states = choices(InterventionState::ALL, InterventionState::code, |state| state_name(w, state));
    let states = [vec![(String::new(), w.interventions_any_state().to_owned())], states].concat();
    let kept = asked.client.map(|id| view! { <input type="hidden" name="client" value=id.to_string()/> });
    let all = path(&InterventionsAsked { client: None, from: PageFrom::Start, ..*asked });
    let only = client.map(|label| {
        let text = w.directory_client(&label);
        view! { <div class="line"><span>{text}</span><a class="btn small" href=all rel="external">{w.clients_all()}</a></div> }
    });
    let nobody = (!search.is_empty() && found.is_empty())
        .then(|| view! { <p class="error" role="alert">{w.clients_none_found()}</p> });
    view! {
        <search>
            <form method="get" action=PATH class="filters">
                <SearchBox label=w.clients_search() hint=w.interventions_client_hint() value=search.clone()/>
                {kept}
                <div class="narrowing">
                    {picker("quand", w.interventions_when(), whens, asked.when.code())}
                    {picker("etat", w.interventions_state(), states, asked.state.map(InterventionState::code).unwrap_or_default())}
                    <button type="submit" class="btn">{w.clients_filter()}</button>
                </div>
            </form>
        </search>
        {nobody}
        {which(w, list)}
        {only}
    }
    .into_any()
}

fn picker(name: &'static str, label: &'static str, options: Vec<(String, String)>, value: &str) -> AnyView {
    let option = |(code, text): (String, String)| {
        let chosen = code == value;
        view! { <option value=code selected=chosen>{text}</option> }
    };
    let options = options.into_iter().map(option).collect_view();
    view! { <select class="input" name=name aria-label=label>{options}</select> }.into_any()
}

/// Several clients have the name that was looked for.
fn which(w: Words, list: &List) -> AnyView {
    if list.found.len() < 2 {
        return ().into_any();
    }
    let row = |client: &ClientLine| {
        let href = path(&InterventionsAsked { client: Some(client.id), from: PageFrom::Start, ..list.asked });
        let sub = dotted([client.reference.as_str(), &client.town]);
        view! { <li><span class="grow"><a class="rowlink" href=href rel="external">{client.label.clone()}</a><span class="sub">{sub}</span></span></li> }
    };
    view! {
        <section class="block">
            <h2>{w.interventions_which_client()}</h2>
            <ul class="rows">{list.found.iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn rows(w: Words, list: &List, new: String) -> AnyView {
    let List { asked, page, .. } = list;
    let (Some(first), Some(last)) = (page.rows.first(), page.rows.last()) else { return nothing(w, asked, new) };
    let at = |from| path(&InterventionsAsked { from, ..*asked });
    let previous = page.earlier.then(|| at(PageFrom::Before(first.id.0)));
    let next = page.later.then(|| at(PageFrom::After(last.id.0)));
    let place = (!is_hidden("intervention.site") && !is_hidden("module.sites"))
        .then(|| view! { <th scope="col">{w.field_site()}</th> });
    let person = (!is_hidden("intervention.contact") && !is_hidden("module.contacts"))
        .then(|| view! { <th scope="col">{w.interventions_contact()}</th> });
    let (with_place, with_person) = (place.is_some(), person.is_some());
    let rows = page.rows.iter().map(|line| row(w, line, with_place, with_person)).collect_view();
    view! {
        <div class="table">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w.interventions_subject()}</th>
                        <th scope="col">{w.interventions_date()}</th>
                        <th scope="col">{w.interventions_client()}</th>
                        {place}
                        {person}
                        <th scope="col">{w.interventions_state()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager previous next/>
    }
    .into_any()
}

fn row(w: Words, line: &Intervention, with_place: bool, with_person: bool) -> AnyView {
    let tone = match line.state {
        InterventionState::Planned => Tone::Info,
        InterventionState::Done => Tone::Ok,
        InterventionState::Cancelled => Tone::Off,
    };
    let place = line.site.as_ref().map(|(_, label)| label.clone());
    let person = line.contact.as_ref().map(|(_, name)| contact_name(name));
    view! {
        <tr>
            <th scope="row" class="name"><a class="rowlink" href=format!("{PATH}/{}", line.id) rel="external">{line.subject.clone()}</a></th>
            <td class="num"><When at=line.at/></td>
            <td>{line.client.1.clone()}</td>
            {with_place.then(|| view! { <td>{place}</td> })}
            {with_person.then(|| view! { <td>{person}</td> })}
            <td><Tag text=state_name(w, line.state) tone/></td>
        </tr>
    }
    .into_any()
}

fn nothing(w: Words, asked: &InterventionsAsked, new: String) -> AnyView {
    let new = view! { <a class="btn primary" href=new rel="external">{w.interventions_new()}</a> };
    let (text, more) = if *asked == InterventionsAsked::default() {
        let past = path(&InterventionsAsked { when: InterventionsWhen::Past, ..*asked });
        (
            w.interventions_none_upcoming(),
            view! { <a class="btn" href=past rel="external">{w.interventions_show_past()}</a> },
        )
    } else {
        (
            w.interventions_none_found(),
            view! { <a class="btn" href=PATH.to_owned() rel="external">{w.clients_filters_clear()}</a> },
        )
    };
    view! { <Empty text=text>{new}{more}</Empty> }.into_any()
}
