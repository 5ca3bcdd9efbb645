//! For which client? A new intervention begins with it; one that exists can be given to another.

use super::PATH;
use crate::{
    ui::{Empty, Head, SearchBox, dotted},
    words::words,
};
use leptos::prelude::*;
use model::{InterventionId, listing::ClientLine};

/// What the page shows.
#[derive(Clone)]
pub struct Choice {
    /// Of an intervention that exists: its id and subject.
    pub(super) stored: Option<(InterventionId, String)>,
    pub(super) search: String,
    pub(super) found: Vec<ClientLine>,
    /// There are more than these.
    pub(super) more: bool,
    /// There is a client at all.
    pub(super) any: bool,
}

pub(super) fn page(choice: Choice) -> AnyView {
    let w = words();
    let Choice { stored, search, found, more, any } = choice;
    let mut crumbs = vec![(w.interventions_title().to_owned(), PATH.to_owned())];
    let here = match &stored {
        Some((id, subject)) => {
            crumbs.push((subject.clone(), format!("{PATH}/{id}")));
            format!("{PATH}/{id}")
        }
        None => format!("{PATH}/nouvelle"),
    };
    let title = if stored.is_some() { w.interventions_change_client() } else { w.interventions_new() };
    let note = match (found.is_empty() && any, more) {
        (true, _) => Some(w.interventions_found_none(&search)),
        (false, true) => Some(w.interventions_found_more().to_owned()),
        (false, false) => None,
    };
    let nobody = (!any).then(|| {
        view! { <Empty text=w.clients_none()><a class="btn primary" href="/clients/nouveau" rel="external">{w.clients_new()}</a></Empty> }
    });
    let row = |client: ClientLine| {
        let href = format!("{here}?client={}", client.id);
        let sub = dotted([client.reference.as_str(), &client.town]);
        view! { <li><span class="grow"><a class="rowlink" href=href rel="external">{client.label}</a><span class="sub">{sub}</span></span></li> }
    };
    let rows = found.into_iter().map(row).collect_view();
    let changing = stored.is_some().then(|| view! { <input type="hidden" name="changer" value="1"/> });
    view! {
        <Head title=title.to_owned() crumbs/>
        <section class="block">
            <h2>{w.interventions_choose()}</h2>
            <search>
                <form method="get" action=here.clone() class="filters">
                    {changing}
                    <SearchBox label=w.clients_search() hint=w.clients_search_hint() value=search/>
                    <button type="submit" class="btn">{w.act_search()}</button>
                </form>
            </search>
            {note.map(|note| view! { <p role="status">{note}</p> })}
            {nobody}
            <ul class="rows">{rows}</ul>
        </section>
    }
    .into_any()
}
