//! E4: the card of a client, tab « Données ».

use super::{
    api::{ClientCard, LoadClientCard},
    consent::consent_line,
    frame::frame,
    people::people,
    place_lines,
};
use crate::{
    history::last_sends,
    ui::{MailLink, PhoneLink, is_hidden, language_name, loaded, titled_name, use_id},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{Client, ClientId, Consent};

/// `/clients/{id}`
#[component]
pub fn ClientPage() -> AnyView {
    let id = use_id::<ClientId>("id");
    let card = ask(move || Ok(LoadClientCard { id: id()? }));
    let changed = Callback::new(move |()| card.again());
    loaded(card, move |data| page(data, changed))
}

fn page(card: ClientCard, changed: Callback<()>) -> AnyView {
    view! {
        {frame(&card.head, changed)}
        <div class="stack">
            {facts(&card.head.client, card.consent.clone())}
            {people(&card)}
        </div>
        {last_sends(card.sends, None)}
    }
    .into_any()
}

fn facts(client: &Client, consent: Option<Consent>) -> AnyView {
    let w = words();
    let main = &client.main;
    let name = titled_name(w, main.civility, &main.first_name, &main.last_name);
    let phones = main
        .phones
        .iter()
        .enumerate()
        .map(|(at, phone)| {
            let dot = (at > 0).then_some(" · ");
            view! { {dot}<PhoneLink phone=phone.clone()/> }
        })
        .collect_view();
    let text = |label: &'static str, value: Option<String>| {
        value.filter(|v| !v.is_empty()).map(|value| view! { <dt>{label}</dt><dd class="lines">{value}</dd> })
    };
    let mail = |label: &'static str, email: &Option<String>| {
        email.clone().map(|email| view! { <dt>{label}</dt><dd><MailLink email/></dd> })
    };
    view! {
        <section class="block">
            <h2>{w.clients_main()}</h2>
            <dl class="facts">
                {text(w.clients_main_name(), name)}
                {mail(w.field_email(), &main.email)}
                {(!main.phones.is_empty()).then(|| view! { <dt>{w.field_phones()}</dt><dd>{phones}</dd> })}
                {text(w.consent_title(), main.email.is_some().then(|| consent_line(consent)))}
                {mail(w.clients_billing(), &client.billing_email)}
                {text(w.clients_family(), client.family.as_ref().map(|(_, name)| name.clone()))}
                {text(w.clients_place(), Some(place_lines(&client.place)))}
                {text(w.field_language(), (!is_hidden("client.language")).then(|| language_name(w, client.language).to_owned()))}
                {text(w.field_note(), Some(client.note.clone()))}
            </dl>
        </section>
    }
    .into_any()
}
