//! Documents that are to leave by themselves (P31). A row stands here from the transaction of the arrival until the mails are in the
//! outbox, and goes in the transaction that puts them there: a crash between loses nothing, and nothing leaves twice. One that nobody can
//! be written to keeps its row, with the reason, until a person sends it or says no; it waits again
//! when all of what was sent is cancelled.

use super::{Row, select};
use crate::{Result, StoreError, Tx, coded::coded, on, stamp};
use model::{Document, DocumentId, Moment, document::WaitsFor};

const NOTE: &str = "INSERT INTO document_arrival (document_id, arrived_at) VALUES ($1, $2)";

/// It is to leave by itself.
pub(super) async fn note(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(NOTE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?)
}

const DUE: &str = "SELECT document_id FROM document_arrival WHERE waits_for IS NULL ORDER BY document_id LIMIT $1";

/// The first that are to leave now.
pub async fn due(tx: &mut Tx, most: i64) -> Result<Vec<DocumentId>> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(DUE).bind(most).fetch_all(c).await)?;
    Ok(ids.into_iter().map(DocumentId).collect())
}

const IS_DUE: &str = "SELECT COUNT(*) FROM document_arrival WHERE document_id = $1 AND waits_for IS NULL";

/// Whether this one is to leave now.
pub async fn is_due(tx: &mut Tx, id: DocumentId) -> Result<bool> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(IS_DUE).bind(id.0).fetch_one(c).await)?;
    Ok(count > 0)
}

const TAKE: &str = "DELETE FROM document_arrival WHERE document_id = $1 AND waits_for IS NULL";

/// Takes it for sending, in the transaction that enqueues its mails; false when somebody else did.
pub async fn take(tx: &mut Tx, id: DocumentId) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query(TAKE).bind(id.0).execute(c).await.map(|r| r.rows_affected()))? > 0)
}

const WAIT: &str = "UPDATE document_arrival SET waits_for = $2 WHERE document_id = $1 AND waits_for IS NULL";

/// It waits for a person from now on.
pub async fn wait(tx: &mut Tx, id: DocumentId, why: WaitsFor) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(WAIT).bind(id.0).bind(why.code()).execute(c).await.map(drop))?)
}

const SETTLE: [&str; 2] = [
    "DELETE FROM document_arrival WHERE document_id = $1 AND waits_for IS NULL AND $2 IS NOT NULL",
    "UPDATE document_arrival SET settled_at = $2 WHERE document_id = $1 AND settled_at IS NULL",
];

/// Mails of it are in the outbox, whoever put them there: nobody has to look at it any more, unless they are cancelled.
pub(crate) async fn settle(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<()> {
    for sql in SETTLE {
        on!(tx, c => sqlx::query(sql).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    }
    Ok(())
}

const UNSETTLE: &str =
    "UPDATE document_arrival SET settled_at = NULL WHERE document_id = $1 AND settled_at IS NOT NULL";

/// Nothing of it left after all: if it waited for a person, it does again.
pub(super) async fn unsettle(tx: &mut Tx, id: i64) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(UNSETTLE).bind(id).execute(c).await.map(drop))?)
}

const COUNT: &str = "SELECT COUNT(*) FROM document_arrival a JOIN document x ON x.id = a.document_id
  WHERE a.waits_for IS NOT NULL AND a.dismissed_at IS NULL AND a.settled_at IS NULL AND x.removed_at IS NULL";
const WAITING: &str =
    "SELECT a.document_id, a.waits_for FROM document_arrival a JOIN document x ON x.id = a.document_id
  WHERE a.waits_for IS NOT NULL AND a.dismissed_at IS NULL AND a.settled_at IS NULL AND x.removed_at IS NULL
  ORDER BY a.arrived_at, a.document_id LIMIT $1";
const ONE: &str = select!("x.id = $1");

/// How many wait for a person, and the first of them with the reason, the one that waits longest first.
///
/// # Errors
/// `Unreadable`.
pub async fn waiting(tx: &mut Tx, most: i64) -> Result<(i64, Vec<(Document, WaitsFor)>)> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(COUNT).fetch_one(c).await)?;
    let rows: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(WAITING).bind(most).fetch_all(c).await)?;
    let mut found = vec![];
    for (id, why) in rows {
        let row: Row = on!(tx, c => sqlx::query_as(ONE).bind(id).fetch_one(c).await)?;
        found.push((row.try_into()?, coded("document_arrival.waits_for", &why, WaitsFor::from_code)?));
    }
    Ok((count, found))
}

const WHY: &str = "SELECT waits_for FROM document_arrival WHERE document_id = $1 AND waits_for IS NOT NULL
  AND dismissed_at IS NULL AND settled_at IS NULL";

/// What this one waits for, when it does.
///
/// # Errors
/// `Unreadable`.
pub async fn waits_for(tx: &mut Tx, id: DocumentId) -> Result<Option<WaitsFor>> {
    let why: Option<String> = on!(tx, c => sqlx::query_scalar(WHY).bind(id.0).fetch_optional(c).await)?;
    why.map(|why| coded("document_arrival.waits_for", &why, WaitsFor::from_code)).transpose()
}

const DISMISS: &str = "UPDATE document_arrival SET dismissed_at = $2 WHERE document_id = $1
  AND waits_for IS NOT NULL AND dismissed_at IS NULL AND settled_at IS NULL";

/// « Ne pas envoyer »: nobody has to look at it any more. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound` without such a document.
pub async fn dismiss(tx: &mut Tx, id: DocumentId, now: Moment) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(DISMISS).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { super::get(tx, id).await.map(drop) } else { Ok(()) }
}

const RESTORE: &str = "UPDATE document_arrival SET dismissed_at = NULL WHERE document_id = $1 AND settled_at IS NULL";

/// « Annuler » after [`dismiss`], for a day. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound` when it waits no more.
pub async fn undismiss(tx: &mut Tx, id: DocumentId) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(RESTORE).bind(id.0).execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

const SWEEP: &str = "DELETE FROM document_arrival WHERE dismissed_at < $1 OR settled_at < $1";

/// Forgets for good what was dismissed, or sent, before this instant.
pub(super) async fn sweep(tx: &mut Tx, before: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(SWEEP).bind(stamp(before)).execute(c).await.map(drop))?)
}
