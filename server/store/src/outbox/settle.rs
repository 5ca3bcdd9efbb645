//! What a try came to: the delivery's new state and one row of `attempt`, in one commit.

use super::Lease;
use crate::{Result, StoreError, Tx, blobs, documents, on, stamp};
use chrono::{DateTime, Utc};
use model::delivery::DeliveryState;
use model::{BatchId, ClientId, DeliveryId, Moment};

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

/// Held until the commit, so that a cancelling at the same instant comes before or after.
pub(super) const IS_CANCELLED: &str = "UPDATE batch SET changed_at = changed_at
  WHERE id = (SELECT m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id WHERE d.id = $1) RETURNING state = 'cancelled'";
pub(super) const SETTLE: &str = "UPDATE delivery SET state = CASE WHEN NOT $16 THEN $5 WHEN dup_risk OR $7 THEN 'uncertain' ELSE 'cancelled' END,
    attempt = attempt + $6, dup_risk = (dup_risk OR $7),
    due_at = CASE WHEN $8 > expires_at THEN expires_at ELSE COALESCE($8, due_at) END, test_mailbox = $9, last_phase = $10,
    last_code = $11, last_enhanced = $12, last_text = $13, sent_at = $14, changed_at = $15, leased_by = NULL, lease_until = NULL
  WHERE id = $1 AND lease_epoch = $2 AND leased_by = $3 AND (state = 'in_flight' OR (state = 'leased' AND $4))
  RETURNING attempt";
const ATTEMPT: &str =
    "INSERT INTO attempt (delivery_id, n, worker, epoch, phase, code, enhanced, text, peer, tls, started_at,
    ended_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Writes the ends of tries, all of one batch. Only what is in flight can become sent or uncertain. What would be tried again is
/// cancelled when its batch was; uncertain when a copy may have arrived.
///
/// # Errors
/// `Conflict` when the lease is lost, or a row is not where its worker left it: nothing may be written; drop the transaction
/// and the connection.
pub async fn settle(tx: &mut Tx, lease: &Lease, ends: &[Settled]) -> Result<()> {
    let tried: Vec<DeliveryId> = ends.iter().map(|end| end.delivery).collect();
    let documents = documents::of_deliveries(tx, &tried).await?;
    let queued = ends.iter().any(|end| matches!(end.next, Next::Queued { .. }));
    // A batch is closed after its documents were held: whoever holds a document here has held the batch before, like `cancel`.
    let cancelled = match ends.first().filter(|_| queued || !documents.is_empty()) {
        Some(end) => on!(tx, c => sqlx::query_scalar(IS_CANCELLED).bind(end.delivery.0).fetch_one(c).await)?,
        None => false,
    };
    for end in ends {
        let (due, risk) = match end.next {
            Next::Queued { due_at, dup_risk, .. } => (Some(stamp(due_at)), dup_risk),
            _ => (None, false),
        };
        let sent = matches!(end.next, Next::Sent { .. });
        let sent_at: Option<DateTime<Utc>> = sent.then(|| stamp(end.ended_at));
        let from_leased = !matches!(end.next, Next::Sent { .. } | Next::Uncertain);
        let attempt: Option<i64> = on!(tx, c => sqlx::query_scalar(SETTLE)
            .bind(end.delivery.0).bind(lease.epoch).bind(&lease.worker).bind(from_leased).bind(end.next.state().code())
            .bind(i64::from(end.next.counts())).bind(risk).bind(due)
            .bind(matches!(end.next, Next::Sent { test_mailbox: true })).bind(end.phase)
            .bind(end.code.map(i64::from)).bind(&end.enhanced).bind(&end.text).bind(sent_at).bind(stamp(end.ended_at))
            .bind(cancelled && matches!(end.next, Next::Queued { .. }))
            .fetch_optional(c).await)?;
        let counted = attempt.ok_or(StoreError::Conflict)?;
        let n = if end.next.counts() { counted } else { counted + 1 };
        on!(tx, c => sqlx::query(ATTEMPT)
            .bind(end.delivery.0).bind(n).bind(&lease.worker).bind(lease.epoch).bind(end.phase)
            .bind(end.code.map(i64::from)).bind(&end.enhanced).bind(&end.text).bind(&end.peer).bind(&end.tls)
            .bind(stamp(end.started_at)).bind(stamp(end.ended_at)).execute(c).await.map(drop))?;
        if let (true, Some(client)) = (sent, end.client) {
            note_use(tx, client, end).await?;
        }
    }
    documents::follow(tx, documents).await
}

const NOTE_USE: &str = "INSERT INTO address_use (client_id, address_key, uses, last_used_at)
  SELECT $1, d.address_key, 1, $3 FROM delivery d WHERE d.id = $2 AND NOT d.self_copy
  ON CONFLICT (client_id, address_key) DO UPDATE SET uses = address_use.uses + 1, last_used_at = excluded.last_used_at";

async fn note_use(tx: &mut Tx, client: ClientId, end: &Settled) -> Result<()> {
    on!(tx, c => sqlx::query(NOTE_USE)
        .bind(client.0).bind(end.delivery.0).bind(stamp(end.ended_at)).execute(c).await.map(drop))?;
    Ok(())
}

pub(super) const CLOSE: &str =
    "UPDATE batch SET state = 'done', changed_at = $2 WHERE id = $1 AND state IN ('running', 'paused') AND NOT EXISTS
  (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
    WHERE m.batch_id = batch.id AND d.state IN ('held', 'queued', 'leased', 'in_flight')) RETURNING kind = 'system'";

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
