//! Why a batch is paused: by whom and since when, or by the machine and after which refusal; and what a person did with it last.

use super::list::{of_batches, summaries};
use crate::{Result, Tx, moment, on};
use chrono::{DateTime, Utc};
use model::{
    BatchId, Moment, UserId,
    send::{BatchSummary, Waits},
};
use serde_json::Value;
use std::collections::HashMap;

/// The last pause of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub at: Moment,
    /// Who paused it; nobody: the machine.
    pub by: Option<String>,
    /// What had not left at that instant.
    pub waiting: i64,
    /// What was leaving at that instant.
    pub in_flight: i64,
    /// What the server said last when the machine paused it; hostile text (S38), may be empty.
    pub said: String,
}

/// What a person did last with a batch as a whole, with the counts of that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastAct {
    /// « Mettre en pause »
    Paused(Waits),
    /// « Reprendre »
    Resumed(Waits),
    /// « Annuler l’envoi », « Annuler le reste »
    Cancelled {
        /// Will not leave.
        stopped: i64,
        /// Left already, or is leaving, or may have left.
        too_late: i64,
    },
}

const LAST_ACT: &str = "SELECT type, at, data FROM event WHERE batch_id = $1 AND delivery_id IS NULL AND user_id = $2
  ORDER BY id DESC LIMIT 1";

/// The last act of this person on this batch, unless it is older than that.
pub async fn last_act(tx: &mut Tx, batch: BatchId, user: UserId, since: Moment) -> Result<Option<LastAct>> {
    let row: Option<(String, DateTime<Utc>, String)> =
        on!(tx, c => sqlx::query_as(LAST_ACT).bind(batch.0).bind(user.0).fetch_optional(c).await)?;
    let Some((kind, _, data)) = row.filter(|(_, at, _)| moment(*at) >= since) else { return Ok(None) };
    let data: Value = serde_json::from_str(&data).unwrap_or_default();
    let number = |name: &str| data.get(name).and_then(Value::as_i64).unwrap_or(0);
    let waits = Waits { waiting: number("waiting"), in_flight: number("in_flight") };
    Ok(match kind.as_str() {
        "paused" => Some(LastAct::Paused(waits)),
        "resumed" => Some(LastAct::Resumed(waits)),
        "cancelled" => Some(LastAct::Cancelled { stopped: number("stopped"), too_late: number("too_late") }),
        _ => None,
    })
}

/// What moves stands there word for word as in its index.
macro_rules! held_back {
    ($what:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM batch b WHERE b.state = 'paused' AND b.kind <> 'system' AND EXISTS (SELECT 1 FROM delivery d
              WHERE d.batch_id = b.id AND d.state IN ('held', 'queued', 'leased', 'in_flight') AND d.state IN ('held', 'queued')
                AND NOT d.self_copy)",
            $rest
        )
    };
}
const HELD_BACK: &str = held_back!("COUNT(*)", "");
const NEWEST_HELD_BACK: &str = held_back!("b.id", " ORDER BY b.id DESC LIMIT $1");

/// How many sends are paused with something that waits, and the newest few of them.
pub async fn paused(tx: &mut Tx, few: i64) -> Result<(i64, Vec<BatchSummary>)> {
    let count: i64 = on!(tx, c => sqlx::query_scalar(HELD_BACK).fetch_one(c).await)?;
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(NEWEST_HELD_BACK).bind(few).fetch_all(c).await)?;
    Ok((count, summaries(tx, &ids).await?))
}

#[derive(sqlx::FromRow)]
struct Row {
    batch_id: i64,
    at: DateTime<Utc>,
    name: Option<String>,
    data: String,
}

const LAST: &str = "SELECT e.batch_id, e.at, u.name, e.data FROM event e LEFT JOIN app_user u ON u.id = e.user_id
  WHERE e.id IN (SELECT MAX(p.id) FROM event p WHERE p.type = 'paused' AND p.batch_id IN (";

/// Of those of these batches that were ever paused.
pub async fn pauses(tx: &mut Tx, batches: &[BatchId]) -> Result<HashMap<BatchId, Pause>> {
    if batches.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = batches.iter().map(|id| id.0).collect();
    let ids = &ids;
    let rows: Vec<Row> = of_batches!(tx, LAST, ids, ") GROUP BY p.batch_id)");
    Ok(rows.into_iter().map(|row| (BatchId(row.batch_id), Pause::from(row))).collect())
}

impl From<Row> for Pause {
    fn from(row: Row) -> Pause {
        let data: Value = serde_json::from_str(&row.data).unwrap_or_default();
        let number = |name: &str| data.get(name).and_then(Value::as_i64);
        let text = data.get("text").and_then(Value::as_str).unwrap_or_default();
        let said = match (number("code"), text) {
            (Some(code), text) => format!("{code} {text}").trim_end().to_owned(),
            (None, text) => text.to_owned(),
        };
        Pause {
            at: moment(row.at),
            by: row.name,
            waiting: number("waiting").unwrap_or(0),
            in_flight: number("in_flight").unwrap_or(0),
            said,
        }
    }
}
