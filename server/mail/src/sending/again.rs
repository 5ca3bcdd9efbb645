//! « Corriger et renvoyer » (P36): the same content to the corrected address, as a new mail with its own bytes and Message-ID. What
//! failed stays in the history as it was.

use super::{SendError, material};
use crate::build::{Letter, Party};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::{DeliveryView, Enqueued, Shown};
use model::{Account, ContactId, DeliveryId, EmailAddress, FieldProblem, Moment, Problem, UserId};
use std::collections::{BTreeMap, BTreeSet};
use store::outbox::{self, NewBatch, NewDelivery, NewMessage, Original};
use store::recipients::{Reach, reach};
use store::{Pool, StoreError, Tx, email_key, sends};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Who asks.
    pub user: UserId,
    /// The delivery that did not arrive.
    pub delivery: DeliveryId,
    /// As typed; the same address again is fine.
    pub address: String,
    /// How many corrections the form knew of (`DeliveryView::corrections`): a double click, and two people at once, are one act.
    pub seen: i64,
}

/// Puts the corrected mail into the outbox. Wake the outbox when this returns.
///
/// # Errors
/// `Fields` for what is no address, that of somebody who may not be written to any more (P05), or that of somebody who has this mail;
/// `Refused`: `not_failed` when it did arrive, or may have; `sent` when it was corrected to another address meanwhile, `cancelled` when a
/// correction that the form did not know of was cancelled.
pub async fn correct_and_resend(pool: &Pool, ask: &Correction, now: Moment) -> Result<Enqueued, SendError> {
    let key = format!("correct:{}:{}", ask.delivery, ask.seen);
    material::once(|| before(pool, ask, &key), resend_once(pool, ask, &key, now)).await
}

/// The same correction, made already.
async fn before(pool: &Pool, ask: &Correction, key: &str) -> Result<Option<Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    let Some((done, view)) = material::made(&mut tx, key).await? else { return Ok(None) };
    let address = EmailAddress::parse(&ask.address).ok();
    let asked = |sent: &DeliveryView| address.as_ref().is_some_and(|address| sent.address == address.as_str());
    let same = view.messages.iter().flat_map(|message| &message.deliveries).any(asked);
    if same { Ok(Some(done)) } else { Err(StoreError::Refused("sent").into()) }
}

async fn resend_once(pool: &Pool, ask: &Correction, key: &str, now: Moment) -> Result<Enqueued, SendError> {
    let (original, message) = remade(pool, ask, &Corrected::of([ask]), now).await?;
    let mut tx = pool.write().await?;
    outbox::hold_deliveries(&mut tx, &[ask.delivery]).await?;
    may_be_corrected(&mut tx, ask, &original).await?;
    let batch = NewBatch {
        kind: original.kind,
        idem_key: key.to_owned(),
        by: Some(ask.user),
        draft_id: None,
        undo_until: material::undo(&store::settings(&mut tx).await?, now),
        messages: vec![message],
    };
    let done = outbox::enqueue(&mut tx, &batch, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}

fn problem(problem: Problem) -> SendError {
    SendError::Fields(vec![FieldProblem::new("address", problem)])
}

/// The addresses that an act corrects, by what failed: each of its mails names them all.
pub(super) struct Corrected(BTreeMap<DeliveryId, EmailAddress>);

impl Corrected {
    pub(super) fn of<'a>(asked: impl IntoIterator<Item = &'a Correction>) -> Corrected {
        let read = |one: &Correction| Some((one.delivery, EmailAddress::parse(&one.address).ok()?));
        Corrected(asked.into_iter().filter_map(read).collect())
    }

    /// Another one on the same mail becomes this address in the same act.
    fn has_twice(&self, original: &Original, delivery: DeliveryId, address: &EmailAddress) -> bool {
        let others = original.recipients.iter().filter(|other| other.delivery != delivery);
        let mut others = others.filter_map(|other| self.0.get(&other.delivery));
        others.any(|other| email_key(other) == email_key(address))
    }
}

/// The mail anew, with its own bytes, and what it was made from.
///
/// # Errors
/// As [`correct_and_resend`].
pub(super) async fn remade(
    pool: &Pool,
    ask: &Correction,
    corrected: &Corrected,
    now: Moment,
) -> Result<(Original, NewMessage), SendError> {
    if ask.address.trim().is_empty() {
        return Err(problem(Problem::Required));
    }
    let address = EmailAddress::parse(&ask.address).map_err(|_| problem(Problem::NotAnAddress))?;
    let mut tx = pool.read().await?;
    let original = outbox::original(&mut tx, ask.delivery).await?;
    if original.kind == Kind::System {
        return Err(StoreError::Refused("system").into());
    }
    let person = may_be_corrected(&mut tx, ask, &original).await?;
    if corrected.has_twice(&original, ask.delivery, &address) {
        return Err(problem(Problem::AlreadySent));
    }
    let others = other_people(&mut tx, &original, corrected).await?;
    let account = material::account_again(&mut tx, ask.user, original.account).await?;
    let attachments = sends::files(&mut tx, original.message).await?;
    let files = material::files(&mut tx, ask.user, &attachments).await?;
    drop(tx);

    let wrong = original.recipients.iter().find(|r| r.delivery == ask.delivery).ok_or(StoreError::NotFound)?;
    let letter = Letter {
        from: material::sender(&account),
        reply_to: account.reply_to.clone(),
        recipients: shown(&original, corrected, &others),
        subject: original.subject.clone(),
        text: original.body.clone(),
        files,
        date: now,
        token: material::token()?,
    };
    let delivery = NewDelivery {
        address,
        name: if others.contains(&wrong.delivery) { String::new() } else { wrong.name.clone() },
        role: wrong.role,
        self_copy: false,
        contact_id: person,
        corrects: Some(wrong.delivery),
    };
    let mut message = message(&letter, &original, delivery, &account)?;
    message.mime = material::bytes(letter, &account).await?;
    Ok((original, message))
}

/// Those of the corrected whose address is another person's now, or a slot's: the name that stood there is not theirs (P06).
async fn other_people(
    tx: &mut Tx,
    original: &Original,
    corrected: &Corrected,
) -> Result<BTreeSet<DeliveryId>, SendError> {
    let mut others = BTreeSet::new();
    for one in &original.recipients {
        let Some(address) = corrected.0.get(&one.delivery) else { continue };
        let now = match reach(tx, original.client, address, one.contact).await? {
            Reach::Person(id) => Some(id),
            Reach::Nobody | Reach::Out => None,
        };
        if now != one.contact {
            others.insert(one.delivery);
        }
    }
    Ok(others)
}

/// Whose the address is now.
async fn person(
    tx: &mut Tx,
    original: &Original,
    ask: &Correction,
    address: &EmailAddress,
) -> Result<Option<ContactId>, SendError> {
    let wrong = original.recipients.iter().find(|r| r.delivery == ask.delivery).ok_or(StoreError::NotFound)?;
    match reach(tx, original.client, address, wrong.contact).await? {
        Reach::Out => Err(problem(Problem::OutOfReach)),
        Reach::Person(id) => Ok(Some(id)),
        Reach::Nobody => Ok(None),
    }
}

/// Whose the address is. As the form saw it; what left since then is not sent again under another key. Nor is what names other people by now than the mail
/// that was made of `original`: somebody else was corrected, or is forgotten (P06).
pub(super) async fn may_be_corrected(
    tx: &mut Tx,
    ask: &Correction,
    original: &Original,
) -> Result<Option<ContactId>, SendError> {
    let delivery = sends::delivery(tx, ask.delivery).await?;
    match (delivery.can_be_corrected(), delivery.corrections == ask.seen) {
        (false, _) => return Err(StoreError::Refused("not_failed").into()),
        (true, false) => return Err(StoreError::Refused("cancelled").into()),
        (true, true) => {}
    }
    if outbox::original(tx, ask.delivery).await?.recipients != original.recipients {
        return Err(StoreError::Refused("not_failed").into());
    }
    let address = EmailAddress::parse(&ask.address).map_err(|_| problem(Problem::NotAnAddress))?;
    if has_it(tx, ask, original, &address).await? {
        return Err(problem(Problem::AlreadySent));
    }
    person(tx, original, ask, &address).await
}

/// Whether somebody else on the same mail has it at this address already, or will, perhaps by a correction: corrected into it, too, it would
/// arrive there twice (P36).
async fn has_it(tx: &mut Tx, ask: &Correction, original: &Original, address: &EmailAddress) -> Result<bool, SendError> {
    for other in original.recipients.iter().filter(|other| other.delivery != ask.delivery) {
        let same = EmailAddress::parse(&other.address).is_ok_and(|other| email_key(&other) == email_key(address));
        if !same {
            continue;
        }
        let other = sends::delivery(tx, other.delivery).await?;
        if other.corrections > 0 || !matches!(other.shown(), Shown::Failed | Shown::Bounced | Shown::Cancelled) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everybody the first mail named, each by the address that holds now: the reader sees who else has it. Whose data is gone is left out.
fn shown(original: &Original, corrected: &Corrected, others: &BTreeSet<DeliveryId>) -> Vec<(Role, Party)> {
    let named = original.recipients.iter().filter(|recipient| recipient.role != Role::Bcc);
    named
        .map(|r| {
            let address = corrected.0.get(&r.delivery).map_or_else(|| r.address.clone(), EmailAddress::to_string);
            let name = if others.contains(&r.delivery) { String::new() } else { r.name.clone() };
            (r.role, Party { name, address })
        })
        .filter(|(_, party)| !party.address.is_empty())
        .collect()
}

fn message(
    letter: &Letter,
    original: &Original,
    delivery: NewDelivery,
    account: &Account,
) -> Result<NewMessage, SendError> {
    Ok(NewMessage {
        client_id: original.client,
        attachments: original.attachments.clone(),
        again_of: Some(original.message),
        ..material::message(letter, account, vec![delivery])?
    })
}
