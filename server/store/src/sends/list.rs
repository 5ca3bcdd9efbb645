//! Acts of sending, the newest first, page after page. A page is told by the last id of the one before.

use super::{batch::code, failing::in_trouble};
use crate::{Result, Tx, moment, on, outbox::unfinished};
use chrono::{DateTime, Utc};
use model::delivery::Kind;
use model::send::{BatchState, BatchSummary, Counts};
use model::{BatchId, ClientId, ContactId, DocumentId, UserId};
use std::collections::HashMap;

/// Which acts of sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// All of them. System mails are in no list.
    All,
    /// That a person has to look at: an address failed, or came back, and was not corrected since, or is uncertain, or the account lets nothing
    /// leave until somebody mends it, or the machine paused it.
    InTrouble,
    /// With a mail for this client.
    Client(ClientId),
    /// With a mail to this contact.
    Contact(ContactId),
    /// By this user.
    By(UserId),
    /// Of this document.
    Document(DocumentId),
}

const ALL: &str = "SELECT id FROM batch WHERE id < $2 AND $1 = 0 AND kind <> 'system' AND state NOT IN ('draft', 'dropping', 'dropped')
  ORDER BY id DESC LIMIT $3";
// Each selection by its own index.
const CLIENT: &str = concat!(
    "SELECT DISTINCT batch_id FROM message WHERE client_id = $1 AND batch_id < $2 AND batch_id NOT IN ",
    unfinished!(),
    " ORDER BY batch_id DESC LIMIT $3"
);
const CONTACT: &str = concat!(
    "SELECT DISTINCT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE d.contact_id = $1 AND m.batch_id < $2 AND m.batch_id NOT IN ",
    unfinished!(),
    " ORDER BY m.batch_id DESC LIMIT $3"
);
const DOCUMENT: &str = "SELECT batch_id FROM message WHERE document_id = $1 AND batch_id < $2
  UNION SELECT m.batch_id FROM message_document b JOIN message m ON m.id = b.message_id
    WHERE b.document_id = $1 AND m.batch_id < $2
  ORDER BY batch_id DESC LIMIT $3";
const BY: &str =
    "SELECT id FROM batch WHERE created_by = $1 AND id < $2 AND kind <> 'system' AND state NOT IN ('draft', 'dropping', 'dropped')
  ORDER BY id DESC LIMIT $3";

/// A page, the newest first; `before` is the last of the page before. One more than `limit` is never read: a full page may have
/// another after it.
pub async fn list(tx: &mut Tx, filter: Filter, before: Option<BatchId>, limit: i64) -> Result<Vec<BatchSummary>> {
    let before = before.map_or(i64::MAX, |id| id.0);
    let (text, id) = match filter {
        Filter::All => (ALL, 0),
        Filter::InTrouble => {
            let (ids, _) = in_trouble(tx, before, limit).await?;
            return summaries(tx, &ids).await;
        }
        Filter::Client(id) => (CLIENT, id.0),
        Filter::Contact(id) => (CONTACT, id.0),
        Filter::By(id) => (BY, id.0),
        Filter::Document(id) => (DOCUMENT, id.0),
    };
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(text).bind(id).bind(before).bind(limit).fetch_all(c).await)?;
    summaries(tx, &ids).await
}

/// The rows of a text that is cut where the ids of its batches are bound.
macro_rules! of_batches {
    ($tx:ident, $text:ident, $ids:ident, $rest:literal) => {
        on!($tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new($text);
            let mut list = query.separated(", ");
            for id in $ids {
                list.push_bind(*id);
            }
            query.push($rest);
            query.build_query_as().fetch_all(c).await
        })?
    };
}
pub(super) use of_batches;

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
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

const HEADS: &str =
    "SELECT b.id, b.kind, b.state, b.created_at, u.id AS by_id, u.name AS by_name, m.client_id, k.label AS client_label,
    m.subject, (SELECT COUNT(*) FROM attachment a WHERE a.message_id = m.id) AS attachments
  FROM batch b JOIN message m ON m.id = (SELECT MIN(x.id) FROM message x WHERE x.batch_id = b.id)
  LEFT JOIN app_user u ON u.id = b.created_by LEFT JOIN client k ON k.id = m.client_id WHERE b.id IN (";

/// In the order of the ids. Three statements for all of them, however many they are.
pub(super) async fn summaries(tx: &mut Tx, ids: &[i64]) -> Result<Vec<BatchSummary>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut heads: Vec<Head> = of_batches!(tx, HEADS, ids, ")");
    heads.sort_by_key(|head| ids.iter().position(|id| *id == head.id));
    let mut first = first(tx, ids).await?;
    let mut counts = counts(tx, ids).await?;
    let summary = |head: Head| {
        Ok(BatchSummary {
            id: BatchId(head.id),
            kind: code("batch.kind", &head.kind, Kind::from_code)?,
            state: code("batch.state", &head.state, BatchState::from_code)?,
            created_at: moment(head.created_at),
            by: head.by_id.map(UserId).zip(head.by_name),
            client: head.client_id.map(ClientId).zip(head.client_label),
            subject: head.subject,
            first: first.remove(&head.id).unwrap_or_default(),
            attachments: head.attachments,
            counts: counts.remove(&head.id).unwrap_or_default(),
        })
    };
    heads.into_iter().map(summary).collect()
}

const FIRST: &str = "SELECT x.batch_id, x.shown FROM (
    SELECT m.batch_id, CASE WHEN d.name = '' THEN d.address ELSE d.name END AS shown,
      ROW_NUMBER() OVER (PARTITION BY m.batch_id ORDER BY m.id, d.position, d.id) AS place
    FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.batch_id IN (";

/// The first three that each goes to.
async fn first(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, Vec<String>>> {
    let rows: Vec<(i64, String)> = of_batches!(tx, FIRST, ids, ")) x WHERE x.place <= 3 ORDER BY x.batch_id, x.place");
    let mut first: HashMap<i64, Vec<String>> = HashMap::new();
    for (batch, shown) in rows {
        first.entry(batch).or_default().push(shown);
    }
    Ok(first)
}

const COUNTS: &str = "SELECT m.batch_id, COUNT(*) AS total,
    COUNT(CASE WHEN d.state = 'held' OR (d.state = 'queued' AND d.attempt = 0) THEN 1 END) AS waiting,
    COUNT(CASE WHEN d.state IN ('leased', 'in_flight') THEN 1 END) AS sending,
    COUNT(CASE WHEN d.state = 'sent' AND NOT d.test_mailbox AND d.bounced_at IS NULL THEN 1 END) AS sent,
    COUNT(CASE WHEN d.state = 'sent' AND d.test_mailbox THEN 1 END) AS test_mailbox,
    COUNT(CASE WHEN d.state = 'queued' AND d.attempt > 0 THEN 1 END) AS deferred,
    COUNT(CASE WHEN d.state IN ('failed', 'expired', 'suppressed') THEN 1 END) AS failed,
    COUNT(CASE WHEN d.state = 'uncertain' THEN 1 END) AS uncertain,
    COUNT(CASE WHEN d.state = 'cancelled' THEN 1 END) AS cancelled,
    COUNT(CASE WHEN d.state = 'sent' AND NOT d.test_mailbox AND d.bounced_at IS NOT NULL THEN 1 END) AS bounced
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.batch_id IN (";

type CountsRow = (i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);

/// The same words as `DeliveryView::shown`; a store test compares the two.
async fn counts(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, Counts>> {
    let rows: Vec<CountsRow> = of_batches!(tx, COUNTS, ids, ") GROUP BY m.batch_id");
    let counts = |row: CountsRow| {
        let (batch, total, waiting, sending, sent, test_mailbox, deferred, failed, uncertain, cancelled, bounced) = row;
        (batch, Counts { total, waiting, sending, sent, test_mailbox, deferred, failed, bounced, uncertain, cancelled })
    };
    Ok(rows.into_iter().map(counts).collect())
}
