//! « Corriger et renvoyer » (P36): the same content to the corrected address, as a new mail with its own bytes and Message-ID. What
//! failed stays in the history as it was.

use super::{SendError, material};
use crate::build::{Letter, Party, message_id};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::Enqueued;
use model::{Account, DeliveryId, EmailAddress, FieldProblem, Moment, Problem, UserId};
use store::outbox::{self, NewBatch, NewDelivery, NewMessage, Original, OriginalRecipient};
use store::{Pool, StoreError, sends};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Correction {
    /// Who asks.
    pub user: UserId,
    /// The delivery that did not arrive.
    pub delivery: DeliveryId,
    /// As typed; the same address again is fine.
    pub address: String,
    /// Made once with the form.
    pub idem_key: String,
}

/// Puts the corrected mail into the outbox. Wake the outbox when this returns.
///
/// # Errors
/// `Fields` for what is no address; `Refused("not_failed")` when it did arrive, or may have.
pub async fn correct_and_resend(pool: &Pool, ask: &Correction, now: Moment) -> Result<Enqueued, SendError> {
    let key = material::key(ask.user, &ask.idem_key);
    material::once(pool, &key, resend_once(pool, ask, &key, now)).await
}

async fn resend_once(pool: &Pool, ask: &Correction, key: &str, now: Moment) -> Result<Enqueued, SendError> {
    let problem = |problem| SendError::Fields(vec![FieldProblem::new("address", problem)]);
    if ask.address.trim().is_empty() {
        return Err(problem(Problem::Required));
    }
    let address = EmailAddress::parse(&ask.address).map_err(|_| problem(Problem::NotAnAddress))?;
    let mut tx = pool.read().await?;
    if !sends::delivery(&mut tx, ask.delivery).await?.can_be_corrected() {
        return Err(StoreError::Refused("not_failed").into());
    }
    let original = outbox::original(&mut tx, ask.delivery).await?;
    if original.kind == Kind::System {
        return Err(StoreError::Refused("system").into());
    }
    let account = material::account_again(&mut tx, ask.user, original.account).await?;
    let settings = store::settings(&mut tx).await?;
    let attachments = sends::files(&mut tx, original.message).await?;
    let files = material::files(&mut tx, ask.user, &attachments).await?;
    drop(tx);

    let wrong = original.recipients.iter().find(|r| r.delivery == ask.delivery).ok_or(StoreError::NotFound)?;
    let letter = Letter {
        from: Party { name: account.from_name.clone(), address: account.from_address.clone() },
        reply_to: account.reply_to.clone(),
        recipients: shown(&original, ask.delivery, &address),
        subject: original.subject.clone(),
        text: original.body.clone(),
        files,
        date: now,
        token: material::token()?,
    };
    let message = message(&letter, &original, (wrong, &address), &account)?;
    let undo = (settings.undo_seconds > 0).then(|| now.plus_seconds(settings.undo_seconds));
    let mut batch = NewBatch {
        kind: original.kind,
        idem_key: key.to_owned(),
        by: Some(ask.user),
        draft_id: None,
        undo_until: undo,
        messages: vec![message],
    };
    batch.messages[0].mime = material::bytes(letter, &account).await?;
    let mut tx = pool.write().await?;
    let done = outbox::enqueue(&mut tx, &batch, now).await?;
    tx.commit().await?;
    Ok(done)
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
    Ok(NewMessage {
        client_id: original.client,
        account_id: account.id,
        message_id: message_id(letter)?,
        mime: vec![],
        from_address: account.from_address.clone(),
        from_name: account.from_name.clone(),
        subject: original.subject.clone(),
        body: original.body.clone(),
        attachments: original.attachments.clone(),
        again_of: Some(original.message),
        deliveries: vec![NewDelivery {
            address: address.clone(),
            name: wrong.name.clone(),
            role: wrong.role,
            self_copy: false,
            contact_id: wrong.contact,
            corrects: Some(wrong.delivery),
        }],
    })
}
