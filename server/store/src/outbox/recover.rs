//! After a crash: what was only leased goes back, what was in flight is resolved by its class (delivery.md §2).

use super::event;
use crate::{Result, Tx, on, stamp};
use model::delivery::Kind;
use model::{BatchId, DeliveryId, Moment};

/// Which leases are over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grace {
    /// All of them: this process is the only one and has just started (SQLite).
    None,
    /// Those past their time; what was in flight only 11 minutes later, which is longer than any wait after the dot, since the
    /// worker may still be alive (Postgres).
    Leases,
}

const AFTER_LEASE_MS: i64 = 11 * 60 * 1000;

/// An ambiguous delivery of a kind that is sent at least once is queued again with `dup_risk`, at most twice in all
/// (`Kind::settle`); of a campaign, or when its batch was cancelled, it is uncertain.
const RECOVER: &str = "UPDATE delivery SET
    state = CASE WHEN state = 'leased' OR (attempt < $4 AND (SELECT b.kind <> $5 AND b.state <> 'cancelled'
        FROM message m JOIN batch b ON b.id = m.batch_id WHERE m.id = delivery.message_id)) THEN 'queued' ELSE 'uncertain' END,
    dup_risk = CASE WHEN state = 'in_flight' AND attempt < $4 AND (SELECT b.kind <> $5 AND b.state <> 'cancelled'
        FROM message m JOIN batch b ON b.id = m.batch_id WHERE m.id = delivery.message_id) THEN $6 ELSE dup_risk END,
    last_phase = CASE WHEN state = 'in_flight' THEN 'dot' ELSE last_phase END,
    last_text = CASE WHEN state = 'in_flight' THEN 'dropped' ELSE last_text END,
    last_code = CASE WHEN state = 'in_flight' THEN NULL ELSE last_code END,
    last_enhanced = CASE WHEN state = 'in_flight' THEN '' ELSE last_enhanced END,
    attempt = CASE WHEN state = 'in_flight' THEN attempt + 1 ELSE attempt END,
    due_at = CASE WHEN state = 'in_flight' THEN $1 ELSE due_at END,
    changed_at = $1, leased_by = NULL, lease_until = NULL
  WHERE state IN ('held', 'leased', 'in_flight')
    AND ((state = 'leased' AND (lease_until IS NULL OR lease_until <= $2))
      OR (state = 'in_flight' AND (lease_until IS NULL OR lease_until <= $3)))
  RETURNING id, message_id, state, dup_risk";
const FREE_ACCOUNTS: &str =
    "UPDATE smtp_account SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL";
const BATCH_OF: &str = "SELECT batch_id FROM message WHERE id = $1";

/// Gives back what a dead worker held. The batches in which something moved.
pub async fn recover(tx: &mut Tx, grace: Grace, now: Moment) -> Result<Vec<BatchId>> {
    let (leased, in_flight) = match grace {
        Grace::None => (Moment(FAR), Moment(FAR)),
        Grace::Leases => (now, now.plus_ms(-AFTER_LEASE_MS)),
    };
    if grace == Grace::None {
        on!(tx, c => sqlx::query(FREE_ACCOUNTS).execute(c).await.map(drop))?;
    }
    // `Kind::settle` counts the try that was cut off.
    let last_try = (1..).find(|n| Kind::OneOff.settle(*n) == model::delivery::Settlement::AskAPerson).unwrap_or(1) - 1;
    let rows: Vec<(i64, i64, String, bool)> = on!(tx, c => sqlx::query_as(RECOVER)
        .bind(stamp(now)).bind(stamp(leased)).bind(stamp(in_flight)).bind(i64::from(last_try)).bind(Kind::Campaign.code())
        .bind(true).fetch_all(c).await)?;
    let mut batches = vec![];
    for (id, message, state, dup_risk) in rows {
        let batch = BatchId(on!(tx, c => sqlx::query_scalar(BATCH_OF).bind(message).fetch_one(c).await)?);
        let data = serde_json::json!({ "state": state, "dup_risk": dup_risk });
        event::add(tx, (Some(batch), Some(DeliveryId(id))), None, "recovered", data, now).await?;
        batches.push(batch);
    }
    batches.sort_unstable();
    batches.dedup();
    for batch in &batches {
        super::close_if_settled(tx, *batch, now).await?;
    }
    Ok(batches)
}

/// The year 9999: a time that every lease is before.
const FAR: i64 = 253_370_764_800_000;
