//! « Annuler l’envoi », « Annuler le reste »: whatever has not left stays, and the answer is exact.

use super::event;
use crate::{Result, Tx, documents, on, stamp};
use model::send::Cancelled;
use model::{BatchId, DraftId, Moment, UserId};

const LOCK: &str = "UPDATE batch SET changed_at = $2 WHERE id = $1 AND kind <> 'system'
  AND state NOT IN ('draft', 'dropping', 'dropped') RETURNING draft_id";
/// What waits to be tried again after a try that may have arrived is not called off: nobody knows.
pub(super) const STOP: &str =
    "UPDATE delivery SET state = CASE WHEN dup_risk THEN 'uncertain' ELSE 'cancelled' END, changed_at = $2, leased_by = NULL,
    lease_until = NULL
  WHERE state IN ('held', 'queued', 'leased') AND message_id IN (SELECT id FROM message WHERE batch_id = $1)
  RETURNING NOT self_copy AND state = 'cancelled'";
/// What was refused has not left.
pub(super) const TOO_LATE: &str = "SELECT COUNT(*) FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state IN ('in_flight', 'sent', 'uncertain') AND NOT d.self_copy";
/// What is in flight may come back to be tried again: not any more then.
const IN_FLIGHT: &str = "SELECT EXISTS (SELECT 1 FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state = 'in_flight')";
const CLOSE: &str = "UPDATE batch SET state = 'cancelled', changed_at = $2 WHERE id = $1";
/// Not when it went to a corrected address instead (P36).
pub(super) const REOPEN_DRAFT: &str =
    "UPDATE draft SET sent_batch_id = NULL, removed_at = NULL, changed_at = $3, version = version + 1,
    idem_key = NULL
  WHERE id = $1 AND sent_batch_id = $2 AND NOT EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
    JOIN delivery x ON x.corrects_id = d.id WHERE m.batch_id = $2 AND x.state <> 'cancelled') RETURNING user_id";

/// Stops what has not left. Copies to oneself are stopped but not counted. When nothing had left, the draft is open again for whose
/// it is; the answer names it to nobody else.
///
/// # Errors
/// `NotFound`, also for system mails: nobody stops another's invitation or new password (S22).
pub async fn cancel(tx: &mut Tx, batch: BatchId, by: UserId, now: Moment) -> Result<Cancelled> {
    let draft: Option<i64> = on!(tx, c => sqlx::query_scalar(LOCK).bind(batch.0).bind(stamp(now)).fetch_one(c).await)?;
    let stopped: Vec<bool> = on!(tx, c => sqlx::query_scalar(STOP).bind(batch.0).bind(stamp(now)).fetch_all(c).await)?;
    let too_late: i64 = on!(tx, c => sqlx::query_scalar(TOO_LATE).bind(batch.0).fetch_one(c).await)?;
    let mut answer =
        Cancelled { stopped: stopped.iter().filter(|stays| **stays).count() as i64, too_late, draft_id: None };
    let in_flight: bool = on!(tx, c => sqlx::query_scalar(IN_FLIGHT).bind(batch.0).fetch_one(c).await)?;
    if stopped.is_empty() && !in_flight {
        return Ok(answer);
    }
    on!(tx, c => sqlx::query(CLOSE).bind(batch.0).bind(stamp(now)).execute(c).await.map(drop))?;
    if let (Some(draft), 0) = (draft, too_late) {
        let owner: Option<i64> = on!(tx, c => sqlx::query_scalar(REOPEN_DRAFT)
            .bind(draft).bind(batch.0).bind(stamp(now)).fetch_optional(c).await)?;
        answer.draft_id = (owner == Some(by.0)).then_some(DraftId(draft));
    }
    let data = serde_json::json!({ "stopped": answer.stopped, "too_late": answer.too_late });
    event::add(tx, (Some(batch), None), Some(by), "cancelled", data, now).await?;
    documents::follow_batch(tx, batch).await?;
    Ok(answer)
}
