//! Acts of sending, the newest first, page after page. A page is told by the last id of the one before.

use super::{batch::code, failing::in_trouble, part};
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
    match filter {
        Filter::Client(_) => part::summaries(tx, &part::OF_CLIENT, id, &ids).await,
        Filter::Document(_) => part::summaries(tx, &part::OF_DOCUMENT, id, &ids).await,
        _ => summaries(tx, &ids).await,
    }
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
pub(super) struct Head {
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

/// What the heads of batches are made of, the mail `m` that stands for each.
macro_rules! head_of {
    () => {
        "SELECT b.id, b.kind, b.state, b.created_at, u.id AS by_id, u.name AS by_name, m.client_id, k.label AS client_label,
    m.subject, (SELECT COUNT(*) FROM attachment a WHERE a.message_id = m.id) AS attachments "
    };
}
pub(super) use head_of;

const HEADS: &str = concat!(
    head_of!(),
    "FROM batch b JOIN message m ON m.id = (SELECT MIN(x.id) FROM message x WHERE x.batch_id = b.id)
  LEFT JOIN app_user u ON u.id = b.created_by LEFT JOIN client k ON k.id = m.client_id WHERE b.id IN ("
);

/// In the order of the ids. Three statements for all of them, however many they are; one more when some have several clients.
pub(super) async fn summaries(tx: &mut Tx, ids: &[i64]) -> Result<Vec<BatchSummary>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let heads: Vec<Head> = of_batches!(tx, HEADS, ids, ")");
    let first: Vec<(i64, String)> = of_batches!(tx, FIRST, ids, ")) x WHERE x.place <= 3 ORDER BY x.batch_id, x.place");
    let counts: Vec<CountsRow> = of_batches!(tx, COUNTS, ids, ") GROUP BY m.batch_id");
    let several = counts.iter().filter(|row| row.first_client != row.last_client).map(|row| row.batch_id);
    let mut several = several_clients(tx, &several.collect::<Vec<_>>()).await?;
    let mut all = summaries_of(ids, heads, first, counts)?;
    for batch in &mut all {
        batch.several = several.remove(&batch.id.0);
    }
    Ok(all)
}

/// Puts the rows together, in the order of the ids; of other batches nothing.
pub(super) fn summaries_of(
    ids: &[i64],
    mut heads: Vec<Head>,
    rows: Vec<(i64, String)>,
    counts: Vec<CountsRow>,
) -> Result<Vec<BatchSummary>> {
    let places: HashMap<i64, usize> = ids.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    heads.retain(|head| places.contains_key(&head.id));
    heads.sort_by_key(|head| places.get(&head.id).copied());
    let mut first: HashMap<i64, Vec<String>> = HashMap::new();
    for (batch, shown) in rows {
        first.entry(batch).or_default().push(shown);
    }
    let mut counts: HashMap<i64, Counts> = counts.into_iter().map(|row| (row.batch_id, row.into())).collect();
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
            several: None,
        })
    };
    heads.into_iter().map(summary).collect()
}

/// The first three that each goes to, from where its mails `m` and their deliveries `d` come.
macro_rules! first_of {
    ($from:literal) => {
        concat!(
            "SELECT x.batch_id, x.shown FROM (
    SELECT m.batch_id, CASE WHEN d.name = '' THEN d.address ELSE d.name END AS shown,
      ROW_NUMBER() OVER (PARTITION BY m.batch_id ORDER BY m.id, d.position, d.id) AS place ",
            $from
        )
    };
}
pub(super) use first_of;

const FIRST: &str =
    first_of!("FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.batch_id IN (");

/// The same words as `DeliveryView::shown`; a store test compares the two.
macro_rules! counts_of {
    ($from:literal) => {
        concat!(
            "SELECT m.batch_id, COUNT(*) AS total,
    COUNT(CASE WHEN d.state = 'held' OR (d.state = 'queued' AND d.attempt = 0) THEN 1 END) AS waiting,
    COUNT(CASE WHEN d.state IN ('leased', 'in_flight') THEN 1 END) AS sending,
    COUNT(CASE WHEN d.state = 'sent' AND NOT d.test_mailbox AND d.bounced_at IS NULL THEN 1 END) AS sent,
    COUNT(CASE WHEN d.state = 'sent' AND d.test_mailbox THEN 1 END) AS test_mailbox,
    COUNT(CASE WHEN d.state = 'queued' AND d.attempt > 0 THEN 1 END) AS deferred,
    COUNT(CASE WHEN d.state IN ('failed', 'expired', 'suppressed') THEN 1 END) AS failed,
    COUNT(CASE WHEN d.state = 'uncertain' THEN 1 END) AS uncertain,
    COUNT(CASE WHEN d.state = 'cancelled' THEN 1 END) AS cancelled,
    COUNT(CASE WHEN d.state = 'sent' AND NOT d.test_mailbox AND d.bounced_at IS NOT NULL THEN 1 END) AS bounced,
    MIN(m.client_id) AS first_client, MAX(m.client_id) AS last_client ",
            $from
        )
    };
}
pub(super) use counts_of;

const COUNTS: &str =
    counts_of!("FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.batch_id IN (");

#[derive(sqlx::FromRow)]
pub(super) struct CountsRow {
    batch_id: i64,
    total: i64,
    waiting: i64,
    sending: i64,
    sent: i64,
    test_mailbox: i64,
    deferred: i64,
    failed: i64,
    uncertain: i64,
    cancelled: i64,
    bounced: i64,
    first_client: Option<i64>,
    last_client: Option<i64>,
}

impl From<CountsRow> for Counts {
    fn from(row: CountsRow) -> Counts {
        let CountsRow {
            total,
            waiting,
            sending,
            sent,
            test_mailbox,
            deferred,
            failed,
            uncertain,
            cancelled,
            bounced,
            ..
        } = row;
        Counts { total, waiting, sending, sent, test_mailbox, deferred, failed, bounced, uncertain, cancelled }
    }
}

const SEVERAL: &str = "SELECT batch_id, COUNT(*), COUNT(DISTINCT client_id) FROM message WHERE batch_id IN (";

/// Mails and clients of these batches.
async fn several_clients(tx: &mut Tx, ids: &[i64]) -> Result<HashMap<i64, (i64, i64)>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, i64, i64)> = of_batches!(tx, SEVERAL, ids, ") GROUP BY batch_id");
    Ok(rows.into_iter().map(|(batch, mails, clients)| (batch, (mails, clients))).collect())
}
