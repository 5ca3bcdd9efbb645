//! P04: a client made inactive, and active again. Who goes and comes along is decided by `model::cascade`.

use super::get;
use crate::{Result, Tx, contacts::settle_client, on, search, stamp};
use model::{ClientId, ContactId, Moment};

const DEACTIVATE: &str = "UPDATE client SET inactive_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NULL";

/// Its affiliations reach nobody from now on; contacts that only it reached become inactive. Answers who they are. Doing it
/// twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn deactivate(tx: &mut Tx, id: ClientId, now: Moment) -> Result<Vec<ContactId>> {
    let changed = on!(tx, c => sqlx::query(DEACTIVATE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    settled(tx, id, changed, Some(id), now).await
}

const REACTIVATE: &str = "UPDATE client SET inactive_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NOT NULL";

/// Gives back what the cascade switched off, not what was inactive before. Answers who came back.
///
/// # Errors
/// `NotFound`.
pub async fn reactivate(tx: &mut Tx, id: ClientId, now: Moment) -> Result<Vec<ContactId>> {
    let changed = on!(tx, c => sqlx::query(REACTIVATE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    settled(tx, id, changed, None, now).await
}

async fn settled(
    tx: &mut Tx,
    id: ClientId,
    changed: u64,
    cause: Option<ClientId>,
    now: Moment,
) -> Result<Vec<ContactId>> {
    if changed == 0 {
        get(tx, id).await?;
        return Ok(vec![]);
    }
    let contacts = settle_client(tx, id, cause, now).await?;
    search::reindex_client(tx, id).await?;
    search::reindex_contacts_of(tx, id).await?;
    for contact in &contacts {
        search::reindex_contact(tx, *contact).await?;
    }
    Ok(contacts)
}
