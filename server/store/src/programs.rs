//! Programs that put documents in, known by the hash of their token only (S07). A token works while it is neither revoked nor past its
//! end, and while who made it may come in.

use crate::{Result, StoreError, Tx, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::{Moment, Program, ProgramId, UserId};

/// What a program may: put documents in. The only thing there is.
const DOCUMENTS: &str = "documents";
/// Seconds for which a revoked token can be given back.
const RESTORABLE: i64 = 86_400;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    by: String,
    by_disabled: bool,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    last_used_at: Option<DateTime<Utc>>,
    revoked_at: Option<DateTime<Utc>>,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT p.id, p.name, CASE WHEN u.name = '' THEN u.email ELSE u.name END AS by,
               u.disabled_at IS NOT NULL AS by_disabled, p.created_at, p.expires_at, p.last_used_at, p.revoked_at
             FROM program p JOIN app_user u ON u.id = p.created_by WHERE ",
            $rest
        )
    };
}

impl From<Row> for Program {
    fn from(row: Row) -> Program {
        Program {
            id: ProgramId(row.id),
            name: row.name,
            by: row.by,
            by_disabled: row.by_disabled,
            created_at: moment(row.created_at),
            expires_at: row.expires_at.map(moment),
            last_used_at: row.last_used_at.map(moment),
            revoked_at: row.revoked_at.map(moment),
        }
    }
}

const ADD: &str = "INSERT INTO program (name, may, token_hash, created_by, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";

/// A new program that may put documents in.
pub async fn add(
    tx: &mut Tx,
    name: &str,
    token_hash: &[u8],
    by: UserId,
    expires_at: Option<Moment>,
    now: Moment,
) -> Result<ProgramId> {
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(name).bind(DOCUMENTS).bind(token_hash).bind(by.0).bind(stamp(now)).bind(expires_at.map(stamp))
        .fetch_one(c).await)?;
    Ok(ProgramId(id))
}

const FIND: &str = select!(
    "p.token_hash = $1 AND p.may = $2 AND p.revoked_at IS NULL AND (p.expires_at IS NULL OR p.expires_at > $3)
       AND u.disabled_at IS NULL"
);

/// The program with this token, when the token works. By the index of hashes: how long that takes says nothing of any token.
pub async fn find(tx: &mut Tx, token_hash: &[u8], now: Moment) -> Result<Option<Program>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(FIND)
        .bind(token_hash).bind(DOCUMENTS).bind(stamp(now)).fetch_optional(c).await)?;
    Ok(row.map(Program::from))
}

const GET: &str = select!("p.id = $1");

/// One, revoked or not.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: ProgramId) -> Result<Program> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    Ok(row.into())
}

const LIST: &str = select!("p.revoked_at IS NULL ORDER BY p.id DESC LIMIT 200");

/// Those that are not revoked, the last one first. A house has a handful.
pub async fn list(tx: &mut Tx) -> Result<Vec<Program>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Program::from).collect())
}

const TOUCH: &str =
    "UPDATE program SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)";

/// It was used now.
pub async fn touch(tx: &mut Tx, id: ProgramId, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(TOUCH).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?)
}

const REVOKE: &str = "UPDATE program SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";

/// Its token stops working. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn revoke(tx: &mut Tx, id: ProgramId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(REVOKE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { get(tx, id).await.map(drop) } else { Ok(()) }
}

const RESTORE: &str = "UPDATE program SET revoked_at = NULL WHERE id = $1 AND revoked_at >= $2";

/// « Annuler » after [`revoke`], within a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`, also when it was revoked longer ago.
pub async fn restore(tx: &mut Tx, id: ProgramId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(RESTORE).bind(id.0).bind(stamp(now.plus_seconds(-RESTORABLE)))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 && get(tx, id).await?.revoked_at.is_some() { Err(StoreError::NotFound) } else { Ok(()) }
}
