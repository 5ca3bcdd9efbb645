//! After a crash: what was only leased goes back, what was in flight is resolved by its class (delivery.md §2).

use super::{batches, event};
use crate::{Result, Tx, documents, on, stamp};
use model::delivery::{Kind, Settlement};
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

/// Whoever moves several deliveries holds their batches first.
/// Two questions, each of its own state: of what is held there may be a million.
pub(super) const BATCHES: &str =
    "SELECT batch_id FROM delivery WHERE state = 'leased' AND state IN ('held', 'leased', 'in_flight')
    AND (lease_until IS NULL OR lease_until <= $1)
  UNION SELECT batch_id FROM delivery WHERE state = 'in_flight' AND state IN ('held', 'leased', 'in_flight')
    AND (lease_until IS NULL OR lease_until <= $2)";
pub(super) const RETURN_LEASED: &str =
    "UPDATE delivery SET state = 'queued', changed_at = $1, leased_by = NULL, lease_until = NULL
  WHERE state = 'leased' AND state IN ('held', 'leased', 'in_flight') AND (lease_until IS NULL OR lease_until <= $2)
  RETURNING id, message_id, state, dup_risk, attempt, lease_epoch";
/// Of a kind that is sent at least once, not cancelled, and not twice in doubt already.
macro_rules! again {
    () => {
        "((SELECT COUNT(*) FROM attempt t WHERE t.delivery_id = delivery.id AND t.phase = 'dot' AND t.code IS NULL) < $3
        AND (SELECT b.kind <> $4 AND b.state <> 'cancelled'
          FROM message m JOIN batch b ON b.id = m.batch_id WHERE m.id = delivery.message_id))"
    };
}
/// An ambiguous delivery of a kind that is sent at least once is queued again with `dup_risk`, at most twice in all
/// (`Kind::settle`); of a campaign, or when its batch was cancelled, it is uncertain.
pub(super) const RESOLVE: &str = concat!(
    "UPDATE delivery SET state = CASE WHEN ",
    again!(),
    " THEN 'queued' ELSE 'uncertain' END, dup_risk = (dup_risk OR ",
    again!(),
    "), bounced_at = CASE WHEN ",
    again!(),
    " THEN NULL ELSE bounced_at END, last_phase = 'dot', last_text = 'dropped', last_code = NULL, last_enhanced = '', attempt = attempt + 1, due_at = $1,
    changed_at = $1, leased_by = NULL, lease_until = NULL
  WHERE state = 'in_flight' AND state IN ('held', 'leased', 'in_flight') AND (lease_until IS NULL OR lease_until <= $2)
  RETURNING id, message_id, state, dup_risk, attempt, lease_epoch"
);
/// The try that was cut off; who made it is not known any more.
const ATTEMPT: &str =
    "INSERT INTO attempt (delivery_id, n, worker, epoch, phase, enhanced, text, peer, tls, started_at, ended_at, account_id)
  VALUES ($1, $2, '', $3, 'dot', '', 'dropped', '', '', $4, $4, (SELECT account_id FROM delivery WHERE id = $1))";
const FREE_ACCOUNTS: &str =
    "UPDATE smtp_account SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL";
const BATCH_OF: &str = "SELECT batch_id FROM message WHERE id = $1";

type Row = (i64, i64, String, bool, i64, i64);

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
    let last_doubt = (1..).find(|n| Kind::OneOff.settle(*n) == Settlement::AskAPerson).unwrap_or(1) - 1;
    let held: Vec<i64> = on!(tx, c => sqlx::query_scalar(BATCHES)
        .bind(stamp(leased)).bind(stamp(in_flight)).fetch_all(c).await)?;
    if held.is_empty() {
        return Ok(vec![]);
    }
    batches::hold(tx, held.into_iter().map(BatchId)).await?;
    let mut rows: Vec<Row> = on!(tx, c => sqlx::query_as(RETURN_LEASED)
        .bind(stamp(now)).bind(stamp(leased)).fetch_all(c).await)?;
    let resolved: Vec<Row> = on!(tx, c => sqlx::query_as(RESOLVE)
        .bind(stamp(now)).bind(stamp(in_flight)).bind(i64::from(last_doubt)).bind(Kind::Campaign.code())
        .fetch_all(c).await)?;
    for (id, _, _, _, n, epoch) in &resolved {
        on!(tx, c => sqlx::query(ATTEMPT).bind(id).bind(n).bind(epoch).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    let messages: Vec<i64> = resolved.iter().map(|row| row.1).collect();
    rows.extend(resolved);
    let mut batches = vec![];
    for (id, message, state, dup_risk, ..) in rows {
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
    documents::follow_messages(tx, &messages).await?;
    Ok(batches)
}

/// The year 9999: a time that every lease is before.
pub(super) const FAR: i64 = 253_370_764_800_000;
