//! Acts of sending, the newest first, page after page. A page is told by the last id of the one before.

use super::batch::code;
use crate::{Result, Tx, moment, on};
use chrono::{DateTime, Utc};
use model::delivery::Kind;
use model::send::{BatchState, BatchSummary, Counts};
use model::{BatchId, ClientId, ContactId, UserId};

/// Which acts of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of them. System mails are in no list.
    All,
    /// That a person has to look at: an address failed and was not corrected since, or is uncertain, or the account lets nothing
    /// leave until somebody mends it.
    InTrouble,
    /// With a mail for this client.
    Client(ClientId),
    /// With a mail to this contact.
    Contact(ContactId),
    /// By this user.
    By(UserId),
}

const ALL: &str = "SELECT id FROM batch WHERE id < $2 AND $1 = 0 AND kind <> 'system' ORDER BY id DESC LIMIT $3";
// Two selections, each by its own index. What failed for a contact deleted since has no address that could be corrected.
const IN_TROUBLE: &str = "SELECT b.id FROM batch b WHERE b.id < $2 AND $1 = 0 AND b.kind <> 'system' AND b.id IN (
    SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
      WHERE d.state IN ('failed', 'uncertain', 'expired') AND (d.state = 'uncertain' OR d.address <> '')
        AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled')
    UNION SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
      WHERE d.state = 'queued'
        AND d.account_id IN (SELECT id FROM smtp_account WHERE state IN ('auth_failed', 'sender_refused', 'disabled')))
  ORDER BY b.id DESC LIMIT $3";
const CLIENT: &str = "SELECT DISTINCT batch_id FROM message WHERE client_id = $1 AND batch_id < $2
  ORDER BY batch_id DESC LIMIT $3";
const CONTACT: &str = "SELECT DISTINCT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE d.contact_id = $1 AND m.batch_id < $2 ORDER BY m.batch_id DESC LIMIT $3";
const BY: &str =
    "SELECT id FROM batch WHERE created_by = $1 AND id < $2 AND kind <> 'system' ORDER BY id DESC LIMIT $3";

/// A page, the newest first; `before` is the last of the page before. One more than `limit` is never read: a full page may have
/// another after it.
pub async fn list(tx: &mut Tx, filter: Filter, before: Option<BatchId>, limit: i64) -> Result<Vec<BatchSummary>> {
    let (text, id) = match filter {
        Filter::All => (ALL, 0),
        Filter::InTrouble => (IN_TROUBLE, 0),
        Filter::Client(id) => (CLIENT, id.0),
        Filter::Contact(id) => (CONTACT, id.0),
        Filter::By(id) => (BY, id.0),
    };
    let before = before.map_or(i64::MAX, |id| id.0);
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(text).bind(id).bind(before).bind(limit).fetch_all(c).await)?;
    let mut summaries = vec![];
    for id in ids {
        summaries.push(summary(tx, BatchId(id)).await?);
    }
    Ok(summaries)
}

#[derive(sqlx::FromRow)]
struct Head {
    kind: String,
    state: String,
    created_at: DateTime<Utc>,
    by_id: Option<i64>,
    by_name: Option<String>,
    client_id: Option<i64>,
    client_label: Option<String>,
    subject: String,
    attachments: i64,
}

const HEAD: &str =
    "SELECT b.kind, b.state, b.created_at, u.id AS by_id, u.name AS by_name, m.client_id, k.label AS client_label,
    m.subject, (SELECT COUNT(*) FROM attachment a WHERE a.message_id = m.id) AS attachments
  FROM batch b JOIN message m ON m.id = (SELECT MIN(x.id) FROM message x WHERE x.batch_id = b.id)
  LEFT JOIN app_user u ON u.id = b.created_by LEFT JOIN client k ON k.id = m.client_id WHERE b.id = $1";
const FIRST: &str = "SELECT CASE WHEN d.name = '' THEN d.address ELSE d.name END
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE m.batch_id = $1 AND NOT d.self_copy
  ORDER BY m.id, d.position, d.id LIMIT 3";

async fn summary(tx: &mut Tx, id: BatchId) -> Result<BatchSummary> {
    let head: Head = on!(tx, c => sqlx::query_as(HEAD).bind(id.0).fetch_one(c).await)?;
    let first = on!(tx, c => sqlx::query_scalar(FIRST).bind(id.0).fetch_all(c).await)?;
    Ok(BatchSummary {
        id,
        kind: code("batch.kind", &head.kind, Kind::from_code)?,
        state: code("batch.state", &head.state, BatchState::from_code)?,
        created_at: moment(head.created_at),
        by: head.by_id.map(UserId).zip(head.by_name),
        client: head.client_id.map(ClientId).zip(head.client_label),
        subject: head.subject,
        first,
        attachments: head.attachments,
        counts: counts(tx, id).await?,
    })
}

const COUNTS: &str = "SELECT COUNT(*) AS total,
    COUNT(CASE WHEN d.state = 'held' OR (d.state = 'queued' AND d.attempt = 0) THEN 1 END) AS waiting,
    COUNT(CASE WHEN d.state IN ('leased', 'in_flight') THEN 1 END) AS sending,
    COUNT(CASE WHEN d.state = 'sent' AND NOT d.test_mailbox THEN 1 END) AS sent,
    COUNT(CASE WHEN d.state = 'sent' AND d.test_mailbox THEN 1 END) AS test_mailbox,
    COUNT(CASE WHEN d.state = 'queued' AND d.attempt > 0 THEN 1 END) AS deferred,
    COUNT(CASE WHEN d.state IN ('failed', 'expired', 'suppressed') THEN 1 END) AS failed,
    COUNT(CASE WHEN d.state = 'uncertain' THEN 1 END) AS uncertain,
    COUNT(CASE WHEN d.state = 'cancelled' THEN 1 END) AS cancelled
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE m.batch_id = $1 AND NOT d.self_copy";

type CountsRow = (i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// The same words as `DeliveryView::shown`; a store test compares the two.
async fn counts(tx: &mut Tx, batch: BatchId) -> Result<Counts> {
    let (total, waiting, sending, sent, test_mailbox, deferred, failed, uncertain, cancelled): CountsRow =
        on!(tx, c => sqlx::query_as(COUNTS).bind(batch.0).fetch_one(c).await)?;
    Ok(Counts { total, waiting, sending, sent, test_mailbox, deferred, failed, uncertain, cancelled })
}
