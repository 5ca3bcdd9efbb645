//! E6: the card of a contact: how to reach it, where it belongs, what it was sent.

use super::{
    api::{ContactCard, LoadContactCard, deactivate_contact, reactivate_contact, remove_contact, restore_contact},
    links::links,
    person_name,
    row::act,
};
use crate::{
    clients::consent_line,
    compose::ComposeZone,
    history::last_sends,
    ui::{
        Banner, Head, Icon, MailLink, Menu, PhoneLink, Symbol, Tag, Tone, heard, is_hidden, language_name, loaded,
        titled_name, use_id,
    },
    wire::ask,
    words::words,
};
use leptos::{ev::MouseEvent, prelude::*};
use model::{Consent, Contact, ContactId};

/// `/contacts/{id}`
#[component]
pub fn ContactPage() -> AnyView {
    let id = use_id::<ContactId>("id");
    let card = ask(move || Ok(LoadContactCard { id: id()? }));
    let changed = Callback::new(move |()| card.again());
    loaded(card, move |data| page(data, changed))
}

fn page(card: ContactCard, changed: Callback<()>) -> AnyView {
    let w = words();
    let ContactCard { contact, affiliations, consent, sends, older, stays_inactive, reactivated, came_back } = card;
    let all = older.then(|| format!("/contacts/{}/historique", contact.id));
    let sends = last_sends(sends, all);
    if contact.erased_at.is_some() {
        return gone(contact, sends);
    }
    let inactive = contact.inactive_at.is_some();
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned())];
    let (state, tone) = if inactive { (w.state_inactive(), Tone::Plain) } else { (w.state_active(), Tone::Ok) };
    let note = inactive.then(|| {
        let why = stays_inactive.then(|| view! { <span>{w.contacts_stays_inactive()}</span> });
        view! { <Banner><Icon symbol=Symbol::Warn/><span>{w.contacts_inactive_note()}</span>{why}</Banner> }
    });
    let doubt = came_back.map(|(batch, hard)| {
        let why = if hard { w.contacts_came_back() } else { w.contacts_came_back_soft() };
        view! { <Banner><Icon symbol=Symbol::Warn/><span>{why}</span><a href=format!("/envois/{batch}")>{w.contacts_came_back_send()}</a></Banner> }
    });
    let done = reactivated.then(|| just_reactivated(&contact));
    // P26: a zone above the page; without the wasm the links lead to the page of its own.
    let writing = RwSignal::new(false);
    let acts = acts(&contact, stays_inactive, writing, changed);
    view! {
        <Head title=person_name(w, &contact) crumbs><Tag text=state tone/>{acts}</Head>
        {done}
        {note}
        {doubt}
        <div class="stack">
            {reach(&contact, writing)}
            {facts(&contact, consent)}
            {links(&contact, affiliations, changed)}
        </div>
        {sends}
        <ComposeZone contact=contact.id client=None open=writing/>
    }
    .into_any()
}

/// What a toast says and offers where there is the wasm.
fn just_reactivated(contact: &Contact) -> AnyView {
    let w = words();
    view! {
        <div class="note" role="status">
            <form method="post" action="/api/contacts/deactivate" class="line">
                <span>{w.contacts_reactivated(&person_name(w, contact))}</span>
                <input type="hidden" name="id" value=contact.id.to_string()/>
                <button type="submit" class="btn small">{w.act_undo()}</button>
            </form>
        </div>
    }
    .into_any()
}

fn acts(contact: &Contact, stays_inactive: bool, writing: RwSignal<bool>, changed: Callback<()>) -> AnyView {
    let w = words();
    let (id, name, inactive) = (contact.id, person_name(w, contact), contact.inactive_at.is_some());
    let activity = match (inactive, stays_inactive) {
        (true, true) => ().into_any(),
        (true, false) => act(
            w.act_reactivate(),
            None,
            changed,
            w.contacts_reactivated(&name),
            move || Box::pin(reactivate_contact(id)),
            move || Box::pin(deactivate_contact(id)),
        ),
        (false, _) => act(
            w.act_deactivate(),
            None,
            changed,
            w.contacts_deactivated(&name),
            move || Box::pin(deactivate_contact(id)),
            move || Box::pin(reactivate_contact(id)),
        ),
    };
    let delete = act(
        w.act_delete(),
        Some(Symbol::Trash),
        changed,
        w.contacts_deleted(&name),
        move || Box::pin(remove_contact(id)),
        move || Box::pin(restore_contact(id)),
    );
    let write = (!inactive && contact.email.is_some()).then(|| {
        let open = move |e: MouseEvent| {
            e.prevent_default();
            writing.set(true);
        };
        view! {
            <a role="menuitem" href=format!("/ecrire?contact={id}") on:click=heard(open)><Icon symbol=Symbol::Mail/>{w.contacts_write()}</a>
        }
    });
    view! {
        <div class="acts">
            <a class="btn" href=format!("/contacts/{id}/modifier")>{w.act_edit()}</a>
            <Menu id="contact-menu" label=w.act_more_about(&name)>{write}{activity}{delete}</Menu>
        </div>
    }
    .into_any()
}

/// On a phone the first thing wanted, as large as thumbs: call, text, write, share (`.reach`). What is not possible is left out.
fn reach(contact: &Contact, writing: RwSignal<bool>) -> AnyView {
    let w = words();
    let number = contact.phones.first().map(model::Phone::dialled);
    let call = number.clone().map(|number| {
        view! {
            <a class="btn" href=format!("tel:{number}")><Icon symbol=Symbol::Phone/>{w.contacts_call()}</a>
            <a class="btn" href=format!("sms:{number}")><Icon symbol=Symbol::Write/>{w.contacts_text()}</a>
        }
    });
    let write = contact.email.as_ref().filter(|_| contact.active()).map(|_| {
        let href = format!("/ecrire?contact={}", contact.id);
        let open = move |e: MouseEvent| {
            e.prevent_default();
            writing.set(true);
        };
        view! { <a class="btn primary" href=href on:click=heard(open)><Icon symbol=Symbol::Mail/>{w.nav_write()}</a> }
    });
    let card = format!("/contacts/{}/carte.vcf", contact.id);
    view! {
        <div class="line reach">
            {call}
            {write}
            <a class="btn" href=card rel="external"><Icon symbol=Symbol::Person/>{w.contacts_share()}</a>
        </div>
    }
    .into_any()
}

fn facts(contact: &Contact, consent: Option<Consent>) -> AnyView {
    let w = words();
    let name = titled_name(w, contact.civility, &contact.first_name, &contact.last_name);
    let name = name.map(|name| view! { <dt>{w.contacts_name()}</dt><dd>{name}</dd> });
    let email = contact.email.clone().map(|email| view! { <dt>{w.field_email()}</dt><dd><MailLink email/></dd> });
    let phones =
        contact.phones.iter().cloned().map(|phone| view! { <span class="at"><PhoneLink phone/></span> }).collect_view();
    let language = (!is_hidden("contact.language"))
        .then(|| view! { <dt>{w.field_language()}</dt><dd>{language_name(w, contact.language)}</dd> });
    let promotions =
        contact.email.is_some().then(|| view! { <dt>{w.consent_title()}</dt><dd>{consent_line(consent)}</dd> });
    let note = (!contact.note.is_empty())
        .then(|| view! { <dt>{w.field_note()}</dt><dd class="lines">{contact.note.clone()}</dd> });
    view! {
        <section class="block">
            <h2>{w.contacts_identity()}</h2>
            <dl class="facts">
                {name}
                {email}
                {(!contact.phones.is_empty()).then(|| view! { <dt>{w.field_phones()}</dt><dd>{phones}</dd> })}
                {language}
                {promotions}
                {note}
            </dl>
        </section>
    }
    .into_any()
}

/// P06: what is left of a deleted contact.
fn gone(contact: Contact, sends: AnyView) -> AnyView {
    let w = words();
    let crumbs = vec![(w.contacts_title().to_owned(), "/contacts".to_owned())];
    view! {
        <Head title=person_name(w, &contact) crumbs/>
        <div class="stack"><p class="note">{w.contacts_gone_note()}</p></div>
        {sends}
    }
    .into_any()
}
