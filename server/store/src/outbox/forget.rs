//! Somebody whose data goes (P06, S70) goes from mails that were sent, too. What was written stays as it left: subject, text and
//! files are the proof of what was sent. Whom it was to is « contact supprimé » then: name and address go from the history, from
//! what servers answered about them, from the habits of the client, and from the head of the kept mail.

mod head;

use super::{settle::drop_content, unfinished};
use crate::{Result, StoreError, Tx, blobs, documents, email_key, on, stamp};
use model::{BatchId, ContactId, EmailAddress, Moment};

// A mail to the address that nobody had chosen as the contact is as much about it; unless the address is the client's own.
const ADOPT: &str = "UPDATE delivery SET contact_id = $1
  WHERE contact_id IS NULL AND NOT self_copy AND address_key = (SELECT email_key FROM contact WHERE id = $1)
    AND NOT EXISTS (SELECT 1 FROM message m JOIN batch b ON b.id = m.batch_id LEFT JOIN client cl ON cl.id = m.client_id
      WHERE m.id = delivery.message_id AND (b.kind = 'system' OR cl.email_key = delivery.address_key
        OR cl.billing_email_key = delivery.address_key
        OR EXISTS (SELECT 1 FROM site s WHERE s.client_id = cl.id AND s.email_key = delivery.address_key)))
  RETURNING id";

/// Before the contact's address goes: all mails to it are its own. Answers which deliveries were nobody's.
pub(crate) async fn adopt(tx: &mut Tx, contact: ContactId) -> Result<Vec<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(ADOPT).bind(contact.0).fetch_all(c).await)?)
}

// While one delivery of a mail is on its way, all of it leaves as it was written.
// Those who were forgotten come first: SQLite keeps the order of `CROSS JOIN`, and would else walk through all deliveries.
pub(super) const DUE: &str = "SELECT d.message_id, d.id, d.address, d.address_key FROM contact ct CROSS JOIN delivery d
  WHERE d.contact_id = ct.id AND ct.forgotten_at IS NOT NULL AND d.address <> '' AND NOT EXISTS (SELECT 1 FROM delivery o
    WHERE o.message_id = d.message_id AND o.state IN ('held', 'queued', 'leased', 'in_flight'))
  ORDER BY d.message_id, d.id";

// The habits with an address that is somebody's, or a slot of that client, are theirs.
const LET_GO: [&str; 5] = [
    "DELETE FROM address_use
      WHERE address_key = (SELECT address_key FROM delivery WHERE id = $1) AND $2 IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM contact ct WHERE ct.email_key = address_use.address_key)
        AND NOT EXISTS (SELECT 1 FROM client cl WHERE cl.id = address_use.client_id
          AND (cl.email_key = address_use.address_key OR cl.billing_email_key = address_use.address_key))
        AND NOT EXISTS (SELECT 1 FROM site s WHERE s.client_id = address_use.client_id
          AND s.email_key = address_use.address_key)",
    // « 550 <marie@…> is unknown here »; without a code the text is a word of ours.
    "UPDATE delivery_report SET text = '' WHERE delivery_id = $1 AND $2 IS NOT NULL",
    "UPDATE attempt SET text = '' WHERE delivery_id = $1 AND code IS NOT NULL AND $2 IS NOT NULL",
    // Why the machine paused it: the server's words again.
    "UPDATE event SET data = '{}' WHERE type = 'paused' AND user_id IS NULL AND $2 IS NOT NULL
        AND batch_id = (SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = $1)",
    "UPDATE delivery SET name = '', address = '', address_key = 'forgotten ' || CAST(id AS TEXT),
        last_text = CASE WHEN last_code IS NULL THEN last_text ELSE '' END, changed_at = $2
      WHERE id = $1",
];

/// Up to the mail that was the first, and down to all that was sent again of it.
const FAMILY: &str = "WITH RECURSIVE up (id, parent) AS (
    SELECT id, again_of_id FROM message WHERE id = $1
    UNION SELECT m.id, m.again_of_id FROM message m JOIN up ON m.id = up.parent),
  down (id) AS (SELECT id FROM up WHERE parent IS NULL
    UNION SELECT m.id FROM message m JOIN down ON m.again_of_id = down.id)
  SELECT id FROM down WHERE id <> $1";
const MOVES: &str = "SELECT EXISTS (SELECT 1 FROM delivery WHERE message_id = $1
  AND state IN ('held', 'queued', 'leased', 'in_flight'))";

/// The mails whose heads name the people of this one: what it sends again, and what sends the same again for another of them. None while
/// one of them is on its way.
async fn family(tx: &mut Tx, message: i64) -> Result<Option<Vec<i64>>> {
    let others: Vec<i64> = on!(tx, c => sqlx::query_scalar(FAMILY).bind(message).fetch_all(c).await)?;
    for other in &others {
        let moves: bool = on!(tx, c => sqlx::query_scalar(MOVES).bind(other).fetch_one(c).await)?;
        if moves {
            return Ok(None);
        }
    }
    Ok(Some(others))
}

macro_rules! leave_out {
    ($batches:expr) => {
        concat!(
            "DELETE FROM delivery WHERE state = 'held' AND id IN (SELECT d.id FROM contact ct CROSS JOIN delivery d
  WHERE d.contact_id = ct.id AND ct.forgotten_at IS NOT NULL AND d.address <> '' AND d.state = 'held' AND d.batch_id IN ",
            $batches,
            ")"
        )
    };
}
/// Of what is still being filled, or came to nothing, nobody has seen anything, nor counts on anybody in it.
pub(super) const LEAVE_OUT_OF_UNFINISHED: &str = leave_out!(unfinished!());
pub(super) const LEAVE_OUT: &str = leave_out!("($1)");

/// Nobody whose data is gone is written to by a batch that was filled meanwhile.
pub(super) async fn leave_out(tx: &mut Tx, batch: BatchId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(LEAVE_OUT).bind(batch.0).execute(c).await.map(drop))?)
}

/// Lets go of everybody whose contact was forgotten, from all mails that are settled. Answers from how many deliveries.
pub(crate) async fn forget(tx: &mut Tx, now: Moment) -> Result<i64> {
    let due: Vec<(i64, i64, String, String)> = on!(tx, c => sqlx::query_as(DUE).fetch_all(c).await)?;
    let (mut messages, mut forgotten) = (vec![], 0);
    on!(tx, c => sqlx::query(LEAVE_OUT_OF_UNFINISHED).execute(c).await.map(drop))?;
    for mail in due.chunk_by(|a, b| a.0 == b.0) {
        let gone: Vec<(&str, &str)> = mail.iter().map(|(.., address, key)| (address.as_str(), key.as_str())).collect();
        let Some(others) = family(tx, mail[0].0).await? else { continue };
        for message in others.into_iter().chain([mail[0].0]) {
            behead(tx, message, &gone, now).await?;
        }
        for (_, delivery, ..) in mail {
            for sql in LET_GO {
                on!(tx, c => sqlx::query(sql).bind(delivery).bind(stamp(now)).execute(c).await.map(drop))?;
            }
        }
        messages.push(mail[0].0);
        forgotten += mail.len() as i64;
    }
    documents::follow_messages(tx, &messages).await?;
    Ok(forgotten)
}

const CONTENT: &str = "SELECT mime_hash FROM message WHERE id = $1 AND size > 0";
const REPLACE: &str = "UPDATE message SET mime_hash = $2, size = $3 WHERE id = $1";

/// Takes these addresses, with their names, out of the head of the mail.
async fn behead(tx: &mut Tx, message: i64, gone: &[(&str, &str)], now: Moment) -> Result<()> {
    let hash: Option<Vec<u8>> = on!(tx, c => sqlx::query_scalar(CONTENT).bind(message).fetch_optional(c).await)?;
    let Some(hash) = hash else { return Ok(()) };
    let before = match blobs::get(tx, blobs::Hash::read(&hash)?).await {
        Ok(bytes) => bytes,
        // What cannot be read says nothing of anybody, and must not keep the others' data.
        Err(StoreError::Unreadable { .. } | StoreError::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let key = |address: &str| EmailAddress::parse(address).ok().map(|address| email_key(&address));
    let is_gone = |mailbox: &str| match head::address(mailbox) {
        Some(address) => key(address).is_some_and(|key| gone.iter().any(|(_, own)| *own == key)),
        // A local part that is not ASCII stands inside an empty group's name.
        None => gone.iter().any(|(address, _)| !address.split('@').next().unwrap_or_default().is_ascii()),
    };
    let Some(after) = head::without(&before, is_gone) else { return Ok(()) };
    let stored = blobs::add(tx, &after, now).await?;
    on!(tx, c => sqlx::query(REPLACE).bind(message).bind(&stored.hash.0[..]).bind(stored.size)
        .execute(c).await.map(drop))?;
    drop_content(tx, &hash).await
}
