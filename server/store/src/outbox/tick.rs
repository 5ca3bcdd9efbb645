//! What time alone moves. SQLite takes a partial index only when its condition stands in the query word for word: hence the
//! repeated `state IN (…)`.

use super::{batches, feed};
use crate::{Result, Tx, documents, ids::push_ids, moment, on, restorations, stamp};
use chrono::{DateTime, Utc};
use model::{BatchId, Moment};

pub(super) const RELEASE: &str = "UPDATE delivery SET state = 'queued', changed_at = $1 WHERE state = 'held' AND id IN
  (SELECT id FROM delivery WHERE state = 'held' AND due_at <= $1 AND state IN ('held', 'leased', 'in_flight')
    ORDER BY due_at, id LIMIT $2)";
pub(super) const RELEASED: &str = "SELECT DISTINCT batch_id FROM (SELECT batch_id FROM delivery
  WHERE state = 'held' AND due_at <= $1 AND state IN ('held', 'leased', 'in_flight') ORDER BY due_at, id LIMIT $2) v";
/// Of one transaction: a large batch must not keep everybody else waiting.
const AT_ONCE: i64 = 2_000;

/// The seconds for cancelling are over: held → queued. The batches this happened in; there may be more.
pub async fn release_due(tx: &mut Tx, now: Moment) -> Result<Vec<BatchId>> {
    let batches: Vec<i64> =
        on!(tx, c => sqlx::query_scalar(RELEASED).bind(stamp(now)).bind(AT_ONCE).fetch_all(c).await)?;
    let batches: Vec<BatchId> = batches.into_iter().map(BatchId).collect();
    if !batches.is_empty() {
        batches::hold(tx, batches.iter().copied()).await?;
        on!(tx, c => sqlx::query(RELEASE).bind(stamp(now)).bind(AT_ONCE).execute(c).await.map(drop))?;
    }
    Ok(batches)
}

pub(super) const OVER: &str = "SELECT id, batch_id FROM delivery
  WHERE state = 'queued' AND priority < 100 AND expires_at <= $1 AND due_at <= $1 ORDER BY expires_at LIMIT $2";
const EXPIRE: &str = "UPDATE delivery SET state = 'expired', changed_at = ";
const EXPIRED: &str = ") RETURNING message_id, batch_id";

/// Put off until its time was over: queued → expired. The batches this happened in; there may be more. What a paused batch holds back was
/// refused by nobody: its time begins anew when it goes on (`resume`). So does everything while a copy in place is not confirmed.
pub async fn expire_due(tx: &mut Tx, now: Moment) -> Result<Vec<BatchId>> {
    if restorations::find(tx).await?.is_some() {
        return Ok(vec![]);
    }
    let over: Vec<(i64, i64)> = on!(tx, c => sqlx::query_as(OVER).bind(stamp(now)).bind(AT_ONCE).fetch_all(c).await)?;
    if over.is_empty() {
        return Ok(vec![]);
    }
    batches::hold(tx, over.iter().map(|(_, batch)| BatchId(*batch))).await?;
    let ids: Vec<i64> = over.into_iter().map(|(id, _)| id).collect();
    let gone: Vec<(i64, i64)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(EXPIRE);
        query.push_bind(stamp(now)).push(" WHERE state = 'queued' AND priority < 100 AND due_at <= ").push_bind(stamp(now));
        query.push(" AND id IN (");
        push_ids(&mut query, &ids);
        query.push(EXPIRED).build_query_as().fetch_all(c).await
    })?;
    let (mut messages, mut batches): (Vec<i64>, Vec<i64>) = gone.into_iter().unzip();
    messages.sort_unstable();
    messages.dedup();
    batches.sort_unstable();
    batches.dedup();
    let batches: Vec<BatchId> = batches.into_iter().map(BatchId).collect();
    for batch in &batches {
        super::close_if_settled(tx, *batch, now).await?;
    }
    documents::follow_messages(tx, &messages).await?;
    Ok(batches)
}

// What is let go in steps is held until an instant that never comes (`fill`).
pub(super) const NEXT_HELD: &str = "SELECT MIN(due_at) FROM delivery WHERE state = 'held' AND due_at < '9998-01-01'
  AND state IN ('held', 'leased', 'in_flight')";
/// The first in order: for `MIN`, Postgres without statistics counts through the whole queue.
macro_rules! first {
    ($priority:literal) => {
        concat!(
            "(SELECT d.due_at FROM delivery d WHERE d.account_id = a.id AND d.priority = ",
            $priority,
            " AND d.state = 'queued' ORDER BY d.due_at LIMIT 1)"
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

/// When something moves next if nobody does anything. `None`: nothing waits, or all of it for an administrator after a restore.
pub async fn next_due(tx: &mut Tx) -> Result<Option<Moment>> {
    if restorations::find(tx).await?.is_some() {
        let held: Option<DateTime<Utc>> = on!(tx, c => sqlx::query_scalar(NEXT_HELD).fetch_one(c).await)?;
        return Ok(held.map(moment));
    }
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
    Ok([next.map(moment), feed::next(tx).await?].into_iter().flatten().min())
}
