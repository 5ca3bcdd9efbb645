//! What was filled in steps (`fill`) is let go in steps: held → queued, some thousands in each commit, so that neither a worker nor anybody
//! who saves waits for a million rows. It is much faster than mails leave.

use super::{batches, close_if_settled, fill::never, sweep::given_up_before};
use crate::{Result, Tx, coded::coded, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::delivery::Kind;
use model::{BatchId, Moment};

/// A paused one goes on where it was; of one that was cancelled nothing is found, and that is its end.
macro_rules! fed {
    ($end:literal) => {
        concat!(
            "SELECT id, kind FROM batch WHERE feed_from IS NOT NULL AND feed_from <= $1 AND state <> 'paused'
  ORDER BY feed_from, id LIMIT $2",
            $end
        )
    };
}
pub(super) const FED: &str = fed!("");
/// What somebody holds just now, perhaps to cancel a million, waits for the next round, and nobody for it.
const FED_FREE: &str = fed!(" FOR NO KEY UPDATE SKIP LOCKED");
pub(super) const LET_GO: &str = "UPDATE delivery SET state = 'queued', due_at = $3, expires_at = $4, changed_at = $3,
    account_id = (SELECT m.account_id FROM message m WHERE m.id = delivery.message_id)
  WHERE state = 'held' AND id IN (SELECT id FROM delivery WHERE state = 'held' AND due_at = $1
    AND state IN ('held', 'leased', 'in_flight') ORDER BY id LIMIT $2)";
const ENDED: &str = "UPDATE batch SET feed_from = NULL WHERE id = $1";
/// Batches that are let go side by side: a small one need not wait for a large one.
const SIDE_BY_SIDE: i64 = 8;
/// Rows of one commit, of all of them.
const AT_ONCE: i64 = 2_000;

pub(super) const DUE: &str = "SELECT EXISTS (SELECT 1 FROM batch WHERE feed_from IS NOT NULL AND feed_from <= $1 AND state <> 'paused'),
  EXISTS (SELECT 1 FROM batch WHERE state = 'draft' AND changed_at < $2) OR EXISTS (SELECT 1 FROM batch WHERE state = 'dropping')";

/// What there is to do in steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepsDue {
    /// [`feed_due`] has something to let go.
    pub feed: bool,
    /// [`super::sweep`] has something to take away.
    pub sweep: bool,
}

/// One question, for each of the worker's rounds: there is hardly ever anything.
pub async fn steps_due(tx: &mut Tx, now: Moment) -> Result<StepsDue> {
    let (feed, sweep) = on!(tx, c => sqlx::query_as(DUE)
        .bind(stamp(now)).bind(stamp(given_up_before(now))).fetch_one(c).await)?;
    Ok(StepsDue { feed, sweep })
}

/// What [`feed_due`] let go.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fed {
    /// How many.
    pub mails: u64,
    /// Of these; one of them may have come to its end instead.
    pub batches: Vec<BatchId>,
}

/// Lets go the next of every batch whose time has come; there may be more. A transaction of its own: it holds batches.
pub async fn feed_due(tx: &mut Tx, now: Moment) -> Result<Fed> {
    let text = if matches!(tx, Tx::Postgres(_)) { FED_FREE } else { FED };
    let fed: Vec<(i64, String)> =
        on!(tx, c => sqlx::query_as(text).bind(stamp(now)).bind(SIDE_BY_SIDE).fetch_all(c).await)?;
    if fed.is_empty() {
        return Ok(Fed::default());
    }
    let held = batches::hold(tx, fed.iter().map(|(id, _)| BatchId(*id))).await?;
    let most = AT_ONCE / fed.len() as i64;
    let mut all = Fed::default();
    for (id, kind) in fed {
        let batch = BatchId(id);
        // Paused at this very instant: it waits.
        if held.iter().any(|(id, state)| *id == batch && state == "paused") {
            continue;
        }
        let expires = now.plus_ms(coded("batch.kind", &kind, Kind::from_code)?.lifetime().as_millis() as i64);
        let let_go = on!(tx, c => sqlx::query(LET_GO)
            .bind(stamp(never(batch))).bind(most).bind(stamp(now)).bind(stamp(expires))
            .execute(c).await.map(|r| r.rows_affected()))?;
        if let_go < most as u64 {
            on!(tx, c => sqlx::query(ENDED).bind(id).execute(c).await.map(drop))?;
            close_if_settled(tx, batch, now).await?;
        }
        all.mails += let_go;
        all.batches.push(batch);
    }
    Ok(all)
}

pub(super) const NEXT: &str = "SELECT MIN(feed_from) FROM batch WHERE feed_from IS NOT NULL AND state <> 'paused'";

/// When something is let go next.
pub(super) async fn next(tx: &mut Tx) -> Result<Option<Moment>> {
    let next: Option<DateTime<Utc>> = on!(tx, c => sqlx::query_scalar(NEXT).fetch_one(c).await)?;
    Ok(next.map(moment))
}
