//! Which sends wait for a person, and how many of their addresses can be sent again: send by send, each by its index, so that a send with
//! a hundred thousand failures is one step, and no page grows with what was ever sent.

use super::list::of_batches;
use crate::{Result, Tx, on};
use model::BatchId;
use std::collections::{BTreeSet, HashMap};

/// So many sends are looked at for one page.
const LOOK: usize = 2_000;
/// So many at a time.
const EACH: i64 = 100;

/// The sends before one, the newest first, in which something is so: of each the index gives one row.
macro_rules! sends_with {
    ($so:literal) => {
        concat!(
            "WITH RECURSIVE step (batch) AS (SELECT (SELECT d.batch_id FROM delivery d WHERE ",
            $so,
            " AND d.batch_id < $1 ORDER BY d.batch_id DESC LIMIT 1)
              UNION ALL SELECT (SELECT d.batch_id FROM delivery d WHERE ",
            $so,
            " AND d.batch_id < step.batch ORDER BY d.batch_id DESC LIMIT 1) FROM step WHERE step.batch IS NOT NULL)
              SELECT batch FROM step WHERE batch IS NOT NULL LIMIT $2"
        )
    };
}

/// SQLite takes a partial index only when its condition stands in the query word for word.
pub(super) const FAILED: &str = sends_with!("d.state IN ('failed', 'expired', 'suppressed')");
pub(super) const UNCERTAIN: &str = sends_with!("d.state = 'uncertain'");
const BOUNCED: &str = sends_with!("d.bounced_at IS NOT NULL");
const MOVING: &str = sends_with!("d.state IN ('held', 'queued', 'leased', 'in_flight')");
const PAUSED: &str = "SELECT id FROM batch WHERE state = 'paused' AND id < $1 ORDER BY id DESC LIMIT $2";

// What failed for a contact deleted since has no address that could be corrected. Of what goes to many nobody decides about each
// address that is blocked.
const IN_TROUBLE: &str = "SELECT b.id FROM batch b WHERE b.kind <> 'system' AND (
    EXISTS (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND d.state IN ('failed', 'expired', 'suppressed')
      AND (d.state <> 'suppressed' OR b.kind <> 'campaign') AND d.address <> ''
      AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled'))
    OR EXISTS (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND d.state = 'uncertain'
      AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled'))
    OR EXISTS (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND d.bounced_at IS NOT NULL AND d.state = 'sent' AND d.address <> ''
      AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled'))
    OR EXISTS (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND d.state IN ('held', 'queued', 'leased', 'in_flight')
      AND d.state = 'queued'
      AND d.account_id IN (SELECT id FROM smtp_account WHERE state IN ('auth_failed', 'sender_refused', 'disabled')))
    OR b.state = 'paused'
      AND (SELECT e.user_id FROM event e WHERE e.batch_id = b.id AND e.type = 'paused' ORDER BY e.id DESC LIMIT 1) IS NULL)
  AND b.id IN (";

const STOPPED: &str = "SELECT COUNT(*) FROM smtp_account WHERE state IN ('auth_failed', 'sender_refused', 'disabled')";

/// Sends that a person has to look at, the newest first, before this one; and where to go on, when no more than so many were looked at.
pub(super) async fn in_trouble(tx: &mut Tx, before: i64, most: i64) -> Result<(Vec<i64>, Option<i64>)> {
    let stopped: i64 = on!(tx, c => sqlx::query_scalar(STOPPED).fetch_one(c).await)?;
    let mut sources = vec![FAILED, UNCERTAIN, BOUNCED, PAUSED];
    if stopped > 0 {
        sources.push(MOVING);
    }
    let (mut found, mut looked, mut below) = (vec![], 0, before);
    while looked < LOOK {
        let mut next = BTreeSet::new();
        for text in &sources {
            let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(*text).bind(below).bind(EACH).fetch_all(c).await)?;
            next.extend(ids);
        }
        // Those below the greatest may lack some that a source has not named yet.
        let next: Vec<i64> = next.into_iter().rev().take(EACH as usize).collect();
        let Some(last) = next.last() else { return Ok((found, None)) };
        (looked, below) = (looked + next.len(), *last);
        let ids = &next;
        let rows: Vec<(i64,)> = of_batches!(tx, IN_TROUBLE, ids, ") ORDER BY b.id DESC");
        found.extend(rows.into_iter().map(|(id,)| id));
        if found.len() as i64 >= most {
            found.truncate(most as usize);
            return Ok((found, None));
        }
    }
    Ok((found, Some(below)))
}

const AGAIN: &str = "SELECT m.batch_id, COUNT(*) FROM message m JOIN delivery d ON d.message_id = m.id
  WHERE d.address <> '' AND (d.state IN ('failed', 'expired', 'suppressed')
      OR (d.state = 'sent' AND NOT d.test_mailbox AND d.bounced_at IS NOT NULL))
    AND NOT EXISTS (SELECT 1 FROM delivery x WHERE x.corrects_id = d.id AND x.state <> 'cancelled') AND m.batch_id IN (";

/// Of each of these sends how many addresses `DeliveryView::can_be_corrected`; those without one are left out.
pub async fn correctable(tx: &mut Tx, batches: &[BatchId]) -> Result<HashMap<BatchId, i64>> {
    if batches.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = batches.iter().map(|id| id.0).collect();
    let ids = &ids;
    let rows: Vec<(i64, i64)> = of_batches!(tx, AGAIN, ids, ") GROUP BY m.batch_id");
    Ok(rows.into_iter().map(|(batch, count)| (BatchId(batch), count)).collect())
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    /// One step of an index for each send, however many addresses failed in it.
    #[tokio::test]
    async fn what_waits_for_a_person_is_read_send_by_send() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let (verified, again) = ([IN_TROUBLE, "1, 2)"].concat(), [AGAIN, "1, 2) GROUP BY m.batch_id"].concat());
        for (text, index) in [
            (FAILED, "delivery_failures_by_batch (batch_id<?)"),
            (UNCERTAIN, "delivery_uncertain_by_batch (batch_id<?)"),
            (BOUNCED, "delivery_bounced_by_batch (batch_id<?)"),
            (MOVING, "delivery_moving (batch_id<?)"),
            (PAUSED, "batch_by_state"),
            (verified.as_str(), "delivery_failures_by_batch (batch_id=?)"),
            (again.as_str(), "delivery_by_correction"),
        ] {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
            let walks = |step: &String| ["SCAN d", "SCAN b", "SCAN m"].iter().any(|walk| step.starts_with(walk));
            assert!(
                !steps.iter().any(walks) && !steps.iter().any(|step| step.contains("TEMP B-TREE FOR ORDER")),
                "{steps:?}"
            );
        }
    }
}
