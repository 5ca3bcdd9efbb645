//! « Annuler l’envoi »: whatever has not left stays, and the answer is exact.

use super::event;
use crate::{Result, Tx, on, stamp};
use model::send::Cancelled;
use model::{BatchId, DraftId, Moment, UserId};

const LOCK: &str = "UPDATE batch SET changed_at = $2 WHERE id = $1 AND kind <> 'system' RETURNING draft_id";
pub(super) const STOP: &str =
    "UPDATE delivery SET state = 'cancelled', changed_at = $2, leased_by = NULL, lease_until = NULL
  WHERE state IN ('held', 'queued', 'leased') AND message_id IN (SELECT id FROM message WHERE batch_id = $1)
  RETURNING self_copy";
pub(super) const TOO_LATE: &str = "SELECT COUNT(*) FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state <> 'cancelled' AND NOT d.self_copy";
/// What is in flight may come back to be tried again: not any more then.
const IN_FLIGHT: &str = "SELECT EXISTS (SELECT 1 FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE m.batch_id = $1 AND d.state = 'in_flight')";
const CLOSE: &str = "UPDATE batch SET state = 'cancelled', changed_at = $2 WHERE id = $1";
const REOPEN_DRAFT: &str =
    "UPDATE draft SET sent_batch_id = NULL, removed_at = NULL, changed_at = $3, version = version + 1
  WHERE id = $1 AND sent_batch_id = $2 RETURNING user_id";

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
        Cancelled { stopped: stopped.iter().filter(|copy| !**copy).count() as i64, too_late, draft_id: None };
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
    Ok(answer)
}
