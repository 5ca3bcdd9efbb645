//! What is left of batches that were being filled (`fill`) and came to nothing: nobody has seen them, and they go in steps.

use super::{batches, fill::never, settle::drop_content};
use crate::{Result, Tx, on, stamp};
use model::{BatchId, Moment};

/// Nothing was added to it for so long: whoever filled it is gone. Each of its steps takes far less than a second.
const GIVEN_UP_AFTER_SECONDS: i64 = 10 * 60;

/// What was added to last before this instant is given up.
pub(super) fn given_up_before(now: Moment) -> Moment {
    now.plus_seconds(-GIVEN_UP_AFTER_SECONDS)
}

pub(super) const GIVE_UP: &str =
    "UPDATE batch SET state = 'dropping', changed_at = $1 WHERE state = 'draft' AND changed_at < $2";
pub(super) const DROPPING: &str = "SELECT id FROM batch WHERE state = 'dropping' ORDER BY id LIMIT 1";
pub(super) const ROWS: &str =
    "DELETE FROM delivery WHERE state = 'held' AND id IN (SELECT id FROM delivery WHERE state = 'held'
  AND due_at = $1 AND state IN ('held', 'leased', 'in_flight') ORDER BY id LIMIT $2)";
/// There are none, unless something moved a row that nobody should know.
pub(super) const OTHERS: &str = "DELETE FROM delivery WHERE message_id IN (SELECT id FROM message WHERE batch_id = $1)";
const MAILS: &str = "SELECT id, mime_hash FROM message WHERE batch_id = $1 ORDER BY id LIMIT $2";
/// Of one mail; its content goes along, unless something else has the same.
const MAIL: [&str; 2] = ["DELETE FROM attachment WHERE message_id = $1", "DELETE FROM message WHERE id = $1"];
/// Nothing of it is left but its number: SQLite would look through all deliveries for one that belongs to it before it let the row go.
const DROPPED: &str = "UPDATE batch SET state = 'dropped' WHERE id = $1";
/// Rows of one commit.
const AT_ONCE: i64 = 2_000;
const MAILS_AT_ONCE: i64 = 100;

/// Takes away some of what is left. True when there may be more. Whoever still adds to one finds that it was given up.
pub async fn sweep(tx: &mut Tx, now: Moment) -> Result<bool> {
    let given_up = on!(tx, c => sqlx::query(GIVE_UP).bind(stamp(now)).bind(stamp(given_up_before(now)))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if given_up > 0 {
        // Committed first: a step that still adds waits for nothing here, and finds it.
        return Ok(true);
    }
    let dropped: Option<i64> = on!(tx, c => sqlx::query_scalar(DROPPING).fetch_optional(c).await)?;
    let Some(batch) = dropped else { return Ok(false) };
    // Another worker may be at the same one.
    let held = batches::hold(tx, [BatchId(batch)]).await?;
    if held.iter().all(|(_, state)| state != "dropping") {
        return Ok(true);
    }
    let rows = on!(tx, c => sqlx::query(ROWS).bind(stamp(never(BatchId(batch)))).bind(AT_ONCE)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if rows == AT_ONCE as u64 {
        return Ok(true);
    }
    on!(tx, c => sqlx::query(OTHERS).bind(batch).execute(c).await.map(drop))?;
    let mails: Vec<(i64, Vec<u8>)> =
        on!(tx, c => sqlx::query_as(MAILS).bind(batch).bind(MAILS_AT_ONCE).fetch_all(c).await)?;
    for (mail, content) in &mails {
        for text in MAIL {
            on!(tx, c => sqlx::query(text).bind(mail).execute(c).await.map(drop))?;
        }
        drop_content(tx, content).await?;
    }
    if (mails.len() as i64) < MAILS_AT_ONCE {
        on!(tx, c => sqlx::query(DROPPED).bind(batch).execute(c).await.map(drop))?;
    }
    Ok(true)
}
