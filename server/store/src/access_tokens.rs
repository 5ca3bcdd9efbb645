//! Links that let somebody in once: the first start, invitations, forgotten passwords. Known by the hash of their token only
//! (S07); each is used once, and of one purpose and person only the newest counts (S10, S12).

use crate::{Result, Tx, on, stamp};
use model::{Moment, UserId};

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes the first administrator; belongs to nobody.
    FirstStart,
    /// Chooses a name and a password.
    Invitation,
    /// Chooses another password.
    Reset,
}

impl Purpose {
    fn code(self) -> &'static str {
        match self {
            Purpose::FirstStart => "first_start",
            Purpose::Invitation => "invitation",
            Purpose::Reset => "reset",
        }
    }
}

const ADD: &str = "INSERT INTO access_token (token_hash, purpose, user_id, created_at, expires_at)
  VALUES ($1, $2, $3, $4, $5)";

/// A new link; those made before for the same purpose and person stop working.
pub async fn add(
    tx: &mut Tx,
    token_hash: &[u8],
    purpose: Purpose,
    user: Option<UserId>,
    now: Moment,
    expires_at: Moment,
) -> Result<()> {
    remove(tx, purpose, user).await?;
    Ok(on!(tx, c => sqlx::query(ADD)
        .bind(token_hash).bind(purpose.code()).bind(user.map(|id| id.0)).bind(stamp(now)).bind(stamp(expires_at))
        .execute(c).await.map(drop))?)
}

const REMOVE: &str = "DELETE FROM access_token WHERE purpose = $1 AND COALESCE(user_id, -1) = $2";

/// Links of this purpose stop working for this person.
pub async fn remove(tx: &mut Tx, purpose: Purpose, user: Option<UserId>) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(REMOVE)
        .bind(purpose.code()).bind(user.map_or(-1, |id| id.0))
        .execute(c).await.map(drop))?)
}

const FIND: &str = "SELECT COALESCE(user_id, -1) FROM access_token
  WHERE token_hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";

/// Does this link still work, and for whom? `Some(None)` for the first start. Uses nothing up.
pub async fn find(tx: &mut Tx, token_hash: &[u8], purpose: Purpose, now: Moment) -> Result<Option<Option<UserId>>> {
    let user: Option<i64> = on!(tx, c => sqlx::query_scalar(FIND)
        .bind(token_hash).bind(purpose.code()).bind(stamp(now))
        .fetch_optional(c).await)?;
    Ok(user.map(|id| (id >= 0).then_some(UserId(id))))
}

// Every open link of the purpose and person, not only this one: should two exist for an instant, both users of them meet
// at the same rows, the second waits for the first and finds nothing left.
const TAKE: &str = "UPDATE access_token SET used_at = $1
  WHERE purpose = $2 AND COALESCE(user_id, -1) = $3 AND used_at IS NULL AND expires_at > $1 RETURNING token_hash";

/// Uses the link up; false when somebody else was faster. Two at once in two transactions: one gets it.
pub async fn take(tx: &mut Tx, token_hash: &[u8], purpose: Purpose, user: Option<UserId>, now: Moment) -> Result<bool> {
    let taken: Vec<Vec<u8>> = on!(tx, c => sqlx::query_scalar(TAKE)
        .bind(stamp(now)).bind(purpose.code()).bind(user.map_or(-1, |id| id.0))
        .fetch_all(c).await)?;
    Ok(taken.iter().any(|hash| hash == token_hash))
}

const REMOVE_ENDED: &str = "DELETE FROM access_token WHERE expires_at <= $1";

/// Forgets links that are too old to work; how many.
pub async fn remove_ended(tx: &mut Tx, now: Moment) -> Result<u64> {
    Ok(on!(tx, c => sqlx::query(REMOVE_ENDED)
        .bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?)
}
