//! The clients of a contact, with what it does and receives at each, and those it left (P03).

use super::{
    api::{end_affiliation, resume_affiliation},
    row::{act, acting, leaving},
    star::PersonStar,
};
use crate::{
    facts::use_facts,
    ui::{Button, Menu, MenuLink, Symbol, Tag, day_text, dotted, notification_name},
    words::words,
};
use leptos::{ev::MouseEvent, prelude::*};
use model::{AffiliatedContact, Affiliation, Contact, Moment};

/// `changed` is called when one ended or lives again.
pub(super) fn links(contact: &Contact, affiliations: Vec<Affiliation>, changed: Callback<()>) -> AnyView {
    let w = words();
    let (live, ended): (Vec<_>, Vec<_>) = affiliations.into_iter().partition(|a| a.ended_at.is_none());
    let none = live.is_empty().then(
        || view! { <p class="none">{w.contacts_no_link()}" "<a href="/clients">{w.contacts_choose_client()}</a></p> },
    );
    let live = live.into_iter().map(|a| live_line(contact.clone(), a, changed)).collect_view();
    let name = super::person_name(w, contact);
    let ended = ended.into_iter().map(|a| ended_line(&name, a, changed)).collect_view();
    view! {
        <section class="block">
            <h2>{w.contacts_at()}</h2>
            {none}
            <ul class="rows">{live}{ended}</ul>
        </section>
    }
    .into_any()
}

fn live_line(contact: Contact, affiliation: Affiliation, changed: Callback<()>) -> AnyView {
    let w = words();
    let (id, client, label) = (affiliation.id, affiliation.client_id, affiliation.client_label.clone());
    let name = super::person_name(w, &contact);
    let site = affiliation.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let kind = notification_name(w, affiliation.notification_type);
    let sub = dotted([affiliation.function.as_str(), &site, kind, &w.contacts_since_day(&day(affiliation.since))]);
    let inactive = affiliation.client_inactive.then(|| view! { <Tag text=w.state_inactive()/> });
    let edit = format!("/contacts/{}/modifier?client={client}", contact.id);
    let leave = leaving(contact.id, client);
    let end = act(
        w.contacts_end(),
        None,
        changed,
        w.contacts_ended_toast(&name, &label),
        move || Box::pin(end_affiliation(id)),
        move || Box::pin(resume_affiliation(id)),
    );
    view! {
        <li>
            <PersonStar person=AffiliatedContact { contact, affiliation }/>
            <span class="grow">
                <a class="rowlink" href=format!("/clients/{client}")>{label.clone()}</a>" "{inactive}
                <span class="sub">{sub}</span>
            </span>
            <Menu id=format!("link-{id}") label=w.act_more_about(&label)>
                <MenuLink label=w.act_edit() href=edit symbol=Symbol::Write/>
                {end}
                {leave}
            </Menu>
        </li>
    }
    .into_any()
}

fn ended_line(name: &str, affiliation: Affiliation, changed: Callback<()>) -> AnyView {
    let w = words();
    let label = affiliation.client_label.clone();
    let press = resuming(name, &affiliation, changed);
    let until = affiliation.ended_at.map(|at| w.contacts_until(&day(affiliation.since), &day(at)));
    view! {
        <li class="past">
            <span class="grow">
                <a class="rowlink" href=format!("/clients/{}", affiliation.client_id)>{affiliation.client_label}</a>" "
                <Tag text=w.contacts_ended()/>
                <span class="sub">{until}</span>
            </span>
            <Button label=w.contacts_resume().to_owned() name=w.contacts_resume_for(&label) small=true press/>
        </li>
    }
    .into_any()
}

/// « Rattacher de nouveau »: the affiliation lives again, which is said and can be undone.
pub(super) fn resuming(name: &str, ended: &Affiliation, changed: Callback<()>) -> Callback<MouseEvent> {
    let id = ended.id;
    let done = words().contacts_resumed(name, &ended.client_label);
    acting(changed, done, move || Box::pin(resume_affiliation(id)), move || Box::pin(end_affiliation(id)))
}

fn day(at: Moment) -> String {
    day_text(words(), use_facts().zone.local(at))
}
