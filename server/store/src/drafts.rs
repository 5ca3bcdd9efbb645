//! Mails being written. A draft belongs to one user; it is saved while typing, found again on the home page, and stays behind a
//! mail that is held, so that « Annuler l’envoi » gives it back with everything in it (P28). However long nobody touches it, it
//! is kept until its writer sends it or throws it away.

mod files;
mod forget;
mod naming;
mod of_document;

use crate::{Result, StoreError, Tx, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::compose::{Draft, DraftLine, SavedDraft};
use model::{BatchId, ClientId, DraftId, Moment, UserId};

pub use files::{attach, attachments, detach, give_back, place};
pub(crate) use forget::forget;
pub(crate) use naming::{hand_back, hand_over};
pub use of_document::{begin, document};

const ADD: &str = "INSERT INTO draft (user_id, client_id, content, subject, created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $5, 1) RETURNING id";

/// A new draft, at version 1. `draft` has passed its `check`.
pub async fn add(tx: &mut Tx, user: UserId, draft: &Draft, now: Moment) -> Result<DraftId> {
    let id = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(user.0).bind(draft.client_id.map(|id| id.0)).bind(written(draft)).bind(&draft.subject).bind(stamp(now))
        .fetch_one(c).await)?;
    Ok(DraftId(id))
}

const ADD_ONCE: &str = "INSERT INTO draft (user_id, client_id, content, subject, idem_key, created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $6, 1) ON CONFLICT (user_id, idem_key) DO UPDATE SET client_id = excluded.client_id,
    content = excluded.content, subject = excluded.subject, changed_at = excluded.changed_at, version = draft.version + 1
  WHERE draft.sent_batch_id IS NULL AND draft.removed_at IS NULL RETURNING id, version";
const BY_KEY: &str = "SELECT sent_batch_id IS NOT NULL FROM draft WHERE user_id = $1 AND idem_key = $2";

/// Saves what a form holds that knows of no draft: makes one, or saves over the one that an earlier try with this key of the form
/// made, whose answer was lost. Once somebody saved that one by its id, or added a file, it is left as it is. Gives its id and its
/// version. `draft` has passed its `check`.
///
/// # Errors
/// `Refused("sent")`, `Refused("removed")`.
pub async fn add_once(tx: &mut Tx, user: UserId, key: &str, draft: &Draft, now: Moment) -> Result<(DraftId, i64)> {
    let saved: Option<(i64, i64)> = on!(tx, c => sqlx::query_as(ADD_ONCE)
        .bind(user.0).bind(draft.client_id.map(|id| id.0)).bind(written(draft)).bind(&draft.subject).bind(key)
        .bind(stamp(now)).fetch_optional(c).await)?;
    if let Some((id, version)) = saved {
        return Ok((DraftId(id), version));
    }
    let sent: bool = on!(tx, c => sqlx::query_scalar(BY_KEY).bind(user.0).bind(key).fetch_one(c).await)?;
    Err(StoreError::Refused(if sent { "sent" } else { "removed" }))
}

const HOLD: &str = "UPDATE draft SET idem_key = NULL WHERE id = $1 AND user_id = $2 AND sent_batch_id IS NULL
  AND removed_at IS NULL";
const IS_SENT: &str = "SELECT sent_batch_id IS NOT NULL FROM draft WHERE id = $1 AND user_id = $2";

/// Nobody else saves it, sends it or changes its files until the end of the transaction. Whoever holds other rows as well holds
/// it first: two clicks on « Envoyer » would else wait for each other.
///
/// # Errors
/// `NotFound` when there is no such draft of this user; `Refused`: `sent`, `removed`.
pub async fn hold(tx: &mut Tx, user: UserId, id: DraftId) -> Result<()> {
    let held = on!(tx, c => sqlx::query(HOLD).bind(id.0).bind(user.0).execute(c).await.map(|r| r.rows_affected()))?;
    if held > 0 {
        return Ok(());
    }
    let sent: bool = on!(tx, c => sqlx::query_scalar(IS_SENT).bind(id.0).bind(user.0).fetch_one(c).await)?;
    Err(StoreError::Refused(if sent { "sent" } else { "removed" }))
}

const SAVE: &str =
    "UPDATE draft SET client_id = $4, content = $5, subject = $6, changed_at = $7, version = version + 1, idem_key = NULL
  WHERE id = $1 AND user_id = $2 AND version = $3 AND sent_batch_id IS NULL AND removed_at IS NULL RETURNING version";
const WHY_NOT: &str =
    "SELECT sent_batch_id, removed_at IS NOT NULL, content = $3, version FROM draft WHERE id = $1 AND user_id = $2";

/// Saves over the version that was seen; gives the new one. `draft` has passed its `check`. What is there already is no conflict:
/// the answer to a first try may have been lost.
///
/// # Errors
/// `Conflict` when it was saved elsewhere meanwhile (P12), `Refused("sent")`, `Refused("removed")`, `NotFound`.
pub async fn save(tx: &mut Tx, user: UserId, id: DraftId, draft: &Draft, seen: i64, now: Moment) -> Result<i64> {
    let version = on!(tx, c => sqlx::query_scalar(SAVE)
        .bind(id.0).bind(user.0).bind(seen).bind(draft.client_id.map(|id| id.0)).bind(written(draft))
        .bind(&draft.subject).bind(stamp(now)).fetch_optional(c).await)?;
    if let Some(version) = version {
        return Ok(version);
    }
    let (sent, removed, same, version): (Option<i64>, bool, bool, i64) =
        on!(tx, c => sqlx::query_as(WHY_NOT).bind(id.0).bind(user.0).bind(written(draft)).fetch_one(c).await)?;
    match (sent, removed) {
        (Some(_), _) => Err(StoreError::Refused("sent")),
        (_, true) => Err(StoreError::Refused("removed")),
        _ if same => Ok(version),
        _ => Err(StoreError::Conflict),
    }
}

const GET: &str = "SELECT content, changed_at, version FROM draft
  WHERE id = $1 AND user_id = $2 AND sent_batch_id IS NULL AND removed_at IS NULL";

/// An open draft of this user, with its files.
///
/// # Errors
/// `NotFound`, also for somebody else's, and for one that was sent or removed.
pub async fn get(tx: &mut Tx, user: UserId, id: DraftId) -> Result<SavedDraft> {
    let (content, changed_at, version): (String, DateTime<Utc>, i64) =
        on!(tx, c => sqlx::query_as(GET).bind(id.0).bind(user.0).fetch_one(c).await)?;
    let attachments = attachments(tx, id).await?;
    Ok(SavedDraft { id, draft: read(&content)?, attachments, changed_at: moment(changed_at), version })
}

#[derive(sqlx::FromRow)]
struct Line {
    id: i64,
    content: String,
    client_id: Option<i64>,
    client_label: Option<String>,
    attachments: i64,
    changed_at: DateTime<Utc>,
}

const LIST: &str = "SELECT d.id, d.content, d.client_id, k.label AS client_label, d.changed_at,
    (SELECT COUNT(*) FROM attachment a WHERE a.draft_id = d.id AND a.removed_at IS NULL) AS attachments
  FROM draft d LEFT JOIN client k ON k.id = d.client_id
  WHERE d.user_id = $1 AND d.sent_batch_id IS NULL AND d.removed_at IS NULL AND ($2 = 0 OR (d.changed_at, d.id) <
    (SELECT b.changed_at, b.id FROM draft b WHERE b.id = $2 AND b.user_id = $1))
  ORDER BY d.changed_at DESC, d.id DESC LIMIT $3";

/// A page of a user's open drafts, the last touched first; `before` is the last of the page before, thrown away since or not.
pub async fn list(tx: &mut Tx, user: UserId, before: Option<DraftId>, limit: i64) -> Result<Vec<DraftLine>> {
    let before = before.map_or(0, |id| id.0);
    let rows: Vec<Line> = on!(tx, c => sqlx::query_as(LIST).bind(user.0).bind(before).bind(limit).fetch_all(c).await)?;
    rows.into_iter().map(line).collect()
}

fn line(row: Line) -> Result<DraftLine> {
    let draft = read(&row.content)?;
    Ok(DraftLine {
        id: DraftId(row.id),
        client: row.client_id.map(ClientId).zip(row.client_label),
        beginning: draft.beginning(),
        to: draft.to_whom(),
        subject: draft.subject,
        attachments: row.attachments,
        changed_at: moment(row.changed_at),
    })
}

const REMOVE: &str = "UPDATE draft SET removed_at = $3 WHERE id = $1 AND user_id = $2 AND sent_batch_id IS NULL
  AND removed_at IS NULL";
const RESTORE: &str = "UPDATE draft SET removed_at = NULL, changed_at = $3 WHERE id = $1 AND user_id = $2
  AND removed_at IS NOT NULL";

/// Takes it out of the list; [`restore`] undoes it for a day.
pub async fn remove(tx: &mut Tx, user: UserId, id: DraftId, now: Moment) -> Result<()> {
    one(
        on!(tx, c => sqlx::query(REMOVE).bind(id.0).bind(user.0).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?,
    )
}

/// « Annuler » after [`remove`].
pub async fn restore(tx: &mut Tx, user: UserId, id: DraftId, now: Moment) -> Result<()> {
    one(
        on!(tx, c => sqlx::query(RESTORE).bind(id.0).bind(user.0).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?,
    )
}

fn one(rows: u64) -> Result<()> {
    if rows == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

const FIND_SENT: &str = "SELECT content FROM draft WHERE id = $1 AND sent_batch_id = $2";

/// The draft behind this batch, while it is kept.
pub(crate) async fn find_sent(tx: &mut Tx, id: DraftId, batch: BatchId) -> Result<Option<Draft>> {
    let content: Option<String> =
        on!(tx, c => sqlx::query_scalar(FIND_SENT).bind(id.0).bind(batch.0).fetch_optional(c).await)?;
    content.map(|content| read(&content)).transpose()
}

const CHANGE_SENT: &str = "UPDATE draft SET content = $3 WHERE id = $1 AND sent_batch_id = $2";

/// Nobody has it open: its version stays.
pub(crate) async fn change_sent(tx: &mut Tx, id: DraftId, batch: BatchId, draft: &Draft) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(CHANGE_SENT).bind(id.0).bind(batch.0).bind(written(draft)).execute(c).await.map(drop))?)
}

const SWEEP: &str = "DELETE FROM draft WHERE removed_at < $1 OR (changed_at < $1 AND EXISTS
  (SELECT 1 FROM batch b WHERE b.id = draft.sent_batch_id AND b.state <> 'running' AND b.changed_at < $1))";

/// By the drafts, which are few: nearly all files are those of mails that were sent.
const SWEEP_FILES: &str = "DELETE FROM attachment WHERE draft_id IN (SELECT id FROM draft) AND removed_at < $1";

/// Forgets for good what was removed, or sent and settled, before this instant.
pub async fn sweep(tx: &mut Tx, before: Moment) -> Result<u64> {
    on!(tx, c => sqlx::query(SWEEP_FILES).bind(stamp(before)).execute(c).await.map(drop))?;
    Ok(on!(tx, c => sqlx::query(SWEEP).bind(stamp(before)).execute(c).await.map(|r| r.rows_affected()))?)
}

fn written(draft: &Draft) -> String {
    serde_json::to_string(draft).expect("a draft is plain data")
}

fn read(content: &str) -> Result<Draft> {
    serde_json::from_str(content).map_err(|e| StoreError::Unreadable { what: "draft.content", found: e.to_string() })
}
