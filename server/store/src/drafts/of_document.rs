//! A mail about a document (P27): its draft knows the document, so that what is sent of it stands in the document's history.

use crate::{Result, Tx, blobs::Hash, blobs::Stored, on, stamp};
use model::compose::Draft;
use model::{Document, DocumentId, DraftId, Moment, UserId};

const BEGUN: &str = "UPDATE draft SET removed_at = $3 WHERE user_id = $1 AND document_id = $2 AND version = 1
  AND sent_batch_id IS NULL AND removed_at IS NULL AND NOT EXISTS (SELECT 1 FROM attachment a JOIN document x ON x.id = $2
    WHERE a.draft_id = draft.id AND (a.removed_at IS NOT NULL OR x.hash IS NULL OR a.hash <> x.hash))";
const NAME: &str = "UPDATE draft SET document_id = $2 WHERE id = $1";

/// A new draft about a document, with its PDF. One that was begun about it before, in which nothing was written or added, goes.
///
/// # Errors
/// `TooLarge` when the PDF is more than a mail can hold.
pub async fn begin(tx: &mut Tx, user: UserId, draft: &Draft, document: &Document, now: Moment) -> Result<DraftId> {
    on!(tx, c => sqlx::query(BEGUN).bind(user.0).bind(document.id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    let id = super::add(tx, user, draft, now).await?;
    on!(tx, c => sqlx::query(NAME).bind(id.0).bind(document.id.0).execute(c).await.map(drop))?;
    if let Some((name, _)) = &document.file {
        let (_, size, hash) = crate::documents::place(tx, document.id).await?;
        super::attach(tx, user, id, (name, "application/pdf"), &Stored { hash: Hash(hash.0), size }, now).await?;
    }
    Ok(id)
}

// Without its PDF, or with one that was taken off, the mail is not the document.
const DOCUMENT: &str = "SELECT x.id FROM draft d JOIN document x ON x.id = d.document_id
  WHERE d.id = $1 AND x.client_id = d.client_id AND x.removed_at IS NULL AND (x.hash IS NULL OR EXISTS
    (SELECT 1 FROM attachment a WHERE a.draft_id = d.id AND a.removed_at IS NULL AND a.hash = x.hash))";

/// The document that a draft sends.
pub async fn document(tx: &mut Tx, draft: DraftId) -> Result<Option<DocumentId>> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(DOCUMENT).bind(draft.0).fetch_optional(c).await)?;
    Ok(id.map(DocumentId))
}
