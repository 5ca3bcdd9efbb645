//! « Qui reçoit quoi » (P38): `/clients/{id}/qui-recoit-quoi`, people and addresses of a client against kinds of document, each with the
//! resolver's reason; what a contact receives by itself is changed in its row. The server alone makes this page: it is read now and then,
//! and nothing in it has to be alive.

mod api;
mod find;
mod grid;
mod reasons;

pub use api::NotifyAt;
pub use find::{Asked, Shown, find};
pub use reasons::{kind_name, kinds_name, slot_name, why, why_not};

use crate::{
    document::alone,
    error::AppError,
    typed,
    ui::{Banner, Empty, Head, Icon, Symbol, Trouble, TroublePage, notification_name, sentence},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    AffiliationId, ClientId, NotificationType, SiteId,
    resolver::{Column, Person},
};

/// Where the page of a client is, for documents of this site or of none.
fn path(client: ClientId, site: Option<SiteId>) -> String {
    let site = site.map(|id| format!("?adresse={id}")).unwrap_or_default();
    format!("/clients/{client}/qui-recoit-quoi{site}")
}

/// The whole document, or why there is none.
pub fn document(found: Result<Shown, AppError>) -> impl IntoView {
    alone(move || match found {
        Ok(shown) => page(&shown),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

fn page(shown: &Shown) -> AnyView {
    let w = words();
    let id = shown.client.id;
    let crumbs = vec![
        (w.clients_title().to_owned(), "/clients".to_owned()),
        (shown.client.label.clone(), format!("/clients/{id}/contacts")),
    ];
    let typed = typed::take::<(AffiliationId, String)>(api::FORM);
    let refused = typed.as_ref().and_then(|typed| typed.problems.first()).map(|wrong| sentence(w, &wrong.problem));
    let trouble = came_back(NotifyAt::PATH).filter(|_| refused.is_none());
    view! {
        <Head title=w.receives_title() section=shown.client.label.clone() crumbs><p class="lead">{w.receives_lead()}</p></Head>
        <div class="stack">
            {refused.map(|text| view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> })}
            <Trouble error=Signal::stored(trouble)/>
            {shown.changed.map(|(link, before)| changed(w, shown, link, before))}
            {sites(w, shown)}
            {missing(w, shown)}
            {body(w, shown)}
        </div>
    }
    .into_any()
}

fn body(w: Words, shown: &Shown) -> AnyView {
    if shown.nobody() {
        let edit = format!("/clients/{}/modifier", shown.client.id);
        return view! { <Empty text=w.receives_none()><a class="btn primary" href=edit>{w.receives_add_address()}</a></Empty> }
            .into_any();
    }
    grid::table(w, shown)
}

/// Who was given another type just now, with its way back.
fn changed(w: Words, shown: &Shown, link: AffiliationId, before: NotificationType) -> AnyView {
    let Some(who) = shown.side.people.iter().find(|who| who.affiliation == Some(link)) else { return ().into_any() };
    let text = w.receives_changed(grid::called(w, who), notification_name(w, who.notification_type));
    view! {
        <div class="note" role="status">
            <form method="post" action=NotifyAt::PATH class="line">
                <span>{text}</span>
                {hidden(who, shown.site)}
                <input type="hidden" name="notification_type" value=before.code()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

/// What every form of a person sends along.
fn hidden(who: &Person, site: Option<SiteId>) -> AnyView {
    let link = who.affiliation.map(|id| id.to_string()).unwrap_or_default();
    let site = site.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <input type="hidden" name="affiliation" value=link/>
        <input type="hidden" name="version" value=who.version/>
        <input type="hidden" name="site" value=site/>
    }
    .into_any()
}

/// Documents of which site: a form that asks for this page again.
fn sites(w: Words, shown: &Shown) -> AnyView {
    let sites: Vec<_> = shown.side.sites.iter().filter(|site| !site.inactive).collect();
    if sites.is_empty() {
        return ().into_any();
    }
    let options = sites.into_iter().map(|site| {
        let chosen = shown.site == Some(site.id);
        view! { <option value=site.id.to_string() selected=chosen>{site.label.clone()}</option> }
    });
    view! {
        <search>
            <form method="get" action=path(shown.client.id, None) class="filters">
                <div class="field">
                    <label for="f-adresse">{w.receives_site()}</label>
                    <select class="input" id="f-adresse" name="adresse">
                        <option value="">{w.receives_site_none()}</option>
                        {options.collect_view()}
                    </select>
                </div>
                <button type="submit" class="btn">{w.receives_show()}</button>
            </form>
        </search>
    }
    .into_any()
}

/// Kinds that nobody receives.
fn missing(w: Words, shown: &Shown) -> AnyView {
    let lost = shown.columns.iter().filter(|column| column.answer.recipients().is_empty());
    let lost: Vec<String> = lost.map(|column: &Column| kinds_name(w, &column.kinds)).collect();
    if lost.is_empty() || shown.nobody() {
        return ().into_any();
    }
    view! { <Banner><Icon symbol=Symbol::Warn/><span>{w.receives_missing(&lost.join(", "))}</span></Banner> }.into_any()
}
