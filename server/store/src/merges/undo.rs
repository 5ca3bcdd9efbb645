//! Two contacts again, exactly as they were.

use super::{CHANGED, EMAIL_TAKEN, Snapshot, State, TOO_LATE, history, hold_rows};
use crate::{Result, StoreError, Tx, contacts, drafts, on, savepoint::attempt, search, stamp};
use model::{ContactId, MergeId, Moment};

const OF: &str = "SELECT kept_id, gone_id FROM merge WHERE id = $1";
const HOLD: &str = "UPDATE merge SET at = at WHERE id = $1 RETURNING snapshot, undone_at IS NOT NULL";
const CLOSE: &str = "UPDATE merge SET snapshot = NULL, undone_at = $2 WHERE id = $1";

/// Undoes a merge, whole or not at all. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`; `Refused`: [`CHANGED`], [`EMAIL_TAKEN`], [`TOO_LATE`].
pub async fn undo(tx: &mut Tx, id: MergeId, now: Moment) -> Result<()> {
    let (kept, gone): (i64, i64) = on!(tx, c => sqlx::query_as(OF).bind(id.0).fetch_one(c).await)?;
    let (kept, gone) = (ContactId(kept), ContactId(gone));
    hold_rows(tx, kept, gone).await?;
    let (json, undone): (Option<String>, bool) = on!(tx, c => sqlx::query_as(HOLD).bind(id.0).fetch_one(c).await)?;
    if undone {
        return Ok(());
    }
    let snapshot = Snapshot::read(&json.ok_or(StoreError::Refused(TOO_LATE))?)?;
    let as_left = State::read(tx, kept, gone).await?.same(&snapshot.after);
    if !as_left || !snapshot.before.has_its_sites(tx).await? {
        return Err(StoreError::Refused(CHANGED));
    }
    free_emails(tx, &snapshot.before, kept, gone, now).await?;
    let written = attempt(tx, async |tx: &mut Tx| snapshot.before.write(tx, kept).await);
    match written.await {
        // Taken at this very moment.
        Err(StoreError::Taken) => return Err(StoreError::Refused(EMAIL_TAKEN)),
        other => other?,
    }
    history::give_back(tx, &snapshot.history, kept, gone).await?;
    drafts::hand_back(tx, &snapshot.drafts, gone, kept).await?;
    on!(tx, c => sqlx::query(CLOSE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    for contact in [kept.min(gone), kept.max(gone)] {
        // Their clients may have been made inactive since (P04).
        contacts::settle_contact(tx, contact, now).await?;
        search::reindex_contact(tx, contact).await?;
    }
    Ok(())
}

const HOLDER: &str = "SELECT id, erased_at IS NOT NULL FROM contact WHERE email_key = $1 AND id <> $2 AND id <> $3";

/// Nobody else has an address that goes back; a deleted contact that still holds one lets go of it (P02).
async fn free_emails(tx: &mut Tx, before: &State, kept: ContactId, gone: ContactId, now: Moment) -> Result<()> {
    for key in before.contacts.iter().filter_map(|row| row.email_key.as_ref()) {
        let holder: Option<(i64, bool)> = on!(tx, c => sqlx::query_as(HOLDER)
            .bind(key).bind(kept.0).bind(gone.0).fetch_optional(c).await)?;
        match holder {
            Some((_, false)) => return Err(StoreError::Refused(EMAIL_TAKEN)),
            Some((id, true)) => contacts::forget_now(tx, id, now).await?,
            None => {}
        }
    }
    Ok(())
}
