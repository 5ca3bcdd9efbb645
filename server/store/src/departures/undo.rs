//! A departure taken back: everything is as it was, or nothing is touched.

use super::{
    hold_clients, hold_contacts,
    row::{self, Cascade, Row},
    settled,
};
use crate::{Result, StoreError, Tx, affiliations, contacts, on, savepoint::attempt, stamp};
use model::{Affiliation, AffiliationId, ContactId, Departure, DepartureId, Moment, Succession};

/// Somebody changed one of its links since; the word of [`StoreError::Refused`].
pub const CHANGED: &str = "changed since the departure";

const FORGET: &str = "DELETE FROM departure WHERE id = $1";

/// Undoes [`super::add`]: the ended link lives again with its star, the one that began is gone, who took over is as before.
/// Answers the link that lives again.
///
/// # Errors
/// `NotFound`, also the second time; `Refused` with [`CHANGED`].
pub async fn remove(tx: &mut Tx, id: DepartureId, now: Moment) -> Result<Affiliation> {
    let seen = super::get(tx, id).await?;
    hold_clients(tx, seen.ended.client_id, seen.begun.as_ref().map(|begun| begun.client_id)).await?;
    // Once more: of two who undo it at once, the second finds nothing.
    let row = row::get(tx, id).await?;
    let Departure { ended, begun, succession, .. } = super::get(tx, id).await?;
    if contacts::get(tx, ended.contact_id).await?.erased_at.is_some() {
        return Err(StoreError::Refused(CHANGED));
    }
    if let Some(begun) = begun {
        vanish(tx, begun.id, &row).await?;
    }
    resume(tx, ended.id, row.ended_version, now).await?;
    let successor = succession.as_ref().map(|succession| succession.affiliation.contact_id);
    if let Some(succession) = succession {
        give_back(tx, &succession, &row, now).await?;
    }
    hold_contacts(tx, ended.contact_id, successor).await?;
    settled(tx, ended.contact_id, successor, now).await?;
    taken_again(tx, ended.contact_id, row.cascade()).await?;
    on!(tx, c => sqlx::query(FORGET).bind(id.0).execute(c).await.map(drop))?;
    affiliations::get(tx, ended.id).await
}

// It was made by the departure: its first version is the one that nobody has changed. A star is not a version.
const VANISH: &str = "DELETE FROM affiliation
  WHERE id = $1 AND version = 1 AND ended_at IS NULL AND starred_at IS NOT DISTINCT FROM $2";

async fn vanish(tx: &mut Tx, id: AffiliationId, row: &Row) -> Result<()> {
    let gone = on!(tx, c => sqlx::query(VANISH).bind(id.0).bind(row.begun_starred_at)
        .execute(c).await.map(|r| r.rows_affected()))?;
    unchanged(gone)
}

const RESUME: &str = "UPDATE affiliation SET ended_at = NULL, changed_at = $3, version = version + 1
  WHERE id = $1 AND version = $2 AND ended_at IS NOT NULL";

/// Not when the contact is affiliated to that client anew.
async fn resume(tx: &mut Tx, id: AffiliationId, version: i64, now: Moment) -> Result<()> {
    let resumed = attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(RESUME).bind(id.0).bind(version).bind(stamp(now))
            .execute(c).await.map(|r| r.rows_affected()))?)
    });
    match resumed.await {
        Err(StoreError::Taken) => Err(StoreError::Refused(CHANGED)),
        resumed => unchanged(resumed?),
    }
}

const GIVE_BACK: &str = "UPDATE affiliation SET notification_type = $3, changed_at = $4, version = version + 1
  WHERE id = $1 AND version = $2 AND ended_at IS NULL";
// It goes only to who has none.
const GIVE_BACK_FUNCTION: &str = "UPDATE affiliation SET function = '' WHERE id = $1";
const GIVE_BACK_STAR: &str = "UPDATE affiliation SET starred_at = NULL WHERE id = $1 AND starred_at = $2";

async fn give_back(tx: &mut Tx, succession: &Succession, row: &Row, now: Moment) -> Result<()> {
    let id = succession.affiliation.id.0;
    if let (Some(version), Some(before)) = (row.successor_version, row.received_before()?) {
        let changed = on!(tx, c => sqlx::query(GIVE_BACK).bind(id).bind(version).bind(before.code()).bind(stamp(now))
            .execute(c).await.map(|r| r.rows_affected()))?;
        unchanged(changed)?;
    }
    if row.function_taken_at.is_some() {
        on!(tx, c => sqlx::query(GIVE_BACK_FUNCTION).bind(id).execute(c).await.map(drop))?;
    }
    let Some(since) = row.star_taken_at else { return Ok(()) };
    let changed = on!(tx, c => sqlx::query(GIVE_BACK_STAR).bind(id).bind(since)
        .execute(c).await.map(|r| r.rows_affected()))?;
    unchanged(changed)
}

fn unchanged(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::Refused(CHANGED)) } else { Ok(()) }
}

const TAKEN_AGAIN: &str = "UPDATE contact SET inactive_at = $2, inactive_by_client_id = $3
  WHERE id = $1 AND inactive_by_client_id IS NOT NULL";

/// Whom the cascade had taken and takes again is inactive since then, by that client (P04).
async fn taken_again(tx: &mut Tx, contact: ContactId, before: Cascade) -> Result<()> {
    let Some((since, by)) = before else { return Ok(()) };
    Ok(on!(tx, c => sqlx::query(TAKEN_AGAIN).bind(contact.0).bind(since).bind(by).execute(c).await.map(drop))?)
}
