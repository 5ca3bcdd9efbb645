//! The account first, then its deliveries: connection reuse, limits and order stay local to one worker. An epoch rises with
//! each lease; whoever writes with an older one writes nothing.

use super::batches;
use crate::{Result, Tx, dialect, on, stamp};
use model::{AccountId, BatchId, Moment};

/// An account that this worker serves until `until`, unless it renews.
#[derive(Clone, Debug)]
pub struct Lease {
    /// The account.
    pub account: AccountId,
    /// Which time it was leased.
    pub epoch: i64,
    /// By which worker.
    pub worker: String,
}

/// Leases the account that waited longest among those that have a delivery due and may send now.
pub async fn lease_account(tx: &mut Tx, worker: &str, until: Moment, now: Moment) -> Result<Option<Lease>> {
    let text = dialect::lease_account(tx);
    let row: Option<(i64, i64)> = on!(tx, c => sqlx::query_as(text)
        .bind(worker).bind(stamp(now)).bind(stamp(until)).fetch_optional(c).await)?;
    Ok(row.map(|(id, epoch)| Lease { account: AccountId(id), epoch, worker: worker.to_owned() }))
}

/// Whether an account could be leased that this worker does not serve.
pub async fn somebody_waits(tx: &mut Tx, worker: &str, now: Moment) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query_scalar(dialect::SOMEBODY_WAITS).bind(worker).bind(stamp(now)).fetch_one(c).await)?)
}

/// Whether the account is still leased so; it stays so until the commit.
pub async fn is_leased(tx: &mut Tx, lease: &Lease) -> Result<bool> {
    let ends = dialect::held_but_named(tx);
    let found: Option<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT id FROM smtp_account WHERE id = ");
        query.push_bind(lease.account.0).push(" AND lease_epoch = ").push_bind(lease.epoch);
        query.push(" AND lease_owner = ").push_bind(&lease.worker).push(ends);
        query.build_query_scalar().fetch_optional(c).await
    })?;
    Ok(found.is_some())
}

/// The batches of what is leased so: whoever moves it holds them first.
pub(super) const BATCHES: &str =
    "SELECT DISTINCT batch_id FROM delivery WHERE account_id = $1 AND lease_epoch = $2 AND leased_by = $3
  AND state IN ('leased', 'in_flight') AND state IN ('held', 'leased', 'in_flight')";

async fn hold_batches(tx: &mut Tx, lease: &Lease) -> Result<Vec<BatchId>> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(BATCHES)
        .bind(lease.account.0).bind(lease.epoch).bind(&lease.worker).fetch_all(c).await)?;
    let ids: Vec<BatchId> = ids.into_iter().map(BatchId).collect();
    batches::hold(tx, ids.iter().copied()).await?;
    Ok(ids)
}

const RENEW: &str = "UPDATE smtp_account SET lease_until = $4 WHERE id = $1 AND lease_epoch = $2 AND lease_owner = $3";
/// `state` is asked twice: SQLite takes `delivery_open` only when its condition stands in the query word for word.
pub(super) const RENEW_DELIVERIES: &str =
    "UPDATE delivery SET lease_until = $4 WHERE account_id = $1 AND lease_epoch = $2
  AND leased_by = $3 AND state IN ('leased', 'in_flight')
  AND state IN ('held', 'leased', 'in_flight')";

/// Keeps the lease while a dialogue lasts. `false`: it is lost, and so is everything that would still be written with it.
pub async fn renew(tx: &mut Tx, lease: &Lease, until: Moment) -> Result<bool> {
    hold_batches(tx, lease).await?;
    let mut renewed = 0;
    for text in [RENEW_DELIVERIES, RENEW] {
        renewed = on!(tx, c => sqlx::query(text)
            .bind(lease.account.0).bind(lease.epoch).bind(&lease.worker).bind(stamp(until))
            .execute(c).await.map(|r| r.rows_affected()))?;
    }
    Ok(renewed > 0)
}

pub(super) const RETURN_DELIVERIES: &str = "UPDATE delivery SET state = 'queued', leased_by = NULL, lease_until = NULL
  WHERE account_id = $1 AND lease_epoch = $2 AND leased_by = $3 AND state = 'leased'
  AND state IN ('held', 'leased', 'in_flight')";
const RELEASE: &str = "UPDATE smtp_account SET lease_owner = NULL, lease_until = NULL
  WHERE id = $1 AND lease_epoch = $2 AND lease_owner = $3";

/// Gives back the account, and what was leased with it and has not left. The batches of that: they are not under way any more.
pub async fn release_account(tx: &mut Tx, lease: &Lease) -> Result<Vec<BatchId>> {
    let batches = hold_batches(tx, lease).await?;
    for text in [RETURN_DELIVERIES, RELEASE] {
        on!(tx, c => sqlx::query(text)
            .bind(lease.account.0).bind(lease.epoch).bind(&lease.worker).execute(c).await.map(drop))?;
    }
    Ok(batches)
}
