//! Two families that became one are two again: exactly the clients that joined go back, but for those that somebody has changed
//! since (P12). Kept a day.

use super::{find, hold_all, named, remove_empty};
use crate::{Result, StoreError, Tx, on, search, stamp};
use model::{ContactId, FamilyId, FamilyMergeId, Moment, UserId};

/// Milliseconds for which it can be undone.
const KEPT: i64 = 86_400_000;
const FORGET: &str = "DELETE FROM family_merge WHERE at < $1";
const KEEP: &str =
    "INSERT INTO family_merge (user_id, name, into_id, content, at) VALUES ($1, $2, $3, $4, $5) RETURNING id";

/// `moved` are the clients with their new versions.
pub(super) async fn keep(
    tx: &mut Tx,
    (name, into): (&str, FamilyId),
    moved: &[(i64, i64)],
    by: UserId,
    now: Moment,
) -> Result<FamilyMergeId> {
    on!(tx, c => sqlx::query(FORGET).bind(stamp(now.plus_ms(-KEPT))).execute(c).await.map(drop))?;
    let content = serde_json::to_string(moved).expect("ids and versions are plain data");
    let id: i64 = on!(tx, c => sqlx::query_scalar(KEEP).bind(by.0).bind(name).bind(into.0).bind(content)
        .bind(stamp(now)).fetch_one(c).await)?;
    Ok(FamilyMergeId(id))
}

/// What can still be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// Its id.
    pub id: FamilyMergeId,
    /// The family that went.
    pub name: String,
    /// The one that its clients joined.
    pub into: String,
    /// How many they were.
    pub clients: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    into_name: String,
    content: String,
}

const RECENT: &str =
    "SELECT m.id, m.name, f.name AS into_name, m.content FROM family_merge m JOIN family f ON f.id = m.into_id
  WHERE m.undone_at IS NULL AND m.at >= $1 ORDER BY m.id DESC LIMIT 20";

/// The last first, at most twenty.
pub async fn merged(tx: &mut Tx, now: Moment) -> Result<Vec<Merged>> {
    let since = stamp(now.plus_ms(-KEPT));
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(RECENT).bind(since).fetch_all(c).await)?;
    let read = |row: Row| {
        let clients = moved(&row.content)?.len() as i64;
        Ok(Merged { id: FamilyMergeId(row.id), name: row.name, into: row.into_name, clients })
    };
    rows.into_iter().map(read).collect()
}

fn moved(content: &str) -> Result<Vec<(i64, i64)>> {
    serde_json::from_str(content)
        .map_err(|_| StoreError::Unreadable { what: "family_merge.content", found: "no such JSON".into() })
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Separated {
    /// The family that is there again; none when no client could go back.
    pub family: Option<FamilyId>,
    /// Clients that stayed: somebody has changed them since.
    pub left: i64,
}

// Held by whoever undoes it first: pressed twice, the second finds nothing.
const UNDO: &str = "UPDATE family_merge SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL AND at >= $3
  RETURNING name, into_id, content";
const BACK: &str = "UPDATE client SET family_id = $3, version = version + 1
  WHERE id = $1 AND version = $2 AND family_id = $4";
// In the order of ids, like whoever else needs several of them.
const PEOPLE: &str = "SELECT DISTINCT a.contact_id FROM affiliation a JOIN client cl ON cl.id = a.client_id
  WHERE cl.family_id = $1 AND a.ended_at IS NULL ORDER BY a.contact_id";

/// Undoes [`super::merge`].
///
/// # Errors
/// `NotFound`, also when it was undone already, and after a day.
pub async fn separate(tx: &mut Tx, id: FamilyMergeId, now: Moment) -> Result<Separated> {
    let since = stamp(now.plus_ms(-KEPT));
    let (name, into, content): (String, i64, String) =
        on!(tx, c => sqlx::query_as(UNDO).bind(id.0).bind(stamp(now)).bind(since).fetch_one(c).await)?;
    let into = FamilyId(into);
    let there = find(tx, &name).await?;
    hold_all(tx, there.into_iter().chain([into]).collect()).await?;
    let family = named(tx, &name).await?;
    let mut left = 0;
    for (client, version) in moved(&content)? {
        let back = on!(tx, c => sqlx::query(BACK).bind(client).bind(version).bind(family.0).bind(into.0)
            .execute(c).await.map(|r| r.rows_affected()))?;
        left += i64::from(back == 0);
    }
    let people: Vec<i64> = on!(tx, c => sqlx::query_scalar(PEOPLE).bind(family.0).fetch_all(c).await)?;
    for contact in people {
        search::reindex_contact(tx, ContactId(contact)).await?;
    }
    for family in [family, into] {
        remove_empty(tx, family).await?;
    }
    Ok(Separated { family: find(tx, &name).await?, left })
}
