//! The merges that can still be undone, and one by its id.

use super::Snapshot;
use crate::{Result, Tx, moment, on};
use chrono::{DateTime, Utc};
use model::{ContactId, MergeId, Moment, full_name, merge::MergeLine};

/// So many are listed; older ones are found no more, and forgotten in time.
const MOST: i64 = 20;

const LIST: &str = "SELECT m.id, m.at, u.name AS by_name, m.kept_id, m.gone_id, m.snapshot,
    ct.first_name, ct.last_name, ct.email
  FROM merge m JOIN contact ct ON ct.id = m.kept_id LEFT JOIN app_user u ON u.id = m.by_id
  WHERE m.snapshot IS NOT NULL AND ct.erased_at IS NULL
  ORDER BY m.at DESC, m.id DESC LIMIT $1";

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    at: DateTime<Utc>,
    by_name: Option<String>,
    kept_id: i64,
    gone_id: i64,
    snapshot: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
}

/// The last ones first. Whether nothing changed since shows when one is undone.
pub async fn list(tx: &mut Tx) -> Result<Vec<MergeLine>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).bind(MOST).fetch_all(c).await)?;
    rows.into_iter().map(line).collect()
}

fn line(row: Row) -> Result<MergeLine> {
    let before = Snapshot::read(&row.snapshot)?.before;
    let gone = before.contacts.into_iter().find(|contact| contact.id == row.gone_id);
    let gone = gone.map(|gone| (name(&gone.first_name, &gone.last_name, &gone.email), gone.email));
    Ok(MergeLine {
        id: MergeId(row.id),
        at: moment(row.at),
        by: row.by_name,
        kept: ContactId(row.kept_id),
        name: name(&row.first_name, &row.last_name, &row.email),
        gone: gone.unwrap_or_default(),
    })
}

fn name(first: &str, last: &str, email: &Option<String>) -> String {
    full_name(first, last).or_else(|| email.clone()).unwrap_or_default()
}

const FIND: &str = "SELECT kept_id, gone_id, undone_at FROM merge WHERE id = $1";

/// Which contact stayed, which one went, and since when they are two again.
pub async fn find(tx: &mut Tx, id: MergeId) -> Result<Option<(ContactId, ContactId, Option<Moment>)>> {
    let row: Option<(i64, i64, Option<DateTime<Utc>>)> =
        on!(tx, c => sqlx::query_as(FIND).bind(id.0).fetch_optional(c).await)?;
    Ok(row.map(|(kept, gone, undone)| (ContactId(kept), ContactId(gone), undone.map(moment))))
}
