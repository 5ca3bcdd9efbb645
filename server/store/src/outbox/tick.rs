//! What time alone moves. SQLite takes a partial index only when its condition stands in the query word for word: hence the
//! repeated `state IN (…)`.

use crate::{Result, Tx, documents, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{BatchId, Moment};

pub(super) const RELEASE: &str =
    "UPDATE delivery SET state = 'queued', changed_at = $1 WHERE state = 'held' AND due_at <= $1
  AND state IN ('held', 'leased', 'in_flight') RETURNING message_id";

/// The seconds for cancelling are over: held → queued. How many.
pub async fn release_due(tx: &mut Tx, now: Moment) -> Result<usize> {
    let released: Vec<i64> = on!(tx, c => sqlx::query_scalar(RELEASE).bind(stamp(now)).fetch_all(c).await)?;
    Ok(released.len())
}

/// What a paused batch holds back was not refused by anybody: its time begins anew when it goes on (`resume`).
macro_rules! not_paused {
    () => {
        "message_id NOT IN (SELECT m.id FROM batch b JOIN message m ON m.batch_id = b.id WHERE b.state = 'paused')"
    };
}
pub(super) const EXPIRE: &str = concat!(
    "UPDATE delivery SET state = 'expired', changed_at = $1
  WHERE state = 'queued' AND expires_at <= $1 AND due_at <= $1 AND ",
    not_paused!(),
    " RETURNING message_id"
);
const BATCH_OF: &str = "SELECT batch_id FROM message WHERE id = $1";

/// Put off until its time was over: queued → expired. The batches this happened in.
pub async fn expire_due(tx: &mut Tx, now: Moment) -> Result<Vec<BatchId>> {
    let mut messages: Vec<i64> = on!(tx, c => sqlx::query_scalar(EXPIRE).bind(stamp(now)).fetch_all(c).await)?;
    messages.sort_unstable();
    messages.dedup();
    let mut batches = vec![];
    for message in &messages {
        batches.push(BatchId(on!(tx, c => sqlx::query_scalar(BATCH_OF).bind(message).fetch_one(c).await)?));
    }
    batches.sort_unstable();
    batches.dedup();
    for batch in &batches {
        super::close_if_settled(tx, *batch, now).await?;
    }
    documents::follow_messages(tx, &messages).await?;
    Ok(batches)
}

pub(super) const NEXT_HELD: &str = "SELECT MIN(due_at) FROM delivery WHERE state = 'held'
  AND state IN ('held', 'leased', 'in_flight')";
pub(super) const NEXT_QUEUED: &str = "SELECT MIN(CASE WHEN a.next_ok_at > d.due_at THEN a.next_ok_at ELSE d.due_at END)
  FROM delivery d JOIN smtp_account a ON a.id = d.account_id JOIN message m ON m.id = d.message_id JOIN batch b ON b.id = m.batch_id
  WHERE d.state = 'queued' AND a.state IN ('ok', 'throttled') AND b.state = 'running'";
pub(super) const NEXT_EXPIRY: &str =
    concat!("SELECT MIN(expires_at) FROM delivery WHERE state = 'queued' AND ", not_paused!());

/// When something moves next if nobody does anything. `None`: nothing waits.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Moment>> {
    let mut next: Option<DateTime<Utc>> = None;
    for text in [NEXT_HELD, NEXT_QUEUED, NEXT_EXPIRY] {
        let found: Option<DateTime<Utc>> = on!(tx, c => sqlx::query_scalar(text).fetch_one(c).await)?;
        next = [next, found].into_iter().flatten().min();
    }
    Ok(next.map(moment))
}
