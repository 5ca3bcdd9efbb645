//! E7: the sites of a client, each with the person in charge and the contacts tied to it.

use super::api::{ClientSites, LoadClientSites, deactivate_site, reactivate_site, remove_site, restore_site};
use crate::{
    clients::{frame, place_lines},
    contacts::{act, person_name},
    ui::{Empty, Icon, MailLink, Menu, MenuLink, PhoneLink, Symbol, Tag, loaded, use_id},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{AffiliatedContact, ClientId, Phone, Site, SiteDraft};

/// `/clients/{id}/adresses`
#[component]
pub fn SitesPage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let sites = ask(move || Ok(LoadClientSites { id: id()? }));
    let changed = Callback::new(move |()| sites.again());
    loaded(sites, move |data| page(data, changed))
}

fn page(data: ClientSites, changed: Callback<()>) -> AnyView {
    let w = words();
    let new = format!("/clients/{}/adresses/nouvelle", data.head.client.id);
    let body = if data.sites.is_empty() {
        view! { <Empty text=w.sites_none()><a class="btn primary" href=new>{w.sites_new()}</a></Empty> }.into_any()
    } else {
        let people = data.people;
        let cards = data
            .sites
            .into_iter()
            .map(|(site, whole)| {
                let tied = people.iter().filter(|p| p.affiliation.site.as_ref().is_some_and(|(id, _)| *id == site.id));
                let tied = tied.cloned().collect();
                card(site, whole, tied, changed)
            })
            .collect_view();
        view! {
            <div class="block-head"><span class="acts"><a class="btn primary" href=new><Icon symbol=Symbol::Plus/>{w.sites_new()}</a></span></div>
            <ul class="sites">{cards}</ul>
        }
        .into_any()
    };
    view! { {frame(&data.head, changed)}<section class="block">{body}</section> }.into_any()
}

fn card(site: Site, whole: SiteDraft, people: Vec<AffiliatedContact>, changed: Callback<()>) -> AnyView {
    let w = words();
    let place = place_lines(&site.place);
    let map = (!place.is_empty()).then(|| {
        let mut to = crate::clients::query::Query::new("https://www.openstreetmap.org/search");
        to.add("query", &place.replace('\n', ", "));
        view! { <a href=to.0 target="_blank" rel="noreferrer external">{w.sites_map()}</a> }
    });
    let text = |value: &str| (!value.is_empty()).then(|| value.to_owned());
    let phone = text(&site.phone).map(|number| {
        let phone = Phone { label: String::new(), number };
        view! { <dt>{w.sites_phone()}</dt><dd><PhoneLink phone/></dd> }
    });
    let tied = people
        .iter()
        .map(|p| view! { <span class="at"><a href=format!("/contacts/{}", p.contact.id)>{person_name(w, &p.contact)}</a></span> })
        .collect_view();
    view! {
        <li class="site" class:inactive=site.inactive_at.is_some()>
            <div class="block-head">
                <h2>{site.label.clone()}</h2>
                {site.inactive_at.map(|_| view! { <Tag text=w.sites_inactive()/> })}
                <span class="acts">{menu(&site, whole, changed)}</span>
            </div>
            <dl class="facts">
                {text(&place).map(|place| view! { <dt>{w.field_site()}</dt><dd class="lines">{place}{"\n"}{map}</dd> })}
                {text(&site.person).map(|person| view! { <dt>{w.sites_person()}</dt><dd>{person}</dd> })}
                {phone}
                {site.email.clone().map(|email| view! { <dt>{w.field_email()}</dt><dd><MailLink email/></dd> })}
                {text(&site.extra).map(|extra| view! { <dt>{w.sites_extra()}</dt><dd class="lines">{extra}</dd> })}
                {(!people.is_empty()).then(|| view! { <dt>{w.sites_people()}</dt><dd>{tied}</dd> })}
            </dl>
        </li>
    }
    .into_any()
}

fn menu(site: &Site, whole: SiteDraft, changed: Callback<()>) -> AnyView {
    let w = words();
    let (id, client, name) = (site.id, site.client_id, site.label.clone());
    let edit = format!("/clients/{client}/adresses/{id}");
    let inactive = site.inactive_at.is_some();
    let activity = if inactive {
        act(
            w.act_reactivate(),
            None,
            changed,
            w.sites_reactivated(&name),
            move || Box::pin(reactivate_site(id)),
            move || Box::pin(deactivate_site(id)),
        )
    } else {
        act(
            w.act_deactivate(),
            None,
            changed,
            w.sites_deactivated(&name),
            move || Box::pin(deactivate_site(id)),
            move || Box::pin(reactivate_site(id)),
        )
    };
    let delete = act(
        w.act_delete(),
        Some(Symbol::Trash),
        changed,
        w.sites_removed(&name),
        move || Box::pin(remove_site(id)),
        move || Box::pin(restore_site(client, whole.clone(), inactive)),
    );
    view! {
        <Menu id=format!("site-{id}") label=w.act_more_about(&name)>
            <MenuLink label=w.act_edit() href=edit symbol=Symbol::Write/>
            {activity}
            {delete}
        </Menu>
    }
    .into_any()
}
