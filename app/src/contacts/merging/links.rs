//! Where the two belong, client by client, and what becomes of it.

use super::compare::side_name;
use crate::{
    ui::{dotted, is_hidden, notification_name},
    words::Words,
};
use leptos::prelude::*;
use model::{
    Affiliation, ClientId, Moment, NotificationType,
    merge::{Pair, Side, united_link},
};

/// The live ones. `keep` is the contact that stays as the page shows it.
pub(super) fn part(w: Words, pair: &Pair, keep: &str) -> AnyView {
    let keep = Side::from_code(keep).unwrap_or(Side::A);
    let mut clients: Vec<(ClientId, &str)> = vec![];
    for link in pair.links_a.iter().chain(&pair.links_b).filter(|link| link.ended_at.is_none()) {
        if clients.iter().all(|(id, _)| *id != link.client_id) {
            clients.push((link.client_id, &link.client_label));
        }
    }
    let list = if clients.is_empty() {
        view! { <p class="none">{w.merging_no_links()}</p> }.into_any()
    } else {
        let each = clients.into_iter().map(|(id, label)| client(w, pair, keep, id, label));
        view! { <ul class="rows">{each.collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="block">
            <h2>{w.contacts_at()}</h2>
            <p class="hint">{w.merging_links_hint()}</p>
            {list}
        </section>
    }
    .into_any()
}

fn client(w: Words, pair: &Pair, keep: Side, id: ClientId, label: &str) -> AnyView {
    let live = |side: Side| pair.links(side).iter().find(|link| link.ended_at.is_none() && link.client_id == id);
    let told = Side::ALL.iter().filter_map(|side| {
        let link = live(*side)?;
        let site = link.site.as_ref().map(|(_, label)| label.as_str()).unwrap_or_default();
        let text = text(w, &link.function, site, link.notification_type, link.starred_at);
        Some(view! { <span class="sub">{w.merging_link_of(side_name(w, *side), &text)}</span> })
    });
    let told = told.collect_view();
    let becomes = live(keep).zip(live(keep.other())).map(|(kept, gone)| becomes(w, kept, gone));
    view! { <li><div class="grow"><b>{label.to_owned()}</b>{told}{becomes}</div></li> }.into_any()
}

fn becomes(w: Words, kept: &Affiliation, gone: &Affiliation) -> AnyView {
    let one = united_link(kept, gone);
    // A site that stays is the one of the contact that stays.
    let site = kept.site.as_ref().filter(|_| one.site.is_some()).map(|(_, label)| label.as_str()).unwrap_or_default();
    let text = text(w, &one.function, site, one.notification_type, one.starred_at);
    view! { <span class="sub"><b>{w.merging_link_of(w.merging_united(), &text)}</b></span> }.into_any()
}

fn text(w: Words, function: &str, site: &str, kind: NotificationType, starred: Option<Moment>) -> String {
    let function = if is_hidden("contact.function") { "" } else { function };
    let hidden = is_hidden("contact.site") || is_hidden("module.sites");
    let site = if site.is_empty() || hidden { String::new() } else { w.contacts_site_of(site) };
    let star = if starred.is_some() { w.contacts_starred() } else { "" };
    dotted([function, site.as_str(), notification_name(w, kind), star])
}
