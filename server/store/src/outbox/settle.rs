//! What a try came to: the delivery's new state and one row of `attempt`, in one commit.

use super::{Lease, batches};
use crate::{
    Result, StoreError, Tx, blobs, documents,
    ids::{even, listed},
    on, stamp,
};
use chrono::{DateTime, Utc};
use model::delivery::DeliveryState;
use model::{BatchId, ClientId, DeliveryId, Moment};
use std::collections::HashMap;

/// The end of a try of one delivery.
#[derive(Clone, Debug)]
pub struct Settled {
    /// Which.
    pub delivery: DeliveryId,
    /// The client it was for: its familiar addresses are counted when it is sent.
    pub client: Option<ClientId>,
    /// Where it goes from here.
    pub next: Next,
    /// `Phase::code`.
    pub phase: &'static str,
    /// The reply's code.
    pub code: Option<u16>,
    /// The reply's enhanced code; may be empty.
    pub enhanced: String,
    /// The server's words, or `Fault::code`.
    pub text: String,
    /// Whom we spoke to; may be empty.
    pub peer: String,
    /// Version and cipher; empty in clear.
    pub tls: String,
    /// When the try began.
    pub started_at: Moment,
    /// When it ended.
    pub ended_at: Moment,
}

/// Where a tried delivery goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Accepted after the dot.
    Sent {
        /// By the test mailbox (P52).
        test_mailbox: bool,
    },
    /// Again at this instant, or when it expires, whichever comes first.
    Queued {
        /// Not before.
        due_at: Moment,
        /// The try counts in `attempt`.
        counted: bool,
        /// The try may have arrived.
        dup_risk: bool,
    },
    /// Refused for good.
    Failed,
    /// Nobody knows; a person decides.
    Uncertain,
}

impl Next {
    fn state(self) -> DeliveryState {
        match self {
            Next::Sent { .. } => DeliveryState::Sent,
            Next::Queued { .. } => DeliveryState::Queued,
            Next::Failed => DeliveryState::Failed,
            Next::Uncertain => DeliveryState::Uncertain,
        }
    }

    fn counts(self) -> bool {
        !matches!(self, Next::Queued { counted: false, .. })
    }
}

const SETTLE: &str = "UPDATE delivery SET state = CASE WHEN NOT v.column14 THEN v.column3 WHEN dup_risk OR v.column5 THEN 'uncertain'
    ELSE 'cancelled' END, bounced_at = CASE WHEN v.column3 = 'queued' AND NOT v.column14 THEN NULL ELSE bounced_at END,
    attempt = attempt + v.column4, dup_risk = (dup_risk OR v.column5),
    due_at = CASE WHEN v.column6 > expires_at THEN expires_at ELSE COALESCE(v.column6, due_at) END, test_mailbox = v.column7,
    last_phase = v.column8, last_code = v.column9, last_enhanced = v.column10, last_text = v.column11, sent_at = v.column12,
    changed_at = v.column13, leased_by = NULL, lease_until = NULL
  FROM (";
/// `COALESCE`: by their ids (`claim`).
const EXPECTED: &str = ") AS v WHERE delivery.id = v.column1 AND (COALESCE(state, '') = 'in_flight'
    OR (COALESCE(state, '') = 'leased' AND v.column2)) AND leased_by = ";
const ATTEMPT: &str = "INSERT INTO attempt (delivery_id, n, account_id, worker, epoch, phase, code, enhanced, text, peer, tls, started_at,
    ended_at) SELECT * FROM (";
const ADDED: &str = ") AS v WHERE v.column2 > 0";

/// Writes the ends of tries. Only what is in flight can become sent or uncertain. What would be tried again is cancelled when its
/// batch was; uncertain when a copy may have arrived.
///
/// # Errors
/// `Conflict` when the lease is lost, or a row is not where its worker left it: nothing may be written; drop the transaction
/// and the connection.
pub async fn settle(tx: &mut Tx, lease: &Lease, ends: &[Settled]) -> Result<()> {
    if ends.is_empty() {
        return Ok(());
    }
    let tried: Vec<DeliveryId> = ends.iter().map(|end| end.delivery).collect();
    let documents = documents::of_deliveries(tx, &tried).await?;
    let queued = ends.iter().any(|end| matches!(end.next, Next::Queued { .. }));
    // A batch is closed after its documents were held: whoever holds a document here has held the batch before, like `cancel`.
    let cancelled = if queued || !documents.is_empty() { cancelled(tx, &tried).await? } else { vec![] };
    for some in ends.chunks(AT_ONCE) {
        let rows = write(tx, lease, some, &cancelled).await?;
        if rows.len() < some.len() {
            return Err(StoreError::Conflict);
        }
        add_attempts(tx, lease, some, &rows).await?;
        note_uses(tx, some).await?;
    }
    documents::follow(tx, documents).await
}

/// Of one statement: each takes fourteen parameters, and SQLite has 32 766.
const AT_ONCE: usize = 1_000;
const BATCHES_OF: &str = "SELECT id, batch_id FROM delivery WHERE id IN (";

/// Those of a batch that was cancelled while they were in flight. Their batches are held until the commit, so that a cancelling at the
/// same instant comes before or after.
async fn cancelled(tx: &mut Tx, deliveries: &[DeliveryId]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    let batches: Vec<(i64, i64)> =
        on!(tx, c, Db => listed::<Db>(BATCHES_OF, &ids, ")").build_query_as().fetch_all(c).await)?;
    let states = batches::hold(tx, batches.iter().map(|(_, batch)| BatchId(*batch))).await?;
    let is_cancelled = |batch: i64| states.iter().any(|(id, state)| id.0 == batch && state == "cancelled");
    Ok(batches.into_iter().filter(|(_, batch)| is_cancelled(*batch)).map(|(delivery, _)| delivery).collect())
}

/// Id, tries that counted, account.
type Row = (i64, i64, Option<i64>);

async fn write(tx: &mut Tx, lease: &Lease, ends: &[Settled], cancelled: &[i64]) -> Result<Vec<Row>> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(SETTLE);
        query.push_values(even(ends), |mut row, end| {
            let (due, risk) = match end.next {
                Next::Queued { due_at, dup_risk, .. } => (Some(stamp(due_at)), dup_risk),
                _ => (None, false),
            };
            let sent_at: Option<DateTime<Utc>> = matches!(end.next, Next::Sent { .. }).then(|| stamp(end.ended_at));
            let from_leased = !matches!(end.next, Next::Sent { .. } | Next::Uncertain);
            row.push_bind(end.delivery.0).push_bind(from_leased)
                .push_bind(end.next.state().code()).push_bind(i64::from(end.next.counts())).push_bind(risk).push_bind(due)
                .push_bind(matches!(end.next, Next::Sent { test_mailbox: true })).push_bind(end.phase)
                .push_bind(end.code.map(i64::from)).push_bind(&end.enhanced).push_bind(&end.text).push_bind(sent_at)
                .push_bind(stamp(end.ended_at))
                .push_bind(cancelled.contains(&end.delivery.0) && matches!(end.next, Next::Queued { .. }));
        });
        query.push(EXPECTED).push_bind(&lease.worker).push(" AND lease_epoch = ").push_bind(lease.epoch);
        query.push(" RETURNING delivery.id, attempt, account_id").build_query_as().fetch_all(c).await
    })?)
}

async fn add_attempts(tx: &mut Tx, lease: &Lease, ends: &[Settled], rows: &[Row]) -> Result<()> {
    let rows: HashMap<i64, (i64, Option<i64>)> = rows.iter().map(|(id, n, account)| (*id, (*n, *account))).collect();
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ATTEMPT);
        query.push_values(even(ends).enumerate(), |mut row, (at, end)| {
            let (counted, account) = rows.get(&end.delivery.0).copied().unwrap_or_default();
            let n = if end.next.counts() { counted } else { counted + 1 };
            // Zero: it is only there for the length of the text.
            let n = if at < ends.len() { n } else { 0 };
            row.push_bind(end.delivery.0).push_bind(n).push_bind(account).push_bind(&lease.worker).push_bind(lease.epoch)
                .push_bind(end.phase).push_bind(end.code.map(i64::from)).push_bind(&end.enhanced).push_bind(&end.text)
                .push_bind(&end.peer).push_bind(&end.tls).push_bind(stamp(end.started_at)).push_bind(stamp(end.ended_at));
        });
        query.push(ADDED).build().execute(c).await.map(drop)
    })?)
}

const NOTE_USES: &str = "INSERT INTO address_use (client_id, address_key, uses, last_used_at)
  SELECT m.client_id, d.address_key, COUNT(*), MAX(d.sent_at) FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE NOT d.self_copy AND m.client_id IS NOT NULL AND d.id IN (";
const USED_AGAIN: &str = ") GROUP BY m.client_id, d.address_key ON CONFLICT (client_id, address_key)
  DO UPDATE SET uses = address_use.uses + excluded.uses, last_used_at = excluded.last_used_at";

/// The familiar addresses of the clients that these were for.
async fn note_uses(tx: &mut Tx, ends: &[Settled]) -> Result<()> {
    let sent = |end: &&Settled| matches!(end.next, Next::Sent { .. }) && end.client.is_some();
    let ids: Vec<i64> = ends.iter().filter(sent).map(|end| end.delivery.0).collect();
    if !ids.is_empty() {
        on!(tx, c, Db => listed::<Db>(NOTE_USES, &ids, USED_AGAIN).build().execute(c).await.map(drop))?;
    }
    Ok(())
}

/// `LIMIT`: for `NOT EXISTS`, Postgres without statistics reads the whole batch, after every mail.
pub(super) const CLOSE: &str =
    "UPDATE batch SET state = 'done', changed_at = $2 WHERE id = $1 AND state IN ('running', 'paused') AND (SELECT 1
    FROM delivery d WHERE d.batch_id = $1 AND d.state IN ('held', 'queued', 'leased', 'in_flight') LIMIT 1) IS NULL
  RETURNING kind = 'system'";

/// The batch is done when nothing of it moves any more by itself. A system mail is then forgotten, however it ended.
pub async fn close_if_settled(tx: &mut Tx, batch: BatchId, now: Moment) -> Result<()> {
    let system: Option<bool> =
        on!(tx, c => sqlx::query_scalar(CLOSE).bind(batch.0).bind(stamp(now)).fetch_optional(c).await)?;
    if system == Some(true) { forget_system(tx, batch, now).await } else { Ok(()) }
}

const EMPTY_MESSAGES: &str = "UPDATE message SET mime_hash = $2, size = 0 WHERE batch_id = $1 AND size > 0 AND EXISTS
  (SELECT 1 FROM batch b WHERE b.id = $1 AND b.kind = 'system' AND b.state <> 'running')";
const CONTENTS: &str = "SELECT mime_hash FROM message WHERE batch_id = $1";

/// A system mail that no longer moves is forgotten but for its history: what it said lets somebody in (S07).
async fn forget_system(tx: &mut Tx, batch: BatchId, now: Moment) -> Result<()> {
    let contents: Vec<Vec<u8>> = on!(tx, c => sqlx::query_scalar(CONTENTS).bind(batch.0).fetch_all(c).await)?;
    let nothing = blobs::add(tx, b"", now).await?;
    let emptied = on!(tx, c => sqlx::query(EMPTY_MESSAGES).bind(batch.0).bind(&nothing.hash.0[..])
        .execute(c).await.map(|r| r.rows_affected()))?;
    if emptied > 0 {
        for hash in contents {
            drop_content(tx, &hash).await?;
        }
    }
    Ok(())
}

const DROP_CONTENT: &str =
    "DELETE FROM blob WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM message m WHERE m.mime_hash = blob.hash)
  AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = blob.hash)";

/// Now rather than a day later, unless something else has the same.
pub(super) async fn drop_content(tx: &mut Tx, hash: &[u8]) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(DROP_CONTENT).bind(hash).execute(c).await.map(drop))?)
}
