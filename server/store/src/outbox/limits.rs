//! How much an account may still send: recipients that it told a server in any 60 seconds, and in any 24 hours (delivery.md §4). Counted
//! from what is written, so that a restart forgets nothing.

use crate::{Result, StoreError, Tx, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::delivery::Window;
use model::{AccountId, AccountLimits, AccountUsed, Moment};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 3_600_000;

/// What may still leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// As many as one likes.
    Everything,
    /// So many recipients, at least one.
    Some(i64),
    /// Nothing before this instant, for this window.
    NothingUntil(Moment, Window),
}

const LIMITS: &str = "SELECT max_connections, per_minute, per_day FROM smtp_account WHERE id = $1";

/// As they are set.
///
/// # Errors
/// `NotFound`.
pub async fn limits(tx: &mut Tx, account: AccountId) -> Result<AccountLimits> {
    let row: Option<(i64, i64, i64)> = on!(tx, c => sqlx::query_as(LIMITS).bind(account.0).fetch_optional(c).await)?;
    let (connections, per_minute, per_day) = row.ok_or(StoreError::NotFound)?;
    Ok(AccountLimits { connections, per_minute, per_day })
}

const SET: &str =
    "UPDATE smtp_account SET max_connections = $2, per_minute = $3, per_day = $4, changed_at = $5 WHERE id = $1";
/// What waited for the window of a limit that is another now.
const GO_ON: &str = "UPDATE smtp_account SET state = 'ok', state_text = '', state_at = $2, next_ok_at = NULL
  WHERE id = $1 AND state = 'throttled' AND state_text IN ('limit_minute', 'limit_day')";

/// Sets them; wake the outbox.
pub async fn set(tx: &mut Tx, account: AccountId, limits: AccountLimits, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(SET).bind(account.0).bind(limits.connections).bind(limits.per_minute).bind(limits.per_day)
        .bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(on!(tx, c => sqlx::query(GO_ON).bind(account.0).bind(stamp(now)).execute(c).await.map(drop))?)
}

/// Tries by their end: whatever the server counted came before it. What is under way counts too. A try that never named a recipient
/// does not.
pub(super) const USED: &str =
    "SELECT COUNT(*) FROM attempt WHERE account_id = $1 AND ended_at > $2 AND phase IN ('rcpt', 'data', 'body', 'dot')";
pub(super) const UNDER_WAY: &str = "SELECT COUNT(*) FROM delivery WHERE account_id = $1 AND state = 'in_flight'
  AND state IN ('held', 'leased', 'in_flight')";

/// What this account has used.
pub async fn used(tx: &mut Tx, account: AccountId, now: Moment) -> Result<AccountUsed> {
    let under_way: i64 = on!(tx, c => sqlx::query_scalar(UNDER_WAY).bind(account.0).fetch_one(c).await)?;
    let mut count = [0; 2];
    for (count, window) in count.iter_mut().zip([MINUTE_MS, DAY_MS]) {
        *count = since(tx, account, now.plus_ms(-window)).await? + under_way;
    }
    Ok(AccountUsed { minute: count[0], day: count[1] })
}

async fn since(tx: &mut Tx, account: AccountId, start: Moment) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(USED).bind(account.0).bind(stamp(start)).fetch_one(c).await)?)
}

/// What this account may still send now.
pub async fn left(tx: &mut Tx, account: AccountId, limits: AccountLimits, now: Moment) -> Result<Left> {
    if limits.per_minute <= 0 && limits.per_day <= 0 {
        return Ok(Left::Everything);
    }
    let under_way: i64 = on!(tx, c => sqlx::query_scalar(UNDER_WAY).bind(account.0).fetch_one(c).await)?;
    let mut left = i64::MAX;
    let mut until = None;
    for (limit, ms, window) in [(limits.per_minute, MINUTE_MS, Window::Minute), (limits.per_day, DAY_MS, Window::Day)] {
        if limit > 0 {
            let some = limit - under_way - since(tx, account, now.plus_ms(-ms)).await?;
            left = left.min(some);
            if some <= 0 {
                let frees = frees_at(tx, account, (limit - under_way).max(1), ms).await?;
                let frees = frees.unwrap_or(now).max(now.plus_ms(1_000));
                if until.is_none_or(|(at, _)| at < frees) {
                    until = Some((frees, window));
                }
            }
        }
    }
    Ok(until.map_or(Left::Some(left), |(at, window)| Left::NothingUntil(at, window)))
}

/// The oldest of the tries that fill the window.
pub(super) const FILLS: &str =
    "SELECT ended_at FROM attempt WHERE account_id = $1 AND phase IN ('rcpt', 'data', 'body', 'dot')
  ORDER BY ended_at DESC LIMIT 1 OFFSET $2";

async fn frees_at(tx: &mut Tx, account: AccountId, fill: i64, window: i64) -> Result<Option<Moment>> {
    let oldest: Option<DateTime<Utc>> =
        on!(tx, c => sqlx::query_scalar(FILLS).bind(account.0).bind(fill - 1).fetch_optional(c).await)?;
    Ok(oldest.map(|at| moment(at).plus_ms(window + 1)))
}
