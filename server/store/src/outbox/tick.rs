//! What time alone moves. SQLite takes a partial index only when its condition stands in the query word for word: hence the
//! repeated `state IN (…)`.

use super::batches;
use crate::{Result, Tx, documents, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{BatchId, Moment};

pub(super) const RELEASE: &str = "UPDATE delivery SET state = 'queued', changed_at = $1 WHERE state = 'held' AND id IN
  (SELECT id FROM delivery WHERE state = 'held' AND due_at <= $1 AND state IN ('held', 'leased', 'in_flight')
    ORDER BY due_at, id LIMIT $2) RETURNING message_id";
/// Of one transaction: a large batch must not keep everybody else waiting.
const AT_ONCE: i64 = 2_000;

/// The seconds for cancelling are over: held → queued. How many; there may be more.
pub async fn release_due(tx: &mut Tx, now: Moment) -> Result<usize> {
    let released: Vec<i64> =
        on!(tx, c => sqlx::query_scalar(RELEASE).bind(stamp(now)).bind(AT_ONCE).fetch_all(c).await)?;
    Ok(released.len())
}

pub(super) const OVER: &str = "SELECT DISTINCT batch_id FROM delivery WHERE state = 'queued' AND priority < 100 AND expires_at <= $1 AND due_at <= $1";
pub(super) const EXPIRE: &str = "UPDATE delivery SET state = 'expired', changed_at = $1
  WHERE state = 'queued' AND priority < 100 AND expires_at <= $1 AND due_at <= $1 RETURNING message_id";

/// Put off until its time was over: queued → expired. The batches this happened in. What a paused batch holds back was refused by
/// nobody: its time begins anew when it goes on (`resume`).
pub async fn expire_due(tx: &mut Tx, now: Moment) -> Result<Vec<BatchId>> {
    let over: Vec<i64> = on!(tx, c => sqlx::query_scalar(OVER).bind(stamp(now)).fetch_all(c).await)?;
    if over.is_empty() {
        return Ok(vec![]);
    }
    let held = batches::hold(tx, over.into_iter().map(BatchId)).await?;
    let messages: Vec<i64> = on!(tx, c => sqlx::query_scalar(EXPIRE).bind(stamp(now)).fetch_all(c).await)?;
    let batches: Vec<BatchId> = held.into_iter().map(|(id, _)| id).collect();
    for batch in &batches {
        super::close_if_settled(tx, *batch, now).await?;
    }
    documents::follow_messages(tx, &messages).await?;
    Ok(batches)
}

pub(super) const NEXT_HELD: &str = "SELECT MIN(due_at) FROM delivery WHERE state = 'held'
  AND state IN ('held', 'leased', 'in_flight')";
macro_rules! first {
    ($priority:literal) => {
        concat!(
            "(SELECT MIN(d.due_at) FROM delivery d WHERE d.account_id = a.id AND d.priority = ",
            $priority,
            " AND d.state = 'queued')"
        )
    };
}
/// Of each account that may send, when, and its first of each priority; what is paused has none of them (`outbox::pause`).
pub(super) const NEXT_QUEUED: &str = concat!(
    "SELECT a.next_ok_at, ",
    first!(0),
    ", ",
    first!(1),
    ", ",
    first!(2),
    ", ",
    first!(3),
    " FROM smtp_account a WHERE a.state IN ('ok', 'throttled')"
);
type Firsts =
    (Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<DateTime<Utc>>);
pub(super) const NEXT_EXPIRY: &str = "SELECT MIN(expires_at) FROM delivery WHERE state = 'queued' AND priority < 100";

/// When something moves next if nobody does anything. `None`: nothing waits.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Moment>> {
    let queued: Vec<Firsts> = on!(tx, c => sqlx::query_as(NEXT_QUEUED).fetch_all(c).await)?;
    let queued = queued.into_iter().filter_map(|(not_before, system, one_off, document, campaign)| {
        let first = [system, one_off, document, campaign].into_iter().flatten().min()?;
        Some(not_before.map_or(first, |at| at.max(first)))
    });
    let mut next: Option<DateTime<Utc>> = queued.min();
    for text in [NEXT_HELD, NEXT_EXPIRY] {
        let found: Option<DateTime<Utc>> = on!(tx, c => sqlx::query_scalar(text).fetch_one(c).await)?;
        next = [next, found].into_iter().flatten().min();
    }
    Ok(next.map(moment))
}
