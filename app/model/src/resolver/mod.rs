//! Who receives this document, and why (P31): the one answer for every path, the sending panel, the composer, the bulk review and
//! automatic notification. Every slot and every person of the client gets one line, in or out, with one reason.

mod answer;
mod choice;
mod facts;
mod grid;
mod only;
mod reason;
mod sending;

pub use answer::{Line, Recipient, Resolution, Verdict, Who};
pub use choice::{Choice, OutOfReach, REVIEW_MAX};
pub use facts::{AskedDocument, ClientSide, Link, Person, SiteSlot, Trigger};
pub use grid::{Column, grid};
pub use reason::{Reason, WhyNot};
pub use sending::Addressed;

use crate::{NotificationType, SiteId};

/// One line for each slot (main, billing, sites in their order), then one for each person: first who is in, then the others, the
/// favourites among them first (they are offered, not added); otherwise in the order given.
pub fn resolve(client: &ClientSide, document: &AskedDocument) -> Resolution {
    let mut lines = vec![main(client, document), billing(client, document)];
    lines.extend(client.sites.iter().map(|slot| site(client, document, slot)));
    let mut people: Vec<Line> = client.people.iter().map(|who| person(client, document, who)).collect();
    // A stable sort: what is alike stays in the order given.
    people.sort_by_key(|line| match line.verdict {
        Verdict::In(_) => 0,
        Verdict::Out(_) if line.favourite => 1,
        Verdict::Out(_) => 2,
    });
    lines.extend(people);
    Resolution { lines }
}

/// An inactive client is written to by people, never by itself (P04).
fn slot_stays_out(client: &ClientSide, document: &AskedDocument) -> bool {
    client.inactive && document.trigger == Trigger::Automatic
}

fn main(client: &ClientSide, document: &AskedDocument) -> Line {
    let verdict = if client.main.is_none() {
        Verdict::Out(WhyNot::NoAddress)
    } else if slot_stays_out(client, document) {
        Verdict::Out(WhyNot::ClientInactive)
    } else if document.kind.administrative() && client.billing.is_some() {
        Verdict::Out(WhyNot::BillingInstead)
    } else {
        Verdict::In(Reason::Main)
    };
    Line::of_slot(Who::Main, client.main.as_ref(), client, verdict)
}

fn billing(client: &ClientSide, document: &AskedDocument) -> Line {
    let verdict = if client.billing.is_none() {
        Verdict::Out(WhyNot::NoAddress)
    } else if slot_stays_out(client, document) {
        Verdict::Out(WhyNot::ClientInactive)
    } else if document.kind.administrative() {
        Verdict::In(Reason::Billing)
    } else {
        Verdict::Out(WhyNot::BillingOnly)
    };
    Line::of_slot(Who::Billing, client.billing.as_ref(), client, verdict)
}

fn site(client: &ClientSide, document: &AskedDocument, slot: &SiteSlot) -> Line {
    let verdict = if slot.email.is_none() {
        Verdict::Out(WhyNot::NoAddress)
    } else if slot_stays_out(client, document) {
        Verdict::Out(WhyNot::ClientInactive)
    } else if slot.inactive {
        Verdict::Out(WhyNot::SiteInactive)
    } else if let Some(away) = elsewhere(Some(slot.id), document.site) {
        Verdict::Out(away)
    } else if client.site_receives.contains(&document.kind) {
        Verdict::In(Reason::OwnSite)
    } else {
        Verdict::Out(WhyNot::SiteNotChosen)
    };
    Line::of_slot(Who::Site(slot.id), slot.email.as_ref(), client, verdict)
}

/// Why what is tied to `own` has no part in a document of `site`; nothing when it has.
fn elsewhere(own: Option<SiteId>, site: Option<SiteId>) -> Option<WhyNot> {
    match (own, site) {
        (None, _) => None,
        (Some(_), None) => Some(WhyNot::TiedToSite),
        (Some(own), Some(site)) => (own != site).then_some(WhyNot::OtherSite),
    }
}

fn person(client: &ClientSide, document: &AskedDocument, who: &Person) -> Line {
    let verdict = match out_of_reach(client, who) {
        Some(why) => Verdict::Out(why),
        None => chosen(document, who),
    };
    Line::of_person(who, verdict)
}

/// What nobody's choice can change (P04, P05).
fn out_of_reach(client: &ClientSide, who: &Person) -> Option<WhyNot> {
    match who.link {
        Link::Foreign => Some(WhyNot::Foreign),
        Link::Ended => Some(WhyNot::Ended),
        Link::Live if client.inactive => Some(WhyNot::ClientInactive),
        Link::Live if !who.active => Some(WhyNot::Inactive),
        Link::Live if who.email.is_none() => Some(WhyNot::NoAddress),
        Link::Live => None,
    }
}

fn chosen(document: &AskedDocument, who: &Person) -> Verdict {
    let nothing = who.notification_type == NotificationType::None;
    let own = document.contact == Some(who.contact);
    // Who receives nothing by itself is written to only when a person sends (P08).
    if own && !(nothing && document.trigger == Trigger::Automatic) {
        return Verdict::In(Reason::OwnContact);
    }
    if nothing {
        return Verdict::Out(WhyNot::ReceivesNothing);
    }
    if !document.kind.reaches(who.notification_type) {
        return Verdict::Out(WhyNot::OtherKinds(who.notification_type));
    }
    match elsewhere(who.site, document.site) {
        Some(away) => Verdict::Out(away),
        None if who.site.is_some() => Verdict::In(Reason::NotifiedAtSite),
        None => Verdict::In(Reason::Notified(who.notification_type)),
    }
}
