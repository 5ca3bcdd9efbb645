//! P06: a contact deleted by a person is gone from everywhere at once; its personal data goes when it can no longer be undone.
//! Histories keep their lines, under « contact supprimé ».

use super::get;
use crate::{Pool, Result, StoreError, Tx, care, drafts, email_key, interventions, merges, on, outbox, search, stamp};
use model::{ContactId, Moment, draft::ContactFields};

/// Milliseconds during which a deletion can be undone: longer than the message that offers it stays.
pub const UNDO: i64 = 30_000;

const REMOVE: &str = "UPDATE contact SET erased_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND erased_at IS NULL";

/// Deletes it, for now. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn remove(tx: &mut Tx, id: ContactId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 {
        get(tx, id).await?;
    }
    search::reindex_contact(tx, id).await
}

const RESTORE: &str = "UPDATE contact SET erased_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND erased_at > $3 AND forgotten_at IS NULL";

/// Undoes [`remove`], whole, until [`UNDO`] has passed.
///
/// # Errors
/// `NotFound`; `Refused` when its data is gone, or about to go.
pub async fn restore(tx: &mut Tx, id: ContactId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(RESTORE).bind(id.0).bind(stamp(now)).bind(stamp(now.plus_ms(-UNDO)))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 && get(tx, id).await?.erased_at.is_some() {
        return Err(StoreError::Refused("the contact's data is gone"));
    }
    search::reindex_contact(tx, id).await
}

/// So long ago may have been forgotten what a file or journal in use could not yet let go of.
const RECENTLY: i64 = 2 * 3600 * 1000;
const RECENT: &str = "SELECT EXISTS (SELECT 1 FROM contact WHERE forgotten_at > $1)";

/// [`forget_removed`] in a transaction of its own; then nothing of it is left in SQLite's file or journal either. Answers how many
/// contacts.
pub async fn forget_due(pool: &Pool, now: Moment) -> Result<i64> {
    let mut tx = pool.write().await?;
    let (contacts, mails) = let_go(&mut tx, now).await?;
    let since = stamp(now.plus_ms(-RECENTLY));
    let recent: bool = on!(&mut tx, c => sqlx::query_scalar(RECENT).bind(since).fetch_one(c).await)?;
    tx.commit().await?;
    if recent || mails > 0 {
        care::leave_no_trace(pool).await?;
    }
    Ok(contacts)
}

const DUE: &str = "SELECT id FROM contact WHERE erased_at <= $1 AND forgotten_at IS NULL";

/// Lets go of the data of every contact deleted longer than [`UNDO`] ago, and of what mails that were on their way then have
/// left since. Answers how many contacts.
pub async fn forget_removed(tx: &mut Tx, now: Moment) -> Result<i64> {
    Ok(let_go(tx, now).await?.0)
}

async fn let_go(tx: &mut Tx, now: Moment) -> Result<(i64, i64)> {
    let due: Vec<i64> = on!(tx, c => sqlx::query_scalar(DUE).bind(stamp(now.plus_ms(-UNDO))).fetch_all(c).await)?;
    for id in &due {
        forget(tx, *id, now).await?;
    }
    merges::forget_old(tx, now).await?;
    interventions::forget_removed(tx, now).await?;
    let mails = outbox::forget(tx, now).await?;
    Ok((due.len() as i64, mails))
}

const HOLDER: &str = "SELECT id FROM contact WHERE email_key = $1 AND erased_at IS NOT NULL";

/// Frees the e-mail of these fields when a deleted contact still holds it: whoever saves it now needs it more than the undo.
pub(super) async fn forget_holder(tx: &mut Tx, fields: &ContactFields, now: Moment) -> Result<bool> {
    let Some(key) = fields.email.as_ref().map(email_key) else { return Ok(false) };
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(HOLDER).bind(&key).fetch_optional(c).await)?;
    if let Some(id) = id {
        forget_now(tx, id, now).await?;
    }
    Ok(id.is_some())
}

/// Lets go of a deleted contact's data before the time to undo has passed.
pub(crate) async fn forget_now(tx: &mut Tx, id: i64, now: Moment) -> Result<()> {
    forget(tx, id, now).await?;
    outbox::forget(tx, now).await.map(drop)
}

// The address's habits go unless it is also a slot of that client; a mail still on its way keeps its address until it arrived
// and [`forget_removed`] is called again, as the worker does each hour.
const FORGET: [&str; 6] = [
    "DELETE FROM address_use
      WHERE address_key = (SELECT email_key FROM contact WHERE id = $1) AND $2 IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM client cl WHERE cl.id = address_use.client_id
          AND (cl.email_key = address_use.address_key OR cl.billing_email_key = address_use.address_key))
        AND NOT EXISTS (SELECT 1 FROM site s WHERE s.client_id = address_use.client_id
          AND s.email_key = address_use.address_key)",
    "UPDATE affiliation SET function = '', starred_at = NULL, ended_at = COALESCE(ended_at, $2), changed_at = $2,
        version = version + 1
      WHERE contact_id = $1",
    "DELETE FROM phone WHERE contact_id = $1 AND $2 IS NOT NULL",
    // Whether it stands in a file that waits for its import cannot be seen from here: the file goes.
    "DELETE FROM import_chunk WHERE EXISTS (SELECT 1 FROM contact WHERE id = $1) AND $2 IS NOT NULL",
    "UPDATE import SET file_name = '' WHERE imported_at IS NULL AND EXISTS (SELECT 1 FROM contact WHERE id = $1) AND $2 IS NOT NULL",
    "UPDATE consent SET address_key = '' WHERE contact_id = $1 AND $2 IS NOT NULL",
];
const EMPTY: &str =
    "UPDATE contact SET civility = NULL, first_name = '', last_name = '', email = NULL, email_key = NULL, sort_key = '',
        note = '', inactive_by_client_id = NULL, forgotten_at = $2, changed_at = $2, version = version + 1
      WHERE id = $1 AND erased_at IS NOT NULL";

async fn forget(tx: &mut Tx, id: i64, now: Moment) -> Result<()> {
    outbox::adopt(tx, ContactId(id)).await?;
    for sql in FORGET {
        on!(tx, c => sqlx::query(sql).bind(id).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    let emptied =
        on!(tx, c => sqlx::query(EMPTY).bind(id).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
    if emptied == 0 {
        // Somebody restored it at this very instant: nothing of this transaction may stand.
        return Err(StoreError::Conflict);
    }
    drafts::forget(tx, ContactId(id)).await?;
    merges::forget(tx, ContactId(id)).await
}
