//! Favourites: « renseigné d'office » at the next mail to that client. Not an edit of the record: the version stays.

use crate::{Result, StoreError, Tx, on, stamp};
use model::{AffiliationId, ClientId, ContactId, Moment};

const STAR: &str = "UPDATE affiliation SET starred_at = COALESCE(starred_at, $2) WHERE id = $1 AND ended_at IS NULL";
const UNSTAR: &str = "UPDATE affiliation SET starred_at = NULL WHERE id = $1 AND ended_at IS NULL";

/// A favourite since now; one that is keeps its date.
///
/// # Errors
/// `NotFound` when there is no such affiliation or it has ended.
pub async fn star(tx: &mut Tx, id: AffiliationId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(STAR).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// No longer a favourite.
///
/// # Errors
/// As for [`star`].
pub async fn unstar(tx: &mut Tx, id: AffiliationId) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(UNSTAR).bind(id.0).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// [`star`] for who is affiliated to a client.
///
/// # Errors
/// `NotFound` when the contact is not affiliated to it (P21).
pub async fn star_contact(tx: &mut Tx, client: ClientId, contact: ContactId, now: Moment) -> Result<()> {
    let live = super::live(tx, client, contact).await?.ok_or(StoreError::NotFound)?;
    star(tx, live.id, now).await
}

/// [`unstar`] for who is affiliated to a client.
///
/// # Errors
/// As for [`star_contact`].
pub async fn unstar_contact(tx: &mut Tx, client: ClientId, contact: ContactId) -> Result<()> {
    let live = super::live(tx, client, contact).await?.ok_or(StoreError::NotFound)?;
    unstar(tx, live.id).await
}
