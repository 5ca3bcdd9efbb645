//! The table: a row for each address and person, a column for kinds that are received alike. On a phone each row is a card, and each
//! answer says its kinds.

use super::{Shown, api::NotifyAt, hidden, kinds_name, slot_name, why, why_not};
use crate::{
    ui::{Tag, Tone, dotted, notification_short},
    words::Words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use model::{
    EmailAddress, NotificationType,
    resolver::{Person, Verdict, Who},
};

pub(super) fn table(w: Words, shown: &Shown) -> AnyView {
    let heads = shown.columns.iter().map(|column| view! { <th scope="col">{kinds_name(w, &column.kinds)}</th> });
    let side = &shown.side;
    let slots = [(Who::Main, side.main.as_ref()), (Who::Billing, side.billing.as_ref())];
    let slots = slots.into_iter().map(|(who, address)| slot(w, shown, who, String::new(), address));
    let sites = side.sites.iter().filter(|site| !site.inactive || site.email.is_some());
    let sites = sites.map(|site| slot(w, shown, Who::Site(site.id), site.label.clone(), site.email.as_ref()));
    let people = side.people.iter().map(|who| person(w, shown, who));
    view! {
        <div class="table">
            <table class="receives">
                <thead>
                    <tr><th scope="col">{w.receives_who()}</th>{heads.collect_view()}<th scope="col">{w.contacts_notify()}</th></tr>
                </thead>
                <tbody>{slots.collect_view()}{sites.collect_view()}{people.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn slot(w: Words, shown: &Shown, who: Who, label: String, address: Option<&EmailAddress>) -> AnyView {
    let address = address.map(|address| view! { <span class="sub">{address.as_str().to_owned()}</span> });
    view! {
        <tr>
            <th scope="row" class="name">{slot_name(w, who, &label)}{address}</th>
            {answers(w, shown, who)}
            <td></td>
        </tr>
    }
    .into_any()
}

fn person(w: Words, shown: &Shown, who: &Person) -> AnyView {
    let site = who.site.and_then(|id| shown.side.sites.iter().find(|site| site.id == id));
    let site = site.map(|site| w.contacts_site_of(&site.label)).unwrap_or_default();
    let address = who.email.as_ref().map(EmailAddress::as_str).filter(|address| *address != who.name);
    let sub = dotted([address.unwrap_or_default(), &who.function, &site]);
    view! {
        <tr class:inactive=!who.active>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/contacts/{}", who.contact)>{called(w, who).to_owned()}</a>
                {(!sub.is_empty()).then(|| view! { <span class="sub">{sub}</span> })}
            </th>
            {answers(w, shown, Who::Person(who.contact))}
            <td>{receives(w, shown, who)}</td>
        </tr>
    }
    .into_any()
}

/// The name, or what stands for somebody without name and address.
pub(super) fn called(w: Words, who: &Person) -> &str {
    if who.name.is_empty() { w.contacts_gone() } else { &who.name }
}

fn answers(w: Words, shown: &Shown, who: Who) -> AnyView {
    let cells = shown.columns.iter().map(|column| {
        let verdict = column.answer.of(who).map(|line| line.verdict);
        let (mark, reason) = match verdict {
            Some(Verdict::In(reason)) => (view! { <Tag text=w.receives_yes() tone=Tone::Ok/> }.into_any(), why(w, reason)),
            Some(Verdict::Out(reason)) => (view! { <span class="meta">{w.receives_no()}</span> }.into_any(), why_not(w, reason)),
            None => (().into_any(), String::new()),
        };
        view! { <td><span class="sub narrow">{kinds_name(w, &column.kinds)}</span>{mark}<span class="sub">{reason}</span></td> }
    });
    cells.collect_view().into_any()
}

/// What it receives by itself, to change in place.
fn receives(w: Words, shown: &Shown, who: &Person) -> AnyView {
    let options = NotificationType::ALL.iter().map(|kind| {
        let chosen = *kind == who.notification_type;
        view! { <option value=kind.code() selected=chosen>{notification_short(w, *kind)}</option> }
    });
    let name = called(w, who);
    view! {
        <form method="post" action=NotifyAt::PATH class="line">
            {hidden(who, shown.site)}
            <select class="input" name="notification_type" aria-label=w.receives_type_of(name)>{options.collect_view()}</select>
            <button type="submit" class="btn small" aria-label=w.receives_save_of(name)>{w.act_save()}</button>
        </form>
    }
    .into_any()
}
