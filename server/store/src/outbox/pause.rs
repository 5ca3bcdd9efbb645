//! « Mettre en pause » and « Reprendre »: what has not left stays for a while, and the answer is exact.

use super::{close_if_settled, event};
use crate::{Result, StoreError, Tx, coded::coded, on, stamp};
use model::delivery::Kind;
use model::send::{BatchAct, BatchState, Waits};
use model::{BatchId, Moment, UserId};

/// Held until the commit: pausing, going on and cancelling at one instant come one after the other.
const LOCK: &str = "UPDATE batch SET changed_at = $2 WHERE id = $1 AND kind <> 'system'
  AND state NOT IN ('draft', 'dropping', 'dropped') RETURNING kind, state";
/// What is paused has a priority that nobody looks for (100 and more): however much it is, it is in nobody's way. Each row is written: a
/// worker that puts one of them in flight at this instant comes before, and it is counted as leaving, or after, and sees the pause.
pub(super) const HOLD_BACK: &str =
    "UPDATE delivery SET state = CASE state WHEN 'leased' THEN 'queued' ELSE state END, leased_by = NULL, lease_until = NULL,
    priority = priority % 100 + 100
  WHERE state IN ('held', 'queued', 'leased') AND message_id IN (SELECT id FROM message WHERE batch_id = $1)
  RETURNING NOT self_copy";
/// If one of them comes back to be tried again, it waits too.
pub(super) const SET_ASIDE: &str = "UPDATE delivery SET priority = priority % 100 + 100
  WHERE batch_id = $1 AND state = 'in_flight' AND state IN ('held', 'queued', 'leased', 'in_flight')";
pub(super) const IN_FLIGHT: &str = "SELECT COUNT(*) FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state = 'in_flight' AND NOT d.self_copy";
const SET: &str = "UPDATE batch SET state = $2 WHERE id = $1";

/// Holds back what has not left. Of a batch that is paused already only the counts are told.
///
/// # Errors
/// `NotFound`, also for system mails; `Refused`: `ended` when it was stopped or came to its end, `nothing_waits`.
pub async fn pause(tx: &mut Tx, batch: BatchId, by: UserId, now: Moment) -> Result<Waits> {
    let (_, state) = lock(tx, batch, now).await?;
    let after = state.after(BatchAct::Pause).ok_or(StoreError::Refused("ended"))?;
    if state == after {
        return counted(tx, batch).await;
    }
    let held: Vec<bool> = on!(tx, c => sqlx::query_scalar(HOLD_BACK).bind(batch.0).fetch_all(c).await)?;
    if held.is_empty() {
        return Err(StoreError::Refused("nothing_waits"));
    }
    on!(tx, c => sqlx::query(SET_ASIDE).bind(batch.0).execute(c).await.map(drop))?;
    let waits = waits(tx, batch, &held).await?;
    become_state(tx, batch, after).await?;
    event::add(tx, (Some(batch), None), Some(by), "paused", told(waits), now).await?;
    Ok(waits)
}

/// A pause does not count against the time in which a mail is tried.
pub(super) const GO_ON: &str = "UPDATE delivery SET expires_at = CASE WHEN expires_at < $2 THEN $2 ELSE expires_at END, priority = priority % 100
  WHERE state IN ('held', 'queued', 'leased', 'in_flight') AND batch_id = $1 RETURNING NOT self_copy AND state <> 'in_flight'";

/// Lets go on what was held back, by a person or by the machine. Wake the outbox after the commit.
///
/// # Errors
/// `NotFound`, also for system mails; `Refused("ended")` when it was stopped or came to its end.
pub async fn resume(tx: &mut Tx, batch: BatchId, by: UserId, now: Moment) -> Result<Waits> {
    let (kind, state) = lock(tx, batch, now).await?;
    let after = state.after(BatchAct::Resume).ok_or(StoreError::Refused("ended"))?;
    if state == after {
        return counted(tx, batch).await;
    }
    let until = stamp(now.plus_ms(kind.lifetime().as_millis() as i64));
    let going: Vec<bool> = on!(tx, c => sqlx::query_scalar(GO_ON).bind(batch.0).bind(until).fetch_all(c).await)?;
    let waits = waits(tx, batch, &going).await?;
    become_state(tx, batch, after).await?;
    event::add(tx, (Some(batch), None), Some(by), "resumed", told(waits), now).await?;
    close_if_settled(tx, batch, now).await?;
    Ok(waits)
}

async fn lock(tx: &mut Tx, batch: BatchId, now: Moment) -> Result<(Kind, BatchState)> {
    let (kind, state): (String, String) =
        on!(tx, c => sqlx::query_as(LOCK).bind(batch.0).bind(stamp(now)).fetch_one(c).await)?;
    Ok((coded("batch.kind", &kind, Kind::from_code)?, coded("batch.state", &state, BatchState::from_code)?))
}

pub(super) const WAITING: &str = "SELECT COUNT(*) FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state IN ('held', 'queued', 'leased') AND NOT d.self_copy";

/// Of an act that changes nothing.
async fn counted(tx: &mut Tx, batch: BatchId) -> Result<Waits> {
    let waiting: i64 = on!(tx, c => sqlx::query_scalar(WAITING).bind(batch.0).fetch_one(c).await)?;
    Ok(Waits { waiting, ..waits(tx, batch, &[]).await? })
}

/// `touched` says of each that waits whether it counts.
async fn waits(tx: &mut Tx, batch: BatchId, touched: &[bool]) -> Result<Waits> {
    let in_flight: i64 = on!(tx, c => sqlx::query_scalar(IN_FLIGHT).bind(batch.0).fetch_one(c).await)?;
    Ok(Waits { waiting: touched.iter().filter(|counts| **counts).count() as i64, in_flight })
}

async fn become_state(tx: &mut Tx, batch: BatchId, state: BatchState) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(SET).bind(batch.0).bind(state.code()).execute(c).await.map(drop))?)
}

fn told(waits: Waits) -> serde_json::Value {
    serde_json::json!({ "waiting": waits.waiting, "in_flight": waits.in_flight })
}
