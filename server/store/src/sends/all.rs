//! E16: all acts of sending, the newest first, with filters that cumulate. One of them leads, read from its index; the others are asked of
//! at most [`LOOK`] of those. Where that does not fill a page, the page says where to go on: no query of it walks all of them.

use super::{
    failing::{FAILED, UNCERTAIN, in_trouble},
    found::find,
    list::summaries,
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

/// What leads: batches, the newest first.
struct Lead {
    rows: Vec<i64>,
    /// Where to go on after them, when there may be more.
    next: Option<i64>,
    found_more: bool,
}

/// A page of all sends.
pub async fn all(tx: &mut Tx, asked: &SendsAsked) -> Result<AllSends> {
    let lead = lead(tx, asked).await?;
    let kept = narrowed(tx, asked, &lead.rows).await?;
    let mut page: Vec<i64> = vec![];
    let mut next = lead.next;
    let mut full = false;
    for batch in &lead.rows {
        if !kept.contains(batch) {
            continue;
        }
        if page.len() == SENDS_PAGE {
            (next, full) = (Some(batch + 1), true);
            break;
        }
        page.push(*batch);
    }
    if let (false, Some(_), Some(last)) = (full, next, lead.rows.last())
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

pub(super) const ANY: &str = "SELECT id FROM batch WHERE id < $1 AND kind <> 'system'
  AND state NOT IN ('draft', 'dropping', 'dropped') ORDER BY id DESC LIMIT $2";
pub(super) const OF_STATE: &str =
    "SELECT id FROM batch WHERE state = $3 AND id < $1 AND kind <> 'system' ORDER BY id DESC LIMIT $2";
pub(super) const OF_AUTHOR: &str = "SELECT id FROM batch WHERE created_by = $3 AND id < $1 AND kind <> 'system'
  AND state NOT IN ('draft', 'dropping', 'dropped') ORDER BY id DESC LIMIT $2";
pub(super) const OF_KIND: &str = "SELECT id FROM batch WHERE kind = $3 AND id < $1 AND kind <> 'system'
  AND state NOT IN ('draft', 'dropping', 'dropped') ORDER BY id DESC LIMIT $2";

async fn lead(tx: &mut Tx, asked: &SendsAsked) -> Result<Lead> {
    let Some((batches, mails)) = below(tx, asked).await? else {
        return Ok(Lead { rows: vec![], next: None, found_more: false });
    };
    if !asked.search.trim().is_empty() && asked.state != Some(SendsState::Trouble) {
        let found = find(tx, asked.search.trim(), batches, mails).await?;
        let rows = found.ids.range(..batches).rev().copied().take(LOOK as usize).collect::<Vec<_>>();
        let next = rows.last().filter(|_| rows.len() as i64 == LOOK).copied();
        return Ok(Lead { rows, next, found_more: found.more });
    }
    let most = if asked.narrowed() { LOOK } else { SENDS_PAGE as i64 + 1 };
    let most = match asked.state {
        Some(SendsState::Failed | SendsState::Uncertain) => LOOK,
        _ => most,
    };
    // Where to go on, when so many were looked at that nothing of them is known to be last.
    let mut cut = None;
    let ids: Vec<i64> = match (asked.state, state_code(asked.state), asked.by) {
        (Some(SendsState::Trouble), ..) => {
            let found = in_trouble(tx, batches, most).await?;
            cut = found.1;
            found.0
        }
        (Some(SendsState::Failed), ..) => {
            on!(tx, c => sqlx::query_scalar(FAILED).bind(batches).bind(most).fetch_all(c).await)?
        }
        (Some(SendsState::Uncertain), ..) => {
            on!(tx, c => sqlx::query_scalar(UNCERTAIN).bind(batches).bind(most).fetch_all(c).await)?
        }
        (_, Some(state), _) => {
            on!(tx, c => sqlx::query_scalar(OF_STATE).bind(batches).bind(most).bind(state).fetch_all(c).await)?
        }
        (_, None, Some(user)) => {
            on!(tx, c => sqlx::query_scalar(OF_AUTHOR).bind(batches).bind(most).bind(user.0).fetch_all(c).await)?
        }
        (_, None, None) if asked.kind.is_some() => {
            let kind = asked.kind.map_or("", |kind| kind.code());
            on!(tx, c => sqlx::query_scalar(OF_KIND).bind(batches).bind(most).bind(kind).fetch_all(c).await)?
        }
        (_, None, None) => on!(tx, c => sqlx::query_scalar(ANY).bind(batches).bind(most).fetch_all(c).await)?,
    };
    let next = cut.or(ids.last().filter(|_| ids.len() as i64 == most).copied());
    let mut lead = Lead { rows: ids, next, found_more: false };
    if !asked.search.trim().is_empty() {
        let found = find(tx, asked.search.trim(), batches, mails).await?;
        lead.rows.retain(|batch| found.ids.contains(batch));
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

const NARROWED: &str = "SELECT b.id FROM batch b WHERE b.kind <> 'system' AND b.state NOT IN ('draft', 'dropping', 'dropped') AND b.id IN (";

/// Those of them that meet every filter.
async fn narrowed(tx: &mut Tx, asked: &SendsAsked, rows: &[i64]) -> Result<BTreeSet<i64>> {
    let ids: BTreeSet<i64> = rows.iter().copied().collect();
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
        let states = match asked.state {
            Some(SendsState::Failed) => Some("d.state IN ('failed', 'expired', 'suppressed'))"),
            Some(SendsState::Uncertain) => Some("d.state = 'uncertain')"),
            _ => None,
        };
        if let Some(states) = states {
            query.push(" AND EXISTS (SELECT 1 FROM delivery d WHERE d.batch_id = b.id AND NOT d.self_copy AND ").push(states);
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
            (OF_KIND, "batch_by_kind"),
            (LAST_BEFORE, "batch_by_date"),
        ];
        for (text, index) in leads {
            let steps = testing::plan(&mut tx, text).await;
            assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
            assert!(steps.iter().all(|step| !step.contains("TEMP B-TREE") && !step.starts_with("SCAN")), "{steps:?}");
        }
    }
}
