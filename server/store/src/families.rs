//! Families of clients: they come into being when a client is saved with a new name, and go with their last client.

use crate::{Result, Tx, on};
use model::{FamilyId, fold};

const LIST: &str = "SELECT id, name FROM family ORDER BY name_key";

/// All, by name.
pub async fn list(tx: &mut Tx) -> Result<Vec<(FamilyId, String)>> {
    let rows: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(id, name)| (FamilyId(id), name)).collect())
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
