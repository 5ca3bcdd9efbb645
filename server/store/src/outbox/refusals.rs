//! A server that refuses one mail of a batch after another for what they say, or for who sends them: the rest waits for a person
//! (delivery.md §4).

use super::{event, pause};
use crate::{Result, Tx, on, stamp};
use model::{BatchId, Moment};

const PAUSE: &str =
    "UPDATE batch SET state = 'paused', changed_at = $2 WHERE id = $1 AND state = 'running' RETURNING id";

/// Pauses a running batch by itself, with the server's words; whether it was running.
pub async fn pause_for_refusals(
    tx: &mut Tx,
    batch: BatchId,
    code: Option<u16>,
    text: &str,
    now: Moment,
) -> Result<bool> {
    let paused: Option<i64> =
        on!(tx, c => sqlx::query_scalar(PAUSE).bind(batch.0).bind(stamp(now)).fetch_optional(c).await)?;
    if paused.is_none() {
        return Ok(false);
    }
    for text in [pause::HOLD_BACK, pause::SET_ASIDE] {
        on!(tx, c => sqlx::query(text).bind(batch.0).execute(c).await.map(drop))?;
    }
    let data = serde_json::json!({ "why": "policy", "code": code, "text": text });
    event::add(tx, (Some(batch), None), None, "paused", data, now).await?;
    Ok(true)
}
