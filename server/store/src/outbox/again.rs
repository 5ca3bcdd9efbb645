//! What a person decides after the outbox did its part: « Considérer comme envoyé », « Renvoyer », « Corriger et renvoyer ».

use super::event;
use crate::{Result, StoreError, Tx, coded::coded, dialect::held_in_order, documents, on, stamp};
use model::delivery::Kind;
use model::recipients::Role;
use model::{AccountId, AttachmentId, BatchId, ClientId, ContactId, DeliveryId, MessageId, Moment, UserId};

pub(super) const CONSIDER_SENT: &str =
    "UPDATE delivery SET state = 'sent', sent_at = $2, changed_at = $2 WHERE id = $1 AND state = 'uncertain'
  AND message_id IN (SELECT m.id FROM message m JOIN batch b ON b.id = m.batch_id WHERE b.kind <> 'system') RETURNING message_id";
const BATCH_OF: &str = "SELECT batch_id FROM message WHERE id = $1";

/// An uncertain delivery is taken for sent.
///
/// # Errors
/// `Refused("not_uncertain")`, also for system mails.
pub async fn consider_sent(tx: &mut Tx, delivery: DeliveryId, by: UserId, now: Moment) -> Result<BatchId> {
    let message: Option<i64> =
        on!(tx, c => sqlx::query_scalar(CONSIDER_SENT).bind(delivery.0).bind(stamp(now)).fetch_optional(c).await)?;
    let message = message.ok_or(StoreError::Refused("not_uncertain"))?;
    let batch = BatchId(on!(tx, c => sqlx::query_scalar(BATCH_OF).bind(message).fetch_one(c).await)?);
    event::add(tx, (Some(batch), Some(delivery)), Some(by), "considered_sent", serde_json::json!({}), now).await?;
    documents::follow_deliveries(tx, &[delivery]).await?;
    Ok(batch)
}

/// The batch is locked first, like in `cancel`: both may be asked for at once. A paused one stays so, and this delivery waits with the others.
pub(super) const REOPEN: &str =
    "UPDATE batch SET state = CASE state WHEN 'paused' THEN state ELSE 'running' END, changed_at = $2
  WHERE kind <> 'system' AND id =
  (SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = $1 AND d.state = 'uncertain')
  AND (state <> 'cancelled' OR NOT EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
    WHERE m.batch_id = batch.id AND d.state IN ('queued', 'leased', 'in_flight'))) RETURNING id";
/// What came back of the try before says nothing of the next one.
pub(super) const SEND_AGAIN: &str =
    "UPDATE delivery SET state = 'queued', account_id = COALESCE(account_id, (SELECT m.account_id FROM message m WHERE m.id = delivery.message_id)),
    due_at = $2, expires_at = $3, dup_risk = $4, attempt = 0, changed_at = $2, bounced_at = NULL,
    priority = priority % 100 + CASE WHEN EXISTS (SELECT 1 FROM batch b WHERE b.id = delivery.batch_id AND b.state = 'paused')
      THEN 100 ELSE 0 END
  WHERE id = $1 AND state = 'uncertain' AND address <> '' RETURNING account_id";

/// An uncertain delivery leaves again, the same bytes, « peut-être reçu deux fois ». Wake the outbox after the commit.
///
/// # Errors
/// `Refused`: `not_uncertain`, also for system mails, and while another of a cancelled batch is on its way, which would be revived
/// along, or of somebody whose data is gone; `no_account` when the account it left by is gone: the bytes say that it is from there.
pub async fn send_again(tx: &mut Tx, delivery: DeliveryId, by: UserId, now: Moment) -> Result<BatchId> {
    let refused = StoreError::Refused("not_uncertain");
    let expires = now.plus_ms(Kind::OneOff.lifetime().as_millis() as i64);
    let batch: Option<i64> =
        on!(tx, c => sqlx::query_scalar(REOPEN).bind(delivery.0).bind(stamp(now)).fetch_optional(c).await)?;
    let Some(batch) = batch.map(BatchId) else { return Err(refused) };
    let again: Option<Option<i64>> = on!(tx, c => sqlx::query_scalar(SEND_AGAIN)
        .bind(delivery.0).bind(stamp(now)).bind(stamp(expires)).bind(true).fetch_optional(c).await)?;
    again.ok_or(refused)?.ok_or(StoreError::Refused("no_account"))?;
    event::add(tx, (Some(batch), Some(delivery)), Some(by), "sent_again", serde_json::json!({}), now).await?;
    documents::follow_deliveries(tx, &[delivery]).await?;
    Ok(batch)
}

/// A mail as it was written, to write it again for a corrected address.
#[derive(Clone, Debug)]
pub struct Original {
    /// The mail.
    pub message: MessageId,
    /// Why it existed.
    pub kind: Kind,
    /// The client it was for.
    pub client: Option<ClientId>,
    /// By which it left, while that exists.
    pub account: Option<AccountId>,
    /// As sent.
    pub subject: String,
    /// As sent, signature included.
    pub body: String,
    /// Its files.
    pub attachments: Vec<AttachmentId>,
    /// Everybody who stood on it, in order, copies to oneself left out.
    pub recipients: Vec<OriginalRecipient>,
}

/// Somebody on a mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginalRecipient {
    /// The delivery.
    pub delivery: DeliveryId,
    /// As written, or as it was corrected last; empty for somebody whose data is gone (P06).
    pub address: String,
    /// May be empty.
    pub name: String,
    /// À, Cc, Cci.
    pub role: Role,
    /// The contact it was chosen as.
    pub contact: Option<ContactId>,
}

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
    kind: String,
    client_id: Option<i64>,
    account_id: Option<i64>,
    subject: String,
    body: String,
}

#[derive(sqlx::FromRow)]
struct Line {
    id: i64,
    address: String,
    name: String,
    role: String,
    contact_id: Option<i64>,
}

const HEAD: &str = "SELECT m.id, b.kind, m.client_id, m.account_id, m.subject, m.body
  FROM delivery d JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id WHERE d.id = $1";
const FILES: &str = "SELECT id FROM attachment WHERE message_id = $1 ORDER BY position, id";
const LINES: &str = "SELECT id, address, name, role, contact_id FROM delivery WHERE message_id = $1 AND NOT self_copy
  ORDER BY position, id";

const NEXT: &str =
    "SELECT id, address FROM delivery WHERE corrects_id = $1 AND state <> 'cancelled' ORDER BY id DESC LIMIT 1";

/// Where somebody on a mail is written to by now.
async fn corrected(tx: &mut Tx, line: &mut Line) -> Result<()> {
    let mut at = line.id;
    while let Some((next, address)) =
        on!(tx, c => sqlx::query_as::<_, (i64, String)>(NEXT).bind(at).fetch_optional(c).await)?
    {
        (at, line.address) = (next, address);
    }
    Ok(())
}

const HOLD: &str = "SELECT id FROM delivery WHERE message_id IN (SELECT message_id FROM delivery WHERE id IN (";

/// Nobody else corrects these, nor lets go of anybody on the same mails, until the end of the transaction.
pub async fn hold_deliveries(tx: &mut Tx, ids: &[DeliveryId]) -> Result<()> {
    let held = held_in_order(tx);
    let mut ids = ids.to_vec();
    ids.sort();
    for ids in ids.chunks(1_000) {
        let _: Vec<i64> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(HOLD);
            let mut list = query.separated(", ");
            for id in ids {
                list.push_bind(id.0);
            }
            query.push("))").push(held);
            query.build_query_scalar().fetch_all(c).await
        })?;
    }
    Ok(())
}

/// The mail that this delivery belongs to.
///
/// # Errors
/// `NotFound`.
pub async fn original(tx: &mut Tx, delivery: DeliveryId) -> Result<Original> {
    let head: Head = on!(tx, c => sqlx::query_as(HEAD).bind(delivery.0).fetch_one(c).await)?;
    let files: Vec<i64> = on!(tx, c => sqlx::query_scalar(FILES).bind(head.id).fetch_all(c).await)?;
    let mut lines: Vec<Line> = on!(tx, c => sqlx::query_as(LINES).bind(head.id).fetch_all(c).await)?;
    for line in &mut lines {
        corrected(tx, line).await?;
    }
    let recipients = lines.into_iter().map(|line| {
        Ok(OriginalRecipient {
            delivery: DeliveryId(line.id),
            role: coded("delivery.role", &line.role, Role::from_code)?,
            address: line.address,
            name: line.name,
            contact: line.contact_id.map(ContactId),
        })
    });
    Ok(Original {
        message: MessageId(head.id),
        kind: coded("batch.kind", &head.kind, Kind::from_code)?,
        client: head.client_id.map(ClientId),
        account: head.account_id.map(AccountId),
        subject: head.subject,
        body: head.body,
        attachments: files.into_iter().map(AttachmentId).collect(),
        recipients: recipients.collect::<Result<_>>()?,
    })
}
