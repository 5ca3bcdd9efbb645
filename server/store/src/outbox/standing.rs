//! What stands in the outbox now, for whoever watches it from outside.

use super::unfinished;
use crate::{Result, Tx, moment, on};
use chrono::{DateTime, Utc};
use model::Moment;

/// Counts of what moves; what is done long ago is not counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// State of deliveries, and how many: `held`, `queued`, `leased`, `in_flight`.
    pub deliveries: Vec<(String, i64)>,
    /// The first of those that are queued, paused ones left out.
    pub first_due: Option<Moment>,
    /// State of accounts, and how many.
    pub accounts: Vec<(String, i64)>,
    /// Batches that are held back.
    pub paused: i64,
}

pub(super) const OPEN: &str =
    "SELECT state, COUNT(*) FROM delivery WHERE state IN ('held', 'leased', 'in_flight') GROUP BY state";
pub(super) const QUEUED: &str =
    "SELECT COUNT(*), MIN(CASE WHEN priority < 100 THEN due_at END) FROM delivery WHERE state = 'queued'";
/// Of batches that are still being filled, or came to nothing.
pub(super) const UNFINISHED: &str = concat!(
    "SELECT COUNT(*) FROM delivery d WHERE d.state IN ('held', 'queued', 'leased', 'in_flight') AND d.state = 'held' AND d.batch_id IN ",
    unfinished!()
);
const ACCOUNTS: &str = "SELECT state, COUNT(*) FROM smtp_account GROUP BY state ORDER BY state";
const PAUSED: &str = "SELECT COUNT(*) FROM batch WHERE state = 'paused'";

/// Counted now.
pub async fn standing(tx: &mut Tx) -> Result<Standing> {
    let mut deliveries: Vec<(String, i64)> = on!(tx, c => sqlx::query_as(OPEN).fetch_all(c).await)?;
    let (queued, first): (i64, Option<DateTime<Utc>>) = on!(tx, c => sqlx::query_as(QUEUED).fetch_one(c).await)?;
    deliveries.push(("queued".into(), queued));
    let unfinished: i64 = on!(tx, c => sqlx::query_scalar(UNFINISHED).fetch_one(c).await)?;
    for (_, held) in deliveries.iter_mut().filter(|(state, _)| state == "held") {
        *held -= unfinished;
    }
    for state in ["held", "leased", "in_flight"] {
        if !deliveries.iter().any(|(found, _)| found == state) {
            deliveries.push((state.into(), 0));
        }
    }
    deliveries.sort();
    let accounts = on!(tx, c => sqlx::query_as(ACCOUNTS).fetch_all(c).await)?;
    let paused = on!(tx, c => sqlx::query_scalar(PAUSED).fetch_one(c).await)?;
    Ok(Standing { deliveries, first_due: first.map(moment), accounts, paused })
}
