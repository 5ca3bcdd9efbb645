//! One address of a send: its state, why, and what one can do about it.

use super::{
    correct::{CorrectForm, Settle},
    reason::{came_back, reason, server_said},
    state::state_tag,
};
use crate::{
    facts::use_user,
    ui::{Tag, When},
    words::words,
};
use leptos::prelude::*;
use model::{
    BatchId, ClientId, DocumentId, UserRole,
    delivery::DeliveryState,
    recipients::Role,
    send::{DeliveryView, Shown},
};

/// A line of the result.
#[component]
pub fn DeliveryLine(
    /// What it belongs to.
    batch: BatchId,
    /// The address and what it came to.
    delivery: DeliveryView,
    /// The client it was for.
    client: Option<(ClientId, String)>,
    /// The documents that its mail carries, among mails of several: where they are, and their numbers.
    documents: Vec<(DocumentId, String)>,
    /// After an act: the page asks again.
    changed: Callback<()>,
) -> AnyView {
    let w = words();
    let (text, tone) = state_tag(delivery.shown());
    let name = reader(&delivery);
    let address = (!delivery.name.is_empty()).then(|| view! { <span class="meta">{delivery.address.clone()}</span> });
    let role = match delivery.role {
        Role::To => None,
        Role::Cc => Some(w.sends_role_cc()),
        Role::Bcc => Some(w.sends_role_bcc()),
    };
    let marks = [role, delivery.self_copy.then(|| w.sends_self_copy()), delivery.dup_risk.then(|| w.sends_dup_risk())];
    let marks = marks.into_iter().flatten().map(|mark| view! { <span class="tag">{mark}</span> }).collect_view();
    let documents: Vec<_> = documents
        .into_iter()
        .map(|(id, number)| view! { <a href=format!("/documents/{id}") rel="external">{number}</a>" " })
        .collect();
    let said = server_said(&delivery);
    let said = (!said.is_empty() && !matches!(delivery.shown(), Shown::Sent | Shown::TestMailbox))
        .then(|| w.sends_server_said(&said));
    let tries = (!delivery.phase.is_empty()).then(|| {
        let (href, label) = (format!("/envois/{batch}/{}", delivery.id), w.sends_tries_of(&name));
        view! { <p><a class="btn quiet small" href=href rel="external" aria-label=label>{w.sends_tries()}</a></p> }
    });
    view! {
        <li class="delivery">
            <div class="top">
                <b>{name.clone()}</b>
                {address}
                {marks}
                {documents}
                <Tag text tone/>
            </div>
            {when(&delivery)}
            {reason(w, &delivery).map(|why| view! { <p>{why}</p> })}
            {said.map(|said| view! { <p class="meta said">{said}</p> })}
            {blocked(&delivery)}
            {tries}
            {acts(delivery, client, name, changed)}
        </li>
    }
    .into_any()
}

/// Whom it is for: their name, else the address; of who was deleted there is neither (P06).
pub(super) fn reader(delivery: &DeliveryView) -> String {
    let known = [&delivery.name, &delivery.address].into_iter().find(|text| !text.is_empty());
    known.map_or_else(|| words().contacts_gone().to_owned(), String::clone)
}

fn when(delivery: &DeliveryView) -> AnyView {
    let w = words();
    match (delivery.shown(), delivery.sent_at) {
        (Shown::Sent, Some(at)) => {
            let said = if delivery.taken_as_sent() { w.sends_taken_at() } else { w.sends_sent_at() };
            view! { <p class="meta">{said}" "<When at/></p> }.into_any()
        }
        (Shown::Bounced | Shown::Uncertain, _) if came_back(delivery).is_some() => {
            let back = came_back(delivery).map(|bounce| view! { " · "{w.sends_bounced_at()}" "<When at=bounce.at/> });
            let at = delivery.sent_at.map(|at| view! { {w.sends_sent_at()}" "<When at/> });
            view! { <p class="meta">{at}{back}</p> }.into_any()
        }
        (Shown::TestMailbox, Some(at)) => view! { <p class="meta">{w.sends_mailbox_at()}" "<When at/></p> }.into_any(),
        (Shown::Deferred, _) => {
            let tries = w.sends_attempts(delivery.attempts);
            // None while nothing leaves.
            let next = (delivery.due_at.0 > 0).then(|| view! { ", "{w.sends_next_try()}" "<When at=delivery.due_at/> });
            view! { <p class="meta">{tries}{next}</p> }.into_any()
        }
        _ => ().into_any(),
    }
}

/// Where somebody who may decides about an address to which nothing is sent any more.
fn blocked(delivery: &DeliveryView) -> Option<AnyView> {
    let stopped =
        delivery.state == DeliveryState::Suppressed || came_back(delivery).is_some_and(|bounce| bounce.blocked);
    let may = stopped && use_user().is_some_and(|user| user.role == UserRole::Administrator);
    let link = || view! { <p><a class="btn small" href="/parametres/adresses-bloquees" rel="external">{words().settings_blocked()}</a></p> };
    may.then(|| link().into_any())
}

fn acts(delivery: DeliveryView, client: Option<(ClientId, String)>, name: String, changed: Callback<()>) -> AnyView {
    let w = words();
    if let Some((batch, address)) = &delivery.corrected_by {
        let text = w.sends_corrected_to(address);
        // What is wrong on a card would fail again the next time.
        let card = match (delivery.contact_id, client) {
            // Nothing is left of one that was deleted.
            (Some(_), _) if delivery.address.is_empty() => None,
            (Some(id), _) => Some((format!("/contacts/{id}/modifier"), name)),
            (None, Some((id, label))) => Some((format!("/clients/{id}"), label)),
            (None, None) => None,
        };
        let card =
            card.map(|(href, name)| view! { <a class="btn quiet small" href=href>{w.sends_mend_card(&name)}</a> });
        return view! { <p class="line"><a href=format!("/envois/{batch}")>{text}</a>{card}</p> }.into_any();
    }
    match delivery.shown() {
        Shown::Failed | Shown::Bounced if delivery.can_be_corrected() => {
            view! { <CorrectForm delivery name changed/> }.into_any()
        }
        Shown::Uncertain => view! { <Settle delivery=delivery.id name changed/> }.into_any(),
        _ => ().into_any(),
    }
}
