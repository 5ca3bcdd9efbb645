//! P04: a client made inactive, and active again. Who goes and comes along is decided by `model::cascade`.

use super::get;
use crate::{Result, Tx, contacts::standings_of, on, search, stamp};
use model::{ClientId, ContactId, Moment, cascade};

const DEACTIVATE: &str = "UPDATE client SET inactive_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NULL";
const SWITCH_OFF: &str = "UPDATE contact SET inactive_at = $3, inactive_by_client_id = $2, changed_at = $3,
    version = version + 1
  WHERE id = $1 AND inactive_at IS NULL AND erased_at IS NULL";

/// Its affiliations reach nobody from now on; contacts that only it reached become inactive. Answers who they are. Doing it
/// twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn deactivate(tx: &mut Tx, id: ClientId, now: Moment) -> Result<Vec<ContactId>> {
    let changed = on!(tx, c => sqlx::query(DEACTIVATE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 {
        get(tx, id).await?;
        return Ok(vec![]);
    }
    let contacts = cascade::switched_off_with(id, &standings_of(tx, id).await?);
    for contact in &contacts {
        on!(tx, c => sqlx::query(SWITCH_OFF).bind(contact.0).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    search::reindex_client(tx, id).await?;
    search::reindex_contacts_of(tx, id).await?;
    Ok(contacts)
}

const REACTIVATE: &str = "UPDATE client SET inactive_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NOT NULL";
const GIVE_BACK: &str = "UPDATE contact SET inactive_at = NULL, inactive_by_client_id = NULL, changed_at = $2,
    version = version + 1
  WHERE id = $1";

/// Gives back what the cascade switched off, not what was inactive before. Answers who came back.
///
/// # Errors
/// `NotFound`.
pub async fn reactivate(tx: &mut Tx, id: ClientId, now: Moment) -> Result<Vec<ContactId>> {
    let changed = on!(tx, c => sqlx::query(REACTIVATE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 {
        get(tx, id).await?;
        return Ok(vec![]);
    }
    let contacts = cascade::given_back_with(id, &standings_of(tx, id).await?);
    for contact in &contacts {
        on!(tx, c => sqlx::query(GIVE_BACK).bind(contact.0).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    search::reindex_client(tx, id).await?;
    search::reindex_contacts_of(tx, id).await?;
    Ok(contacts)
}
