//! Families of clients: they come into being when a client is saved with a new name, and go with their last client.
//!
//! A form of a client names its family, so renaming one or merging two raises the version of its clients: a form that was open
//! meanwhile is told rather than bringing the old name back (P12). Families are held before clients.

mod undo;

use crate::{Result, StoreError, Tx, dialect::held_in_order, on, savepoint::attempt, search::facets};
use model::{FamilyId, FamilyMergeId, Moment, UserId, fold, listing::FamilyLine};

pub use undo::{Merged, Separated, merged, separate};

const LIST: &str = "SELECT id, name FROM family ORDER BY name_key";

/// All, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<(FamilyId, String)>> {
    let rows: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, name)| (FamilyId(id), name)).collect())
}

#[derive(sqlx::FromRow)]
struct Line {
    id: i64,
    name: String,
    clients: i64,
}

const COUNTS: &str =
    "SELECT f.id, f.name, COUNT(cl.id) AS clients FROM family f LEFT JOIN client cl ON cl.family_id = f.id
  GROUP BY f.id, f.name, f.name_key ORDER BY f.name_key";

/// All, by name, with how many clients each has.
pub async fn counts(tx: &mut Tx) -> Result<Vec<FamilyLine>> {
    let rows: Vec<Line> = on!(tx, c => sqlx::query_as(COUNTS).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|row| FamilyLine { id: FamilyId(row.id), name: row.name, clients: row.clients }).collect())
}

const ADD: &str = "INSERT INTO family (name, name_key) VALUES ($1, $2)
  ON CONFLICT (name_key) DO UPDATE SET name_key = excluded.name_key RETURNING id";

/// The family of this name, made when missing. Case and accents make no difference; the first spelling stays.
pub(crate) async fn named(tx: &mut Tx, name: &str) -> Result<FamilyId> {
    let key = fold(name);
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD).bind(name).bind(&key).fetch_one(c).await)?;
    Ok(FamilyId(id))
}

const REMOVE_EMPTY: &str = "DELETE FROM family WHERE id = $1
  AND NOT EXISTS (SELECT 1 FROM client WHERE family_id = $1)";

/// Drops a family that the last client has left.
pub(crate) async fn remove_empty(tx: &mut Tx, id: FamilyId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(REMOVE_EMPTY).bind(id.0).execute(c).await.map(drop))?)
}

const HOLD: &str = "UPDATE family SET name = name WHERE id = $1";

/// Whoever renames or merges it, or puts a client into it, waits until the commit. Answers whether it is there.
pub(crate) async fn hold(tx: &mut Tx, id: FamilyId) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query(HOLD).bind(id.0).execute(c).await.map(|r| r.rows_affected()))? > 0)
}

/// Several, in the order of ids: two who need the same ones wait for each other rather than block each other.
pub(crate) async fn hold_all(tx: &mut Tx, mut ids: Vec<FamilyId>) -> Result<()> {
    ids.sort();
    ids.dedup();
    for id in ids {
        hold(tx, id).await?;
    }
    Ok(())
}

const FIND: &str = "SELECT id FROM family WHERE name_key = $1";

/// The family of this name. Case and accents make no difference.
pub(crate) async fn find(tx: &mut Tx, name: &str) -> Result<Option<FamilyId>> {
    let key = fold(name);
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(FIND).bind(&key).fetch_optional(c).await)?;
    Ok(id.map(FamilyId))
}

const CLIENTS: &str = "SELECT id FROM client WHERE family_id = ";

/// Its clients, until the commit; asked after the families.
async fn hold_clients(tx: &mut Tx, id: FamilyId) -> Result<()> {
    let held = held_in_order(tx);
    let _: Vec<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(CLIENTS);
        query.push_bind(id.0).push(held);
        query.build_query_scalar().fetch_all(c).await
    })?;
    Ok(())
}

const NAMED: &str = "SELECT id FROM family WHERE name_key = $1 AND id <> $2";
const RENAME: &str = "UPDATE family SET name = $2, name_key = $3 WHERE id = $1";
const TOUCH: &str = "UPDATE client SET version = version + 1 WHERE family_id = $1";

/// Another name for a family. Where another family has that name already, nothing is changed, and it is answered.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody gave that name away meanwhile.
pub async fn rename(tx: &mut Tx, id: FamilyId, name: &str) -> Result<Option<FamilyId>> {
    if !hold(tx, id).await? {
        return Err(StoreError::NotFound);
    }
    let key = fold(name);
    let renamed = attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(RENAME).bind(id.0).bind(name).bind(&key).execute(c).await.map(drop))?)
    });
    match renamed.await {
        Err(StoreError::Taken) => {
            let other: Option<i64> =
                on!(tx, c => sqlx::query_scalar(NAMED).bind(&key).bind(id.0).fetch_optional(c).await)?;
            other.map(|other| Some(FamilyId(other))).ok_or(StoreError::Conflict)
        }
        Err(e) => Err(e),
        Ok(()) => {
            hold_clients(tx, id).await?;
            on!(tx, c => sqlx::query(TOUCH).bind(id.0).execute(c).await.map(drop))?;
            Ok(None)
        }
    }
}

const NAME: &str = "SELECT name FROM family WHERE id = $1";
const MOVE: &str = "UPDATE client SET family_id = $2, version = version + 1 WHERE family_id = $1 RETURNING id, version";

/// The clients of `from` join `into`, and `from` is gone, until [`separate`]. `seen` is how many they were when somebody agreed.
///
/// # Errors
/// `NotFound`, also for a family and itself; `Conflict` when they are more or fewer by now.
pub async fn merge(
    tx: &mut Tx,
    (from, into): (FamilyId, FamilyId),
    seen: i64,
    by: UserId,
    now: Moment,
) -> Result<FamilyMergeId> {
    for family in [from.min(into), from.max(into)] {
        if from == into || !hold(tx, family).await? {
            return Err(StoreError::NotFound);
        }
    }
    let name: String = on!(tx, c => sqlx::query_scalar(NAME).bind(from.0).fetch_one(c).await)?;
    hold_clients(tx, from).await?;
    let mut moved: Vec<(i64, i64)> = on!(tx, c => sqlx::query_as(MOVE).bind(from.0).bind(into.0).fetch_all(c).await)?;
    if moved.len() as i64 != seen {
        return Err(StoreError::Conflict);
    }
    moved.sort_unstable();
    facets::family_merged(tx, from.0, into.0).await?;
    remove_empty(tx, from).await?;
    undo::keep(tx, (&name, into), &moved, by, now).await
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn clients_are_counted_by_the_index_of_families() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let steps = testing::plan(&mut tx, COUNTS).await;
        let counted = "SEARCH cl USING COVERING INDEX client_by_family (family_id=?)";
        assert!(steps.iter().any(|step| step.starts_with(counted)), "{steps:?}");
    }
}
