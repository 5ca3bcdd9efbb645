//! Criteria of the directory that a person keeps under a name (E10).

use crate::{Result, StoreError, Tx, on, stamp};
use model::{Moment, UserId, ViewId, fold};

/// More views than that are a list to search, not links above one.
pub const MOST: i64 = 50;

const LIST: &str = "SELECT id, name, query FROM saved_view WHERE user_id = $1 AND removed_at IS NULL
  ORDER BY name_key, id";

/// A user's views by name: id, name, and the address' query.
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<(ViewId, String, String)>> {
    let rows: Vec<(i64, String, String)> = on!(tx, c => sqlx::query_as(LIST).bind(user.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, name, query)| (ViewId(id), name, query)).collect())
}

const DAY: i64 = 86_400_000;
const FORGET: &str = "DELETE FROM saved_view WHERE removed_at < $1";
const OTHERS: &str = "SELECT COUNT(*) FROM saved_view WHERE user_id = $1 AND name_key <> $2 AND removed_at IS NULL";
const SAVE: &str = "INSERT INTO saved_view (user_id, name, name_key, query, created_at) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (user_id, name_key) DO UPDATE SET name = excluded.name, query = excluded.query, removed_at = NULL
  RETURNING id";

/// Keeps it; a view of the same name, also one that was removed, is replaced.
///
/// # Errors
/// `Refused` beyond [`MOST`].
pub async fn save(tx: &mut Tx, user: UserId, name: &str, query: &str, now: Moment) -> Result<ViewId> {
    on!(tx, c => sqlx::query(FORGET).bind(stamp(now.plus_ms(-DAY))).execute(c).await.map(drop))?;
    let folded = fold(name);
    let key = if folded.is_empty() { name } else { &folded };
    let others: i64 = on!(tx, c => sqlx::query_scalar(OTHERS).bind(user.0).bind(key).fetch_one(c).await)?;
    if others >= MOST {
        return Err(StoreError::Refused("too many views"));
    }
    let id: i64 = on!(tx, c => sqlx::query_scalar(SAVE).bind(user.0).bind(name).bind(key).bind(query).bind(stamp(now))
        .fetch_one(c).await)?;
    Ok(ViewId(id))
}

const REMOVE: &str = "UPDATE saved_view SET removed_at = COALESCE(removed_at, $3) WHERE id = $1 AND user_id = $2";
const RESTORE: &str = "UPDATE saved_view SET removed_at = NULL WHERE id = $1 AND user_id = $2";

/// Takes it away; it can be given back for a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`, also of somebody else's.
pub async fn remove(tx: &mut Tx, user: UserId, id: ViewId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(user.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Undoes [`remove`].
///
/// # Errors
/// `NotFound`, also of somebody else's and after a day.
pub async fn restore(tx: &mut Tx, user: UserId, id: ViewId) -> Result<()> {
    let changed =
        on!(tx, c => sqlx::query(RESTORE).bind(id.0).bind(user.0).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}
