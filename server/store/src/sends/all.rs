//! E16: all acts of sending, the newest first, with filters that cumulate. One of them leads, read from its index; the others are asked of
//! at most [`LOOK`] of those. Where that does not fill a page, the page says where to go on: no query of it walks all of them.

use super::{
    found::find,
    list::{IN_TROUBLE, summaries},
};
use crate::{Result, Tx, moment, on, stamp};
use chrono::{DateTime, Utc};
use model::send::{BatchSummary, SENDS_PAGE, SendsAsked, SendsState};
use std::collections::BTreeSet;

/// What one page looks at.
const LOOK: i64 = 2_000;
/// Two that are stored at one instant may have their numbers the other way round.
const SLACK: i64 = 100;

/// A page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AllSends {
    /// At most `SENDS_PAGE`.
    pub rows: Vec<BatchSummary>,
    /// Where the next page begins, when there may be more.
    pub next: Option<i64>,
    /// The page is not full, and yet there may be more: it looked at as many as it may.
    pub looked_enough: bool,
    /// What was searched is found so often that only the newest of it was looked at.
    pub found_more: bool,
}

/// What leads: of each its place in the order, and the batch; the greatest place first.
struct Lead {
    rows: Vec<(i64, i64)>,
    more: bool,
    found_more: bool,
}

/// A page of all sends.
pub async fn all(tx: &mut Tx, asked: &SendsAsked) -> Result<AllSends> {
    let lead = lead(tx, asked).await?;
    let kept = narrowed(tx, asked, &lead.rows).await?;
    let mut page: Vec<i64> = vec![];
    let mut next = lead.rows.last().filter(|_| lead.more).map(|(place, _)| *place);
    let mut full = false;
    for (place, batch) in &lead.rows {
        if !kept.contains(batch) || page.contains(batch) {
            continue;
        }
        if page.len() == SENDS_PAGE {
            (next, full) = (Some(place + 1), true);
            break;
        }
        page.push(*batch);
    }
    if let (false, Some(_), Some((_, last))) = (full, next, lead.rows.last())
        && is_before_all(tx, asked, *last).await?
    {
        next = None;
    }
    let looked_enough = !full && next.is_some();
    Ok(AllSends { rows: summaries(tx, &page).await?, next, looked_enough, found_more: lead.found_more })
}

const CREATED_AT: &str = "SELECT created_at FROM batch WHERE id = $1";

/// Whatever comes after this one is older than what was asked for.
async fn is_before_all(tx: &mut Tx, asked: &SendsAsked, batch: i64) -> Result<bool> {
    let Some(since) = asked.since else { return Ok(false) };
    let at: DateTime<Utc> = on!(tx, c => sqlx::query_scalar(CREATED_AT).bind(batch).fetch_one(c).await)?;
    Ok(moment(at).plus_seconds(60) < since)
}

pub(super) const ANY: &str = "SELECT id FROM batch WHERE id < $1 AND kind <> 'system' ORDER BY id DESC LIMIT $2";
pub(super) const OF_STATE: &str =
    "SELECT id FROM batch WHERE state = $3 AND id < $1 AND kind <> 'system' ORDER BY id DESC LIMIT $2";
pub(super) const OF_AUTHOR: &str =
    "SELECT id FROM batch WHERE created_by = $3 AND id < $1 AND kind <> 'system' ORDER BY id DESC LIMIT $2";
/// SQLite takes a partial index only when its condition stands in the query word for word.
pub(super) const FAILED: &str = "SELECT d.message_id, m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE d.state IN ('failed', 'expired', 'suppressed') AND d.message_id < $1 ORDER BY d.message_id DESC LIMIT $2";
pub(super) const UNCERTAIN: &str =
    "SELECT d.message_id, m.batch_id FROM delivery d JOIN message m ON m.id = d.message_id
  WHERE d.state = 'uncertain' AND d.message_id < $1 ORDER BY d.message_id DESC LIMIT $2";

async fn lead(tx: &mut Tx, asked: &SendsAsked) -> Result<Lead> {
    let Some((batches, mails)) = below(tx, asked).await? else {
        return Ok(Lead { rows: vec![], more: false, found_more: false });
    };
    if !asked.search.trim().is_empty() && asked.state != Some(SendsState::Trouble) {
        let found = find(tx, asked.search.trim(), batches, mails).await?;
        let rows = found.ids.range(..batches).rev().map(|id| (*id, *id)).take(LOOK as usize).collect::<Vec<_>>();
        return Ok(Lead { more: rows.len() as i64 == LOOK, rows, found_more: found.more });
    }
    let before = asked.before.unwrap_or(i64::MAX);
    let by_mail = match asked.state {
        Some(SendsState::Failed) => Some(FAILED),
        Some(SendsState::Uncertain) => Some(UNCERTAIN),
        _ => None,
    };
    if let Some(text) = by_mail {
        let rows: Vec<(i64, i64)> =
            on!(tx, c => sqlx::query_as(text).bind(before.min(mails)).bind(LOOK).fetch_all(c).await)?;
        return Ok(Lead { more: rows.len() as i64 == LOOK, rows, found_more: false });
    }
    let most = if asked.narrowed() { LOOK } else { SENDS_PAGE as i64 + 1 };
    let ids: Vec<i64> = match (asked.state, state_code(asked.state), asked.by) {
        (Some(SendsState::Trouble), ..) => {
            on!(tx, c => sqlx::query_scalar(IN_TROUBLE).bind(0_i64).bind(batches).bind(most).fetch_all(c).await)?
        }
        (_, Some(state), _) => {
            on!(tx, c => sqlx::query_scalar(OF_STATE).bind(batches).bind(most).bind(state).fetch_all(c).await)?
        }
        (_, None, Some(user)) => {
            on!(tx, c => sqlx::query_scalar(OF_AUTHOR).bind(batches).bind(most).bind(user.0).fetch_all(c).await)?
        }
        (_, None, None) => on!(tx, c => sqlx::query_scalar(ANY).bind(batches).bind(most).fetch_all(c).await)?,
    };
    let more = ids.len() as i64 == most;
    let mut lead = Lead { rows: ids.into_iter().map(|id| (id, id)).collect(), more, found_more: false };
    if !asked.search.trim().is_empty() {
        let found = find(tx, asked.search.trim(), batches, mails).await?;
        lead.rows.retain(|(_, batch)| found.ids.contains(batch));
        lead.found_more = found.more;
    }
    Ok(lead)
}

/// `batch.state`, where the filter is one of it.
fn state_code(state: Option<SendsState>) -> Option<&'static str> {
    match state? {
        SendsState::Running => Some("running"),
        SendsState::Paused => Some("paused"),
        SendsState::Cancelled => Some("cancelled"),
        SendsState::Done => Some("done"),
        SendsState::Trouble | SendsState::Failed | SendsState::Uncertain => None,
    }
}

pub(super) const LAST_BEFORE: &str =
    "SELECT id FROM batch WHERE created_at < $1 ORDER BY created_at DESC, id DESC LIMIT 1";
const LAST_MAIL: &str = "SELECT MAX(id) FROM message WHERE batch_id = $1";

/// The batch and the mail that everything asked for comes before; `None`: nothing is that old.
async fn below(tx: &mut Tx, asked: &SendsAsked) -> Result<Option<(i64, i64)>> {
    let before = asked.before.unwrap_or(i64::MAX);
    let Some(until) = asked.until else { return Ok(Some((before, i64::MAX))) };
    let last: Option<i64> = on!(tx, c => sqlx::query_scalar(LAST_BEFORE).bind(stamp(until)).fetch_optional(c).await)?;
    let Some(last) = last else { return Ok(None) };
    let mail: Option<i64> = on!(tx, c => sqlx::query_scalar(LAST_MAIL).bind(last).fetch_one(c).await)?;
    Ok(Some((before.min(last + SLACK), mail.map_or(i64::MAX, |mail| mail + SLACK))))
}

const NARROWED: &str = "SELECT b.id FROM batch b WHERE b.kind <> 'system' AND b.id IN (";

/// Those of them that meet every filter.
async fn narrowed(tx: &mut Tx, asked: &SendsAsked, rows: &[(i64, i64)]) -> Result<BTreeSet<i64>> {
    let ids: BTreeSet<i64> = rows.iter().map(|(_, batch)| *batch).collect();
    if ids.is_empty() {
        return Ok(ids);
    }
    let kept: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(NARROWED);
        let mut list = query.separated(", ");
        for id in &ids {
            list.push_bind(*id);
        }
        query.push(")");
        if let Some(state) = state_code(asked.state) {
            query.push(" AND b.state = ").push_bind(state);
        }
        let deliveries = " AND EXISTS (SELECT 1 FROM message m JOIN delivery d ON d.message_id = m.id
          WHERE m.batch_id = b.id AND NOT d.self_copy AND d.state IN (";
        let states = match asked.state {
            Some(SendsState::Failed) => Some("'failed', 'expired', 'suppressed')"),
            Some(SendsState::Uncertain) => Some("'uncertain')"),
            _ => None,
        };
        if let Some(states) = states {
            query.push(deliveries).push(states).push(")");
            // One whose mails stand on both sides of the page's end was on the page before.
            if let (Some(before), true) = (asked.before, asked.search.trim().is_empty()) {
                query.push(deliveries.replace("EXISTS", "NOT EXISTS")).push(states).push(" AND m.id >= ").push_bind(before).push(")");
            }
        }
        if let Some(kind) = asked.kind {
            query.push(" AND b.kind = ").push_bind(kind.code());
        }
        if let Some(user) = asked.by {
            query.push(" AND b.created_by = ").push_bind(user.0);
        }
        if let Some(since) = asked.since {
            query.push(" AND b.created_at >= ").push_bind(stamp(since));
        }
        if let Some(until) = asked.until {
            query.push(" AND b.created_at < ").push_bind(stamp(until));
        }
        if let Some(account) = asked.account {
            query.push(" AND EXISTS (SELECT 1 FROM message a WHERE a.batch_id = b.id AND a.account_id = ").push_bind(account.0).push(")");
        }
        query.build_query_scalar().fetch_all(c).await
    })?;
    Ok(kept.into_iter().collect())
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    /// Each lead is read from its index, in its order.
    #[tokio::test]
    async fn no_filter_of_all_sends_walks_or_sorts_them() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let leads = [
            (ANY, "batch USING INTEGER PRIMARY KEY"),
            (OF_STATE, "batch_by_state"),
            (OF_AUTHOR, "batch_by_author"),
            (FAILED, "delivery_failures"),
            (UNCERTAIN, "delivery_uncertain"),
            (LAST_BEFORE, "batch_by_date"),
        ];
        for (text, index) in leads {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
            assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE") && !step.starts_with("SCAN")), "{steps:?}");
        }
    }
}
