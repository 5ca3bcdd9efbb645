//! The files of a draft. Adding or taking away one does not raise the draft's version: uploads run while the text is saved.

use crate::blobs::{Hash, Stored};
use crate::{Result, StoreError, Tx, on, stamp};
use model::compose::{Attachment, MAIL_MAX, encoded, file_name, media_type};
use model::{AttachmentId, DraftId, Moment, UserId};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    media_type: String,
    size: i64,
}

impl From<Row> for Attachment {
    fn from(row: Row) -> Self {
        Attachment { id: AttachmentId(row.id), name: row.name, media_type: row.media_type, size: row.size }
    }
}

const ATTACH: &str = "INSERT INTO attachment (draft_id, position, name, media_type, size, hash, created_at)
  VALUES ($1, (SELECT COALESCE(MAX(position) + 1, 0) FROM attachment WHERE draft_id = $1), $2, $3, $4, $5, $6) RETURNING id";

/// Adds a file after the others. Name and type are cleaned here (S28, S47).
///
/// # Errors
/// As for [`super::hold`]; `TooLarge` when its files are more together than a mail can hold.
pub async fn attach(
    tx: &mut Tx,
    user: UserId,
    draft: DraftId,
    (name, kind): (&str, &str),
    content: &Stored,
    now: Moment,
) -> Result<Attachment> {
    // Two files that arrive at once are counted one after the other.
    super::hold(tx, user, draft).await?;
    let others: i64 = attachments(tx, draft).await?.iter().map(|file| encoded(file.size)).sum();
    if others + encoded(content.size) > MAIL_MAX {
        return Err(StoreError::TooLarge);
    }
    let (name, kind) = (file_name(name), media_type(kind));
    let id = on!(tx, c => sqlx::query_scalar(ATTACH)
        .bind(draft.0).bind(&name).bind(&kind).bind(content.size).bind(&content.hash.0[..]).bind(stamp(now))
        .fetch_one(c).await)?;
    Ok(Attachment { id: AttachmentId(id), name, media_type: kind, size: content.size })
}

const LIST: &str = "SELECT id, name, media_type, size FROM attachment WHERE draft_id = $1
  AND removed_at IS NULL ORDER BY position, id";

/// In the order they were added.
pub async fn attachments(tx: &mut Tx, draft: DraftId) -> Result<Vec<Attachment>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(draft.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Attachment::from).collect())
}

const DETACH: &str = "UPDATE attachment SET removed_at = $4 WHERE id = $1 AND draft_id = $2 AND removed_at IS NULL
  AND EXISTS (SELECT 1 FROM draft d WHERE d.id = $2 AND d.user_id = $3 AND d.sent_batch_id IS NULL)";
const GIVE_BACK: &str =
    "UPDATE attachment SET removed_at = NULL WHERE id = $1 AND draft_id = $2 AND removed_at IS NOT NULL
  AND EXISTS (SELECT 1 FROM draft d WHERE d.id = $2 AND d.user_id = $3 AND d.sent_batch_id IS NULL)";

/// Takes a file off. [`give_back`] undoes it for a day.
///
/// # Errors
/// `NotFound`.
pub async fn detach(tx: &mut Tx, user: UserId, draft: DraftId, file: AttachmentId, now: Moment) -> Result<()> {
    super::one(on!(tx, c => sqlx::query(DETACH).bind(file.0).bind(draft.0).bind(user.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?)
}

/// « Annuler » after [`detach`]: the file is where it was.
///
/// # Errors
/// `NotFound`.
pub async fn give_back(tx: &mut Tx, user: UserId, draft: DraftId, file: AttachmentId) -> Result<()> {
    super::one(on!(tx, c => sqlx::query(GIVE_BACK).bind(file.0).bind(draft.0).bind(user.0)
        .execute(c).await.map(|r| r.rows_affected()))?)
}

const PLACE: &str = "SELECT a.name, a.media_type, a.size, a.hash FROM attachment a
  LEFT JOIN draft d ON d.id = a.draft_id LEFT JOIN message m ON m.id = a.message_id LEFT JOIN batch b ON b.id = m.batch_id
  WHERE a.id = $1 AND (b.state NOT IN ('draft', 'dropping', 'dropped') OR d.user_id = $2)";

/// A file to open: of the user's own draft, or of any mail that was sent. Its content is read with `blobs::Reader`.
///
/// # Errors
/// `NotFound`, also for the file of somebody else's draft.
pub async fn place(tx: &mut Tx, user: UserId, file: AttachmentId) -> Result<(Attachment, Hash)> {
    let (name, media_type, size, hash): (String, String, i64, Vec<u8>) =
        on!(tx, c => sqlx::query_as(PLACE).bind(file.0).bind(user.0).fetch_one(c).await)?;
    Ok((Attachment { id: file, name, media_type, size }, Hash::read(&hash)?))
}
