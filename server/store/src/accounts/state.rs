//! Whether mails can leave by an account now. Written by the outbox, and by « Tester »; never raises the version that people
//! save against.

use crate::{Result, Tx, dialect, on, stamp};
use model::{AccountId, AccountState, Moment};

/// Whether nobody saved the account since it had this version; it stays so until the commit.
pub async fn is_unchanged(tx: &mut Tx, id: AccountId, version: i64) -> Result<bool> {
    let ends = dialect::held_but_named(tx);
    let found: Option<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT id FROM smtp_account WHERE id = ");
        query.push_bind(id.0).push(" AND version = ").push_bind(version).push(ends);
        query.build_query_scalar().fetch_optional(c).await
    })?;
    Ok(found.is_some())
}

const THROTTLE: &str = "UPDATE smtp_account SET state = 'throttled', state_text = $2, state_at = $3, next_ok_at = $4,
    backoff_n = backoff_n + 1 WHERE id = $1 AND state IN ('ok', 'throttled') RETURNING backoff_n";

/// In trouble, or over a quota: nothing leaves until then. Says how many times in a row that was, this one included; nothing
/// when a person stopped it meanwhile.
pub async fn throttle(tx: &mut Tx, id: AccountId, text: &str, until: Moment, now: Moment) -> Result<Option<i64>> {
    Ok(on!(tx, c => sqlx::query_scalar(THROTTLE)
        .bind(id.0).bind(text).bind(stamp(now)).bind(stamp(until)).fetch_optional(c).await)?)
}

const WAIT: &str = "UPDATE smtp_account SET state = 'throttled', state_text = $2, state_at = $3, next_ok_at = $4
  WHERE id = $1 AND state IN ('ok', 'throttled')";

/// Its own limit is reached: nothing leaves until then, and nothing is wrong.
pub async fn wait(tx: &mut Tx, id: AccountId, text: &str, until: Moment, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(WAIT)
        .bind(id.0).bind(text).bind(stamp(now)).bind(stamp(until)).execute(c).await.map(drop))?;
    Ok(())
}

const STOP: &str =
    "UPDATE smtp_account SET state = $2, state_text = $3, state_at = $4, next_ok_at = NULL WHERE id = $1";

/// Nothing leaves until a person changes the account.
pub async fn stop(tx: &mut Tx, id: AccountId, state: AccountState, text: &str, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(STOP).bind(id.0).bind(state.code()).bind(text).bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(())
}

const WELL: &str =
    "UPDATE smtp_account SET state = 'ok', state_text = '', state_at = $2, next_ok_at = NULL, backoff_n = 0
  WHERE id = $1 AND (state = 'throttled' OR backoff_n > 0)";

/// A mail was accepted: whatever was wrong is over.
pub async fn well(tx: &mut Tx, id: AccountId, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(WELL).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(())
}

const MARK_TESTED: &str = "UPDATE smtp_account SET tested_at = $2, next_ok_at = NULL, backoff_n = 0,
    state = CASE WHEN state = 'disabled' THEN state ELSE 'ok' END, state_text = '', state_at = $2 WHERE id = $1";

/// « Tester » went well: the account sends again; wake the outbox.
pub async fn mark_tested(tx: &mut Tx, id: AccountId, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(MARK_TESTED).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(())
}

const RETRY: &str = "UPDATE smtp_account SET state = 'ok', state_text = '', state_at = $2, next_ok_at = NULL
  WHERE id = $1 AND state IN ('throttled', 'auth_failed', 'sender_refused')";

/// A person wants it tried at once; wake the outbox. How often it was in trouble in a row is kept: it is in trouble again as long as
/// before, should it be so.
pub async fn retry(tx: &mut Tx, id: AccountId, now: Moment) -> Result<()> {
    on!(tx, c => sqlx::query(RETRY).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    Ok(())
}

/// Beyond that nobody counts.
const MANY: i64 = 10_000;
const WAITING: &str = "SELECT COUNT(*) FROM (SELECT id FROM delivery WHERE account_id = $1 AND state = 'queued' AND priority < 100 LIMIT $2) t";

/// How many wait to leave by it, at most ten thousand.
pub async fn waiting(tx: &mut Tx, id: AccountId) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(WAITING).bind(id.0).bind(MANY).fetch_one(c).await)?)
}

const NOTE_MAX_SIZE: &str = "UPDATE smtp_account SET max_size = $2 WHERE id = $1";

/// What its server said of SIZE.
pub async fn note_max_size(tx: &mut Tx, id: AccountId, bytes: Option<i64>) -> Result<()> {
    on!(tx, c => sqlx::query(NOTE_MAX_SIZE).bind(id.0).bind(bytes).execute(c).await.map(drop))?;
    Ok(())
}

const TROUBLES: &str = "SELECT backoff_n FROM smtp_account WHERE id = $1";

/// Troubles in a row since the last mail that was accepted.
pub async fn troubles(tx: &mut Tx, id: AccountId) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(TROUBLES).bind(id.0).fetch_one(c).await)?)
}
