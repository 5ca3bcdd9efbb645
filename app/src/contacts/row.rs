//! One person in a client's table of contacts, with what can be done from there.

use super::{
    PersonStar,
    api::{
        deactivate_contact, end_affiliation, reactivate_contact, remove_contact, restore_contact, resume_affiliation,
    },
    person_name,
};
use crate::{
    error::AppError,
    ui::{
        Icon, MailCell, Menu, MenuItem, MenuLink, PhoneCell, Symbol, Tag, dotted, error_sentence, notification_short,
        use_toasts,
    },
    words::words,
};
use leptos::{ev::MouseEvent, prelude::*};
use model::{AffiliatedContact, ClientId, ContactId};
use std::{future::Future, pin::Pin};

/// `gone` while the search leaves it out; `changed` is called when the list is no longer what it was.
pub(super) fn row(person: AffiliatedContact, gone: Signal<bool>, changed: Callback<()>) -> AnyView {
    let w = words();
    let AffiliatedContact { contact, affiliation } = person.clone();
    let name = person_name(w, &contact);
    let inactive = contact.inactive_at.is_some();
    let email = contact.email.clone().filter(|email| *email != name);
    let phone = contact.phones.first().cloned();
    let site = affiliation.site.as_ref().map(|(_, label)| label.clone()).unwrap_or_default();
    let notified = notification_short(w, affiliation.notification_type);
    let known_as = dotted([affiliation.function.as_str(), notified, &site]);
    view! {
        <tr class:inactive=inactive class:gone=move || gone.get()>
            <td class="first tight"><PersonStar person=person.clone()/></td>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/contacts/{}", contact.id)>{name}<span class="sub narrow">{known_as}</span></a>
                {inactive.then(|| view! { " "<Tag text=w.state_inactive()/> })}
            </th>
            <td class="broad">{affiliation.function.clone()}</td>
            <MailCell email/>
            <PhoneCell phone/>
            <td class="broad">{notified}</td>
            <td class="broad">{site}</td>
            <td class="last tight">{menu(person, changed)}</td>
        </tr>
    }
    .into_any()
}

fn menu(person: AffiliatedContact, changed: Callback<()>) -> AnyView {
    let w = words();
    let AffiliatedContact { contact, affiliation } = person;
    let (id, link, name) = (contact.id, affiliation.id, person_name(w, &contact));
    let inactive = contact.inactive_at.is_some();
    let (client, at) = (affiliation.client_label.clone(), affiliation.client_id);
    let write = (!inactive && contact.email.is_some()).then(|| {
        let href = format!("/ecrire?client={at}&contact={id}");
        view! { <MenuLink label=w.contacts_write() href symbol=Symbol::Mail/> }
    });
    let activity = if inactive {
        act(
            w.act_reactivate(),
            None,
            changed,
            w.contacts_reactivated(&name),
            move || Box::pin(reactivate_contact(id)),
            move || Box::pin(deactivate_contact(id)),
        )
    } else {
        act(
            w.act_deactivate(),
            None,
            changed,
            w.contacts_deactivated(&name),
            move || Box::pin(deactivate_contact(id)),
            move || Box::pin(reactivate_contact(id)),
        )
    };
    let end = act(
        w.contacts_end(),
        None,
        changed,
        w.contacts_ended_toast(&name, &client),
        move || Box::pin(end_affiliation(link)),
        move || Box::pin(resume_affiliation(link)),
    );
    let delete = act(
        w.act_delete(),
        Some(Symbol::Trash),
        changed,
        w.contacts_deleted(&name),
        move || Box::pin(remove_contact(id)),
        move || Box::pin(restore_contact(id)),
    );
    view! {
        <Menu id=format!("person-{link}") label=w.act_more_about(&name)>
            <MenuLink label=w.act_edit() href=format!("/contacts/{id}/modifier?client={at}") symbol=Symbol::Write/>
            {write}
            <hr/>
            {activity}
            {end}
            {leaving(id, at)}
            {delete}
        </Menu>
    }
    .into_any()
}

/// « A quitté l'entreprise… » (P03): a page of the server alone.
pub(super) fn leaving(contact: ContactId, client: ClientId) -> AnyView {
    let href = format!("/contacts/{contact}/depart?client={client}");
    view! { <a role="menuitem" href=href rel="external">{words().contacts_left()}</a> }.into_any()
}

/// One request to the server.
pub(crate) type Request = Pin<Box<dyn Future<Output = Result<(), AppError>>>>;

/// An entry of a menu that does something at once, says so, and can be undone.
pub(crate) fn act(
    label: &'static str,
    symbol: Option<Symbol>,
    changed: Callback<()>,
    done: String,
    run: impl Fn() -> Request + Send + Sync + 'static,
    undo: impl Fn() -> Request + Send + Sync + Clone + 'static,
) -> AnyView {
    let danger = symbol == Some(Symbol::Trash);
    let press = acting(changed, done, run, undo);
    match symbol {
        Some(symbol) => view! { <MenuItem label=label.to_owned() symbol danger press/> }.into_any(),
        None => view! { <MenuItem label=label.to_owned() press/> }.into_any(),
    }
}

/// The press of a button that does something at once, says so, and can be undone.
pub(super) fn acting(
    changed: Callback<()>,
    done: String,
    run: impl Fn() -> Request + Send + Sync + 'static,
    undo: impl Fn() -> Request + Send + Sync + Clone + 'static,
) -> Callback<MouseEvent> {
    let toasts = use_toasts();
    Callback::new(move |_| {
        let (running, undo, done) = (run(), undo.clone(), done.clone());
        leptos::task::spawn_local(async move {
            if let Err(error) = running.await {
                return toasts.trouble(trouble(&error));
            }
            changed.try_run(());
            toasts.say_undoable(done, move || {
                let undoing = undo();
                leptos::task::spawn_local(async move {
                    match undoing.await {
                        Ok(()) => drop(changed.try_run(())),
                        Err(error) => toasts.trouble(trouble(&error)),
                    }
                });
            });
        });
    })
}

/// Says where it was asked for why it was not done.
pub(super) fn refused(error: &AppError) -> AnyView {
    let text = trouble(error);
    view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> }.into_any()
}

/// What the store refuses here has words of its own.
pub(super) fn trouble(error: &AppError) -> String {
    let w = words();
    match error {
        AppError::NotPossible(why) if why.contains("clients of the contact") => w.contacts_stays_inactive().into(),
        AppError::NotPossible(why) if why.contains("client is inactive") => w.contacts_client_inactive().into(),
        AppError::NotPossible(why) if why.contains("kind of client") => w.contacts_kind_without().into(),
        AppError::NotPossible(why) if why.contains("tied to the site") => w.sites_in_use().into(),
        error => error_sentence(w, error),
    }
}
