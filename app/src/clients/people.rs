//! The block « Contacts » of the card: the first five, with their stars.

use super::api::ClientCard;
use crate::{
    contacts::{PersonStar, person_name},
    ui::{Empty, MailCell, Tag, dotted, is_hidden, notification_name},
    words::words,
};
use leptos::prelude::*;
use model::AffiliatedContact;

pub(super) fn people(card: &ClientCard) -> AnyView {
    if is_hidden("module.contacts") {
        return ().into_any();
    }
    let w = words();
    let id = card.head.client.id;
    if !card.head.may_have_contacts && card.people.is_empty() {
        return view! {
            <section class="block"><h2>{w.clients_contacts()}</h2><p class="meta">{w.contacts_kind_without()}</p></section>
        }
        .into_any();
    }
    let new = format!("/contacts/nouveau?client={id}");
    let may = card.head.may_have_contacts && card.head.client.inactive_at.is_none();
    let create = may.then(|| view! { <a class="btn small" href=new.clone()>{w.act_create()}</a> });
    let all = (card.head.contacts > 0)
        .then(|| view! { <a href=format!("/clients/{id}/contacts")>{w.act_see_all_n(card.head.contacts)}</a> });
    let body = if card.people.is_empty() {
        let add = may.then(|| view! { <a class="btn" href=new.clone()>{w.act_create()}</a> });
        view! { <Empty text=w.contacts_none_here()>{add}</Empty> }.into_any()
    } else {
        let rows = card.people.iter().cloned().map(row).collect_view();
        view! { <div class="table people"><table aria-label=w.clients_contacts()><tbody>{rows}</tbody></table></div> }
            .into_any()
    };
    view! {
        <section class="block">
            <div class="block-head"><h2>{w.clients_contacts()}</h2>{all}<span class="acts">{create}</span></div>
            {body}
        </section>
    }
    .into_any()
}

fn row(person: AffiliatedContact) -> AnyView {
    let w = words();
    let AffiliatedContact { contact, affiliation } = person.clone();
    let name = person_name(w, &contact);
    let site = affiliation.site.as_ref().map(|(_, label)| w.contacts_site_of(label)).unwrap_or_default();
    let sub = dotted([affiliation.function.as_str(), &site]);
    let inactive = contact.inactive_at.is_some();
    view! {
        <tr class:inactive=inactive>
            <td class="first tight"><PersonStar person/></td>
            <th scope="row" class="name">
                <a class="rowlink" href=format!("/contacts/{}", contact.id)>{name}</a>
                {(!sub.is_empty()).then(|| view! { <span class="sub">{sub}</span> })}
                {inactive.then(|| view! { " "<Tag text=w.state_inactive()/> })}
            </th>
            <MailCell email=contact.email/>
            <td>{notification_name(w, affiliation.notification_type)}</td>
        </tr>
    }
    .into_any()
}
