//! What a departure did, with its undo; and that it is undone.

use super::{api::TakeBackDeparture, load::Outcome, missing, refused};
use crate::{
    contacts::person_name,
    ui::{Crumb, Head, dotted, notification_name},
    wire::came_back,
    words::{Words, words},
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{Affiliation, ClientId, Contact, Succession};

pub(super) fn page(outcome: Outcome) -> AnyView {
    let w = words();
    let Outcome { contact, host, departure, successor, missed } = outcome;
    let name = person_name(w, &contact);
    let begun = departure.begun.as_ref();
    let mut told = vec![w.departure_done_ended(&host.label)];
    told.extend(begun.map(|begun| began(w, begun)));
    let mut careful: Vec<String> = missing(w, &host, missed).into_iter().map(Into::into).collect();
    if let Some((succession, successor)) = departure.succession.as_ref().zip(successor.as_ref()) {
        let successor = person_name(w, successor);
        told.extend(taken_over(w, &successor, succession));
        careful.extend(elsewhere(w, &successor, &departure.ended, &succession.affiliation));
    }
    let lines = |texts: Vec<String>| texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view();
    let careful = (!careful.is_empty()).then(|| {
        view! { <div class="note warn"><p>{w.departure_careful()}</p><ul class="plain">{lines(careful)}</ul></div> }
    });
    let there = begun.map(|begun| {
        let href = format!("/clients/{}/contacts", begun.client_id);
        view! { <a class="btn" href=href>{w.departure_to_contacts(&begun.client_label)}</a> }
    });
    view! {
        <Head title=w.departure_done_title(&name, &host.label) crumbs=crumbs(w, host.id, &host.label)/>
        <div class="stack">
            {refused(came_back(TakeBackDeparture::PATH))}
            <div class="note" role="status">
                <ul class="plain">{lines(told)}</ul>
                <form method="post" action=TakeBackDeparture::PATH class="line">
                    <input type="hidden" name="departure" value=departure.id.to_string()/>
                    <button type="submit" class="btn">{w.departure_undo()}</button>
                </form>
            </div>
            {careful}
            <div class="line">
                <a class="btn" href=format!("/clients/{}/contacts", host.id)>{w.departure_to_contacts(&host.label)}</a>
                <a class="btn" href=format!("/contacts/{}", contact.id)>{w.contacts_open(&name)}</a>
                {there}
            </div>
        </div>
    }
    .into_any()
}

fn crumbs(w: Words, client: ClientId, label: &str) -> Vec<Crumb> {
    let contacts = format!("/clients/{client}/contacts");
    vec![(w.clients_title().to_owned(), "/clients".to_owned()), (label.to_owned(), contacts)]
}

fn began(w: Words, begun: &Affiliation) -> String {
    let star = if begun.starred_at.is_some() { w.contacts_starred() } else { "" };
    w.departure_done_begun(&dotted([begun.client_label.as_str(), &begun.function, star]))
}

/// What who took over has gained.
fn taken_over(w: Words, name: &str, succession: &Succession) -> Vec<String> {
    let Succession { affiliation, receives_more, starred, function } = succession;
    let kind = notification_name(w, affiliation.notification_type);
    let gained = [
        receives_more.then(|| w.departure_done_receives(name, kind)),
        starred.then(|| w.departure_done_starred(name)),
        function.then(|| w.departure_done_function(name)),
    ];
    let gained: Vec<String> = gained.into_iter().flatten().collect();
    if gained.is_empty() { vec![w.departure_done_nothing(name)] } else { gained }
}

/// Who is tied to another site does not receive what concerned the one of who left (P31).
fn elsewhere(w: Words, name: &str, left: &Affiliation, successor: &Affiliation) -> Option<String> {
    let (id, label) = successor.site.as_ref()?;
    let same = left.site.as_ref().is_some_and(|(site, _)| site == id);
    (!same).then(|| w.departure_other_site(name, label))
}

pub(super) fn taken_back(contact: &Contact, client: Option<(ClientId, String)>) -> AnyView {
    let w = words();
    let name = person_name(w, contact);
    let crumbs = match &client {
        Some((id, label)) => crumbs(w, *id, label),
        None => vec![(w.contacts_title().to_owned(), "/contacts".to_owned())],
    };
    let there = client.map(|(id, label)| {
        let href = format!("/clients/{id}/contacts");
        view! { <a class="btn" href=href>{w.departure_to_contacts(&label)}</a> }
    });
    view! {
        <Head title=w.departure_undone_title(&name) crumbs/>
        <div class="stack">
            <div class="note" role="status"><p>{w.departure_undone()}</p></div>
            <div class="line">
                {there}
                <a class="btn" href=format!("/contacts/{}", contact.id)>{w.contacts_open(&name)}</a>
            </div>
        </div>
    }
    .into_any()
}
