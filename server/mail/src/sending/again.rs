//! « Corriger et renvoyer » (P36): the same content to the corrected address, as a new mail with its own bytes and Message-ID. What
//! failed stays in the history as it was.

use super::{SendError, material};
use crate::build::{Letter, Party};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::{DeliveryView, Enqueued};
use model::{Account, DeliveryId, EmailAddress, FieldProblem, Moment, Problem, UserId};
use store::outbox::{self, NewBatch, NewDelivery, NewMessage, Original, OriginalRecipient};
use store::{Pool, StoreError, Tx, sends};

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
/// `Fields` for what is no address; `Refused`: `not_failed` when it did arrive, or may have; `sent` when it was corrected to another
/// address meanwhile, `cancelled` when a correction that the form did not know of was cancelled.
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
    let (kind, message) = remade(pool, ask, now).await?;
    let mut tx = pool.write().await?;
    may_be_corrected(&mut tx, ask).await?;
    let batch = NewBatch {
        kind,
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

/// The mail anew, with its own bytes, and why the first one existed.
///
/// # Errors
/// As [`correct_and_resend`].
pub(super) async fn remade(pool: &Pool, ask: &Correction, now: Moment) -> Result<(Kind, NewMessage), SendError> {
    let problem = |problem| SendError::Fields(vec![FieldProblem::new("address", problem)]);
    if ask.address.trim().is_empty() {
        return Err(problem(Problem::Required));
    }
    let address = EmailAddress::parse(&ask.address).map_err(|_| problem(Problem::NotAnAddress))?;
    let mut tx = pool.read().await?;
    may_be_corrected(&mut tx, ask).await?;
    let original = outbox::original(&mut tx, ask.delivery).await?;
    if original.kind == Kind::System {
        return Err(StoreError::Refused("system").into());
    }
    let account = material::account_again(&mut tx, ask.user, original.account).await?;
    let attachments = sends::files(&mut tx, original.message).await?;
    let files = material::files(&mut tx, ask.user, &attachments).await?;
    drop(tx);

    let wrong = original.recipients.iter().find(|r| r.delivery == ask.delivery).ok_or(StoreError::NotFound)?;
    let letter = Letter {
        from: material::sender(&account),
        reply_to: account.reply_to.clone(),
        recipients: shown(&original, ask.delivery, &address),
        subject: original.subject.clone(),
        text: original.body.clone(),
        files,
        date: now,
        token: material::token()?,
    };
    let mut message = message(&letter, &original, (wrong, &address), &account)?;
    message.mime = material::bytes(letter, &account).await?;
    Ok((original.kind, message))
}

/// As the form saw it; what left since then is not sent again under another key.
pub(super) async fn may_be_corrected(tx: &mut Tx, ask: &Correction) -> Result<(), SendError> {
    let delivery = sends::delivery(tx, ask.delivery).await?;
    match (delivery.can_be_corrected(), delivery.corrections == ask.seen) {
        (false, _) => Err(StoreError::Refused("not_failed").into()),
        (true, false) => Err(StoreError::Refused("cancelled").into()),
        (true, true) => Ok(()),
    }
}

/// Everybody the first mail named, the wrong address corrected: the reader sees who else has it.
fn shown(original: &Original, wrong: DeliveryId, address: &EmailAddress) -> Vec<(Role, Party)> {
    let named = original.recipients.iter().filter(|recipient| recipient.role != Role::Bcc);
    named
        .map(|r| {
            let address = if r.delivery == wrong { address.to_string() } else { r.address.clone() };
            (r.role, Party { name: r.name.clone(), address })
        })
        .collect()
}

fn message(
    letter: &Letter,
    original: &Original,
    (wrong, address): (&OriginalRecipient, &EmailAddress),
    account: &Account,
) -> Result<NewMessage, SendError> {
    let delivery = NewDelivery {
        address: address.clone(),
        name: wrong.name.clone(),
        role: wrong.role,
        self_copy: false,
        contact_id: wrong.contact,
        corrects: Some(wrong.delivery),
    };
    Ok(NewMessage {
        client_id: original.client,
        attachments: original.attachments.clone(),
        again_of: Some(original.message),
        ..material::message(letter, account, vec![delivery])?
    })
}
