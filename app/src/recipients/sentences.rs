//! What the machine's codes are in words.

use crate::words::Words;
use model::{
    address::Familiarity,
    recipients::{Chip, Counts, Group, Known, Notice, Role, Say, Slot, State},
};

/// « À », « Cc », « Cci »
pub(super) fn role(w: Words, role: Role) -> &'static str {
    match role {
        Role::To => w.recip_to(),
        Role::Cc => w.recip_cc(),
        Role::Bcc => w.recip_bcc(),
    }
}

/// One sentence for screen readers (§13).
pub(super) fn said(w: Words, say: &Say) -> String {
    match say {
        Say::Opened { count, first, starred: true } => w.recip_say_opened_starred(*count as i64, first),
        Say::Opened { count, first, .. } => w.recip_say_opened(*count as i64, first),
        Say::Results { count, token, enter: Some(name) } => w.recip_say_results_enter(*count as i64, token, name),
        Say::Results { count, token, enter: None } => w.recip_say_results(*count as i64, token),
        Say::Nobody => w.recip_say_nobody().to_owned(),
        Say::SearchFailed { offline, found } => {
            let why = if *offline { w.recip_offline() } else { w.recip_say_search_failed() };
            [&said(w, found), " ", why].concat()
        }
        Say::Active { text, starred, at, of } => {
            let mut text = text.join(", ");
            if *starred {
                text = [&text, ", ", w.recip_why_favourite()].concat();
            }
            w.recip_say_active(&text, *at as i64, *of as i64)
        }
        Say::Added(name, n) => w.recip_say_added(*n as i64, name),
        Say::Meant(name, n, address) => [&w.recip_say_added(*n as i64, name), " ", &meant(w, address)].concat(),
        Say::Removed(name, n) => w.recip_say_removed(*n as i64, name),
        Say::Moved(name, to) => w.recip_say_moved(name, role(w, *to)),
        Say::Already(name, there) => w.recip_already(name, role(w, *there)),
        Say::Incomplete(text) => w.recip_say_incomplete(text),
        Say::Pasted(counts) => pasted(w, *counts),
        Say::TooMany => w.recip_too_many().to_owned(),
        Say::Starred(name) => w.recip_say_starred(name),
        Say::Unstarred(name) => w.recip_say_unstarred(name),
        Say::StarFailed(name) => w.recip_star_failed(name),
        Say::Reactivated(name) => w.recip_say_reactivated(name),
        Say::ReactivateFailed => w.recip_reactivate_failed().to_owned(),
        Say::Unknown(addresses) => match addresses.as_slice() {
            [one] => w.recip_say_unknown(one),
            all => w.recip_say_unknown_all(all.len() as i64),
        },
        Say::ContactAdded(name) => w.recip_say_contact_added(name),
        Say::AddRefused(address, n) => w.recip_say_add_refused(*n as i64, address),
        Say::AddFailed(address) => w.recip_add_failed(address),
        Say::Undone => w.recip_say_undone().to_owned(),
        Say::Redone => w.recip_say_redone().to_owned(),
        Say::Editing(name) => w.recip_say_editing(name),
        Say::Copied(name) => w.recip_say_copied(name),
    }
}

/// « 12 adresses ajoutées, 2 déjà présentes, 1 à corriger » (D45)
fn pasted(w: Words, counts: Counts) -> String {
    let mut parts = vec![w.recip_pasted_added(counts.added as i64)];
    if counts.present > 0 {
        parts.push(w.recip_pasted_present(counts.present as i64));
    }
    if counts.left > 0 {
        parts.push(w.recip_pasted_left(counts.left as i64));
    }
    parts.join(", ")
}

/// « Vouliez-vous dire gmail.com ? » (D83)
fn meant(w: Words, address: &str) -> String {
    w.recip_meant(address.rsplit('@').next().unwrap_or(address))
}

/// The message under the field.
pub(super) fn notice(w: Words, notice: &Notice) -> String {
    match notice {
        Notice::Removed(name) => w.recip_removed(name),
        Notice::Moved(name, to) => w.recip_say_moved(name, role(w, *to)),
        Notice::Pasted(counts) => [&pasted(w, *counts), "."].concat(),
        Notice::Starred(name) => w.recip_starred(name),
        Notice::Unstarred(name) => [&w.recip_say_unstarred(name), "."].concat(),
        Notice::Already { name, role: there, .. } => [&w.recip_already(name, role(w, *there)), "."].concat(),
        Notice::Meant { address, .. } => meant(w, address),
        Notice::TooMany => w.recip_too_many().to_owned(),
        Notice::StarFailed(name) => w.recip_star_failed(name),
        Notice::ReactivateFailed => w.recip_reactivate_failed().to_owned(),
    }
}

/// Why a chip is there, and what is the matter with it (D74–D83); the first goes onto the chip.
pub(super) fn reasons(w: Words, state: &State, chip: &Chip) -> Vec<String> {
    let mut reasons: Vec<String> = match &chip.known {
        Known::Here { slots, starred, .. } => {
            let favourite = starred.then(|| w.recip_why_favourite().to_owned());
            slots.iter().map(|s| slot(w, s)).chain(favourite).collect()
        }
        Known::Elsewhere { clients, .. } if clients.is_empty() => vec![w.recip_why_independent().to_owned()],
        Known::Elsewhere { clients, .. } => vec![clients.clone()],
        Known::Inactive { .. } => vec![w.recip_why_inactive().to_owned()],
        Known::Unknown => vec![w.recip_why_new().to_owned()],
        Known::Invalid => vec![w.recip_why_invalid().to_owned()],
        Known::Unchecked => vec![],
    };
    match state.familiarity(chip) {
        Some(Familiarity::LookAlike { of }) => reasons.insert(0, w.recip_why_look_alike(&of)),
        Some(Familiarity::Unusual) => {
            // Of a contact elsewhere its client says more.
            let place = if matches!(chip.known, Known::Elsewhere { .. }) { reasons.len() } else { 0 };
            reasons.insert(place, w.recip_why_unusual().to_owned());
        }
        _ => {}
    }
    reasons
}

/// « adresse principale »
pub(super) fn slot(w: Words, slot: &Slot) -> String {
    match slot {
        Slot::Main => w.recip_why_main().to_owned(),
        Slot::Billing => w.recip_why_billing().to_owned(),
        Slot::Site(label) => w.recip_why_site(label),
    }
}

/// The heading of a group; acts have none.
pub(super) fn group(w: Words, group: Group, label: &str) -> Option<String> {
    match group {
        Group::Act => None,
        Group::Favourites => Some(w.recip_group_favourites().to_owned()),
        Group::Contacts => Some(w.recip_group_contacts(label)),
        Group::Addresses => Some(w.recip_group_addresses(label)),
        Group::Elsewhere => Some(w.recip_group_elsewhere().to_owned()),
    }
}
