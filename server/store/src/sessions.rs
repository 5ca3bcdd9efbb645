//! Open sessions, known by the hash of their token only (S07). One counts while it is younger than its absolute age, was
//! used within its idle time, and its person is not disabled (S09).

use crate::{Result, Tx, moment, on, stamp, users};
use chrono::{DateTime, Utc};
use model::{Moment, User, UserId, UserRole};

/// How long a session lives.
#[derive(Clone, Copy, Debug)]
pub struct Ages {
    /// Ends when it was not used for so many seconds.
    pub idle_seconds: i64,
    /// Ends so many seconds after sign-in, used or not.
    pub absolute_seconds: i64,
}

/// An open session and whose it is.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its row.
    pub id: i64,
    /// Who signed in, as it is now.
    pub user: User,
    /// Written every few minutes at most.
    pub last_seen_at: Moment,
}

/// An open session in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its row.
    pub id: i64,
    /// When it was signed in.
    pub created_at: Moment,
    /// Exact to a few minutes.
    pub last_seen_at: Moment,
    /// What the browser called itself, cut.
    pub user_agent: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    last_seen_at: DateTime<Utc>,
    #[sqlx(flatten)]
    user: users::Row,
}

const FIND: &str = concat!(
    "SELECT s.id, s.last_seen_at, ",
    users::columns!(),
    " FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.token_hash = $1 AND s.last_seen_at > $2 AND s.created_at > $3 AND u.disabled_at IS NULL"
);

/// The open session with this token.
pub async fn find(tx: &mut Tx, token_hash: &[u8], ages: Ages, now: Moment) -> Result<Option<Session>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(FIND)
        .bind(token_hash).bind(stamp(now.plus_seconds(-ages.idle_seconds)))
        .bind(stamp(now.plus_seconds(-ages.absolute_seconds)))
        .fetch_optional(c).await)?;
    row.map(|row| Ok(Session { id: row.id, user: row.user.try_into()?, last_seen_at: moment(row.last_seen_at) }))
        .transpose()
}

const ADD: &str = "INSERT INTO session (token_hash, user_id, created_at, last_seen_at, user_agent)
  VALUES ($1, $2, $3, $3, $4) RETURNING id";

/// Opens a session.
pub async fn add(tx: &mut Tx, token_hash: &[u8], user: UserId, user_agent: &str, now: Moment) -> Result<i64> {
    Ok(on!(tx, c => sqlx::query_scalar(ADD)
        .bind(token_hash).bind(user.0).bind(stamp(now)).bind(user_agent)
        .fetch_one(c).await)?)
}

const TOUCH: &str = "UPDATE session SET last_seen_at = $1 WHERE id = $2 AND last_seen_at < $1";

/// It was used now.
pub async fn touch(tx: &mut Tx, id: i64, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(TOUCH).bind(stamp(now)).bind(id).execute(c).await.map(drop))?)
}

const LIST: &str = "SELECT id, created_at, last_seen_at, user_agent FROM session
  WHERE user_id = $1 AND last_seen_at > $2 AND created_at > $3 ORDER BY last_seen_at DESC, id DESC";

/// A person's open sessions, last used first.
pub async fn list(tx: &mut Tx, user: UserId, ages: Ages, now: Moment) -> Result<Vec<Listed>> {
    let rows: Vec<(i64, DateTime<Utc>, DateTime<Utc>, String)> = on!(tx, c => sqlx::query_as(LIST)
        .bind(user.0).bind(stamp(now.plus_seconds(-ages.idle_seconds)))
        .bind(stamp(now.plus_seconds(-ages.absolute_seconds)))
        .fetch_all(c).await)?;
    let listed = |(id, created_at, last_seen_at, user_agent)| Listed {
        id,
        created_at: moment(created_at),
        last_seen_at: moment(last_seen_at),
        user_agent,
    };
    Ok(rows.into_iter().map(listed).collect())
}

const COUNTS: &str = "SELECT user_id, COUNT(*), MAX(last_seen_at) FROM session
  WHERE last_seen_at > $1 AND created_at > $2 GROUP BY user_id";

/// For each person with an open session: how many, and when one was last used.
pub async fn counts(tx: &mut Tx, ages: Ages, now: Moment) -> Result<Vec<(UserId, i64, Moment)>> {
    let rows: Vec<(i64, i64, DateTime<Utc>)> = on!(tx, c => sqlx::query_as(COUNTS)
        .bind(stamp(now.plus_seconds(-ages.idle_seconds))).bind(stamp(now.plus_seconds(-ages.absolute_seconds)))
        .fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(user, n, seen)| (UserId(user), n, moment(seen))).collect())
}

const IS_OPEN: &str = "SELECT EXISTS (SELECT 1 FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.id = $1 AND u.role = $2 AND u.disabled_at IS NULL)";

/// Whether this session is still that of somebody of this role: what took long asks again before it writes (S06, S22).
pub async fn is_open(tx: &mut Tx, id: i64, role: UserRole) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query_scalar(IS_OPEN).bind(id).bind(role.code()).fetch_one(c).await)?)
}

const REMOVE: &str = "DELETE FROM session WHERE token_hash = $1";

/// Signs out.
pub async fn remove(tx: &mut Tx, token_hash: &[u8]) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(REMOVE).bind(token_hash).execute(c).await.map(drop))?)
}

const REMOVE_ALL: &str = "DELETE FROM session WHERE user_id = $1 AND id <> $2";

/// Signs a person out everywhere, but for the session `keep`; how many that ended.
pub async fn remove_all(tx: &mut Tx, user: UserId, keep: Option<i64>) -> Result<u64> {
    Ok(on!(tx, c => sqlx::query(REMOVE_ALL)
        .bind(user.0).bind(keep.unwrap_or(-1))
        .execute(c).await.map(|r| r.rows_affected()))?)
}

const REMOVE_ENDED: &str = "DELETE FROM session WHERE last_seen_at <= $1 OR created_at <= $2";

/// Forgets sessions that no longer count; how many.
pub async fn remove_ended(tx: &mut Tx, ages: Ages, now: Moment) -> Result<u64> {
    Ok(on!(tx, c => sqlx::query(REMOVE_ENDED)
        .bind(stamp(now.plus_seconds(-ages.idle_seconds))).bind(stamp(now.plus_seconds(-ages.absolute_seconds)))
        .execute(c).await.map(|r| r.rows_affected()))?)
}
