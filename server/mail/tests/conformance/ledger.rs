//! The ledger: every invariant of delivery.md §5, counted over every row. `planted.rs` proves that it sees what it should.

mod words;

use crate::books::Books;
use model::delivery::{Ambiguity, DeliveryState};
use model::send::{BatchState, Counts};
use std::collections::{BTreeSet, HashMap};
use store::testing::KeptDelivery;
use words::words;

/// What can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// I1 « Envoyé » without an accept.
    SentUnaccepted,
    /// I2 The server has what never left, or what nobody put into the outbox.
    AcceptedUnsent,
    /// I3 A campaign mail twice.
    TwiceAtMostOnce,
    /// I3 Twice, and nobody says so.
    TwiceUnsaid,
    /// I3 More second copies than crashes and connections explain.
    TooManyExtras,
    /// I4 Somebody still holds it.
    Unfinished,
    /// I4 More or fewer than were enqueued.
    DoesNotAddUp,
    /// I4 A batch that is done while something of it moves, or goes on when nothing does.
    BatchAstray,
    /// I5 Other words than the server's.
    OtherWords,
    /// I6 Other bytes than were stored.
    OtherBytes,
    /// I7 Accepted after it was cancelled, or while it was paused.
    AfterStop,
    /// I8 More recipients in a window than the limit.
    OverLimit,
    /// I9 The database is damaged.
    Damaged,
    /// I11 A screen counts something else.
    ScreensDiffer,
}

/// One thing that is wrong, and where.
pub type Found = BTreeSet<(Wrong, String)>;

/// Everything that is wrong. Nothing, when the house keeps its word.
pub fn audit(books: &Books) -> Found {
    let mut found = Found::new();
    let copies = copies(books);
    let late = stopped_too_late(books, &mut found);
    let known: BTreeSet<_> = books.kept.deliveries.iter().map(key).collect();
    for stranger in copies.keys().filter(|key| !known.contains(*key)) {
        found.insert((Wrong::AcceptedUnsent, format!("nobody put {stranger:?} into the outbox")));
    }
    for one in &books.kept.deliveries {
        let copies = copies.get(&key(one)).copied().unwrap_or(0);
        if let Some(wrong) = once(one, copies).filter(|_| !late.contains(&one.id)) {
            found.insert((wrong, format!("{copies} copies of {one:?}")));
        }
        if matches!(one.state, DeliveryState::Held | DeliveryState::Leased | DeliveryState::InFlight)
            || one.leased_by.is_some()
        {
            found.insert((Wrong::Unfinished, format!("{one:?}")));
        }
    }
    let extras = extras(books);
    if extras > books.truth.extras {
        found.insert((Wrong::TooManyExtras, format!("{extras}, {} explained", books.truth.extras)));
    }
    if books.kept.deliveries.len() != books.truth.deliveries {
        let counts = (books.kept.deliveries.len(), books.truth.deliveries);
        found.insert((Wrong::DoesNotAddUp, format!("{} of {} deliveries", counts.0, counts.1)));
    }
    batches(books, &mut found);
    words(books, &mut found);
    bytes(books, &mut found);
    windows(books, &mut found);
    found.extend(books.damage.iter().map(|damage| (Wrong::Damaged, damage.clone())));
    screens(books, &mut found);
    found
}

type Key = (String, String);

/// A mail to an address, as both sides can name it.
fn key(one: &KeptDelivery) -> Key {
    (one.message_id.clone(), one.address.clone())
}

fn copies(books: &Books) -> HashMap<Key, usize> {
    let mut copies = HashMap::new();
    for mail in &books.accepted {
        let id = message_id(&mail.header("Message-ID"));
        for to in &mail.to {
            *copies.entry((id.clone(), to.clone())).or_default() += 1;
        }
    }
    copies
}

/// Mails of which somebody had a copy already, and is told so. One mail to several people counts once: it is one transaction.
fn extras(books: &Books) -> usize {
    let told: BTreeSet<Key> = books.kept.deliveries.iter().filter(|one| one.dup_risk).map(key).collect();
    let (mut seen, mut extras) = (BTreeSet::new(), 0);
    for mail in &books.accepted {
        let id = message_id(&mail.header("Message-ID"));
        let keys = mail.to.iter().map(|to| (id.clone(), to.clone()));
        let again = keys.filter(|key| !seen.insert(key.clone()) && told.contains(key)).count();
        extras += usize::from(again > 0);
    }
    extras
}

fn message_id(header: &str) -> String {
    header.trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// I1, I2, I3 of one delivery. One that nobody knows the end of may have arrived, any number of times: it says so.
fn once(one: &KeptDelivery, copies: usize) -> Option<Wrong> {
    let doubtful = one.dup_risk || one.state == DeliveryState::Uncertain;
    match (one.state, copies) {
        (_, 2..) if one.kind.ambiguity() == Ambiguity::AtMostOnce => Some(Wrong::TwiceAtMostOnce),
        (DeliveryState::Sent, 0) if !one.test_mailbox => Some(Wrong::SentUnaccepted),
        (_, 2..) if !one.dup_risk => Some(Wrong::TwiceUnsaid),
        (DeliveryState::Sent, _) | (_, 0) => None,
        // What may have arrived is never called cancelled.
        (DeliveryState::Cancelled | DeliveryState::Suppressed | DeliveryState::Held, _) => Some(Wrong::AcceptedUnsent),
        _ if doubtful => None,
        _ => Some(Wrong::AcceptedUnsent),
    }
}

/// I7: what was stopped and was accepted nevertheless.
fn stopped_too_late(books: &Books, found: &mut Found) -> BTreeSet<i64> {
    let mut late = BTreeSet::new();
    for stop in &books.truth.stops {
        let until = stop.until.unwrap_or(books.accepted.len());
        let after: BTreeSet<Key> = books.accepted[stop.accepted..until]
            .iter()
            .flat_map(|mail| mail.to.iter().map(|to| (message_id(&mail.header("Message-ID")), to.clone())))
            .collect();
        for one in books.kept.deliveries.iter().filter(|one| stop.stopped.contains(&one.id)) {
            if after.contains(&key(one)) {
                found.insert((Wrong::AfterStop, format!("{one:?}")));
                late.insert(one.id);
            }
        }
    }
    late
}

/// I4 of whole batches.
fn batches(books: &Books, found: &mut Found) {
    let mut moving: HashMap<i64, (BatchState, bool)> = HashMap::new();
    for one in &books.kept.deliveries {
        let moves = moving.entry(one.batch).or_insert((one.batch_state, false));
        moves.1 |= !one.state.is_settled();
    }
    for (batch, (state, moves)) in moving {
        let astray = match state {
            BatchState::Done => moves,
            BatchState::Running => !moves,
            BatchState::Paused | BatchState::Cancelled => false,
        };
        if astray {
            found.insert((Wrong::BatchAstray, format!("batch {batch} is {state:?}, something moves: {moves}")));
        }
    }
}

/// I6
fn bytes(books: &Books, found: &mut Found) {
    for mail in &books.accepted {
        let id = message_id(&mail.header("Message-ID"));
        let made = books.truth.mails.get(&id);
        if made.is_some_and(|made| *made != mail.bytes) {
            found.insert((Wrong::OtherBytes, format!("{id} left otherwise than it was made")));
        } else if books.stored.get(&id).is_some_and(|stored| *stored != mail.bytes) {
            found.insert((Wrong::OtherBytes, format!("{id} left otherwise than it is stored")));
        }
    }
}

/// I8: of every window that ends with an accept.
fn windows(books: &Books, found: &mut Found) {
    let times: Vec<(i64, usize)> = books.accepted.iter().map(|mail| (mail.at_ms, mail.to.len())).collect();
    for limit in &books.truth.limits {
        for (end, _) in &times {
            let within = |(at, _): &&(i64, usize)| (end - limit.window_ms + 1..=*end).contains(at);
            let recipients: usize = times.iter().filter(within).map(|(_, recipients)| recipients).sum();
            if recipients > limit.most {
                found.insert((Wrong::OverLimit, format!("{recipients} recipients until {end}: {limit:?}")));
            }
        }
    }
}

/// I11: list, page, SQL and journal. A batch of which something else is wrong already has its name above.
fn screens(books: &Books, found: &mut Found) {
    let copies = copies(books);
    for batch in books.listed() {
        let of_it = || books.kept.deliveries.iter().filter(|one| one.batch == batch && !one.self_copy);
        let sql = counted(of_it());
        let said = books.screens.get(&batch);
        if said != Some(&(sql, sql)) {
            found.insert((Wrong::ScreensDiffer, format!("batch {batch}: {said:?}, and there are {sql:?}")));
        }
        let named = of_it().any(|one| found.iter().any(|(_, about)| about.contains(&one.message_id)));
        let certain = |one: &&KeptDelivery| {
            one.state == DeliveryState::Sent || !one.dup_risk && one.state != DeliveryState::Uncertain
        };
        let arrived = of_it().filter(certain).filter(|one| copies.contains_key(&key(one))).count() as i64;
        if !named && arrived != sql.sent {
            found.insert((Wrong::ScreensDiffer, format!("batch {batch}: {arrived} arrived, {} are sent", sql.sent)));
        }
    }
}

/// By the words of the screens, counted anew.
fn counted<'a>(deliveries: impl Iterator<Item = &'a KeptDelivery>) -> Counts {
    let mut counts = Counts::default();
    for one in deliveries {
        counts.total += 1;
        *match one.state {
            DeliveryState::Queued if one.attempts > 0 => &mut counts.deferred,
            DeliveryState::Held | DeliveryState::Queued => &mut counts.waiting,
            DeliveryState::Leased | DeliveryState::InFlight => &mut counts.sending,
            DeliveryState::Sent if one.test_mailbox => &mut counts.test_mailbox,
            DeliveryState::Sent => &mut counts.sent,
            DeliveryState::Failed | DeliveryState::Expired | DeliveryState::Suppressed => &mut counts.failed,
            DeliveryState::Uncertain => &mut counts.uncertain,
            DeliveryState::Cancelled => &mut counts.cancelled,
        } += 1;
    }
    counts
}
