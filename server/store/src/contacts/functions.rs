//! What people do at their clients: free text, so a list of « comptable » goes by every spelling that there is.

use crate::{Result, Tx, on};
use model::{ContactId, fold, listing::Functions};

// From one different text to the next by the index: their number counts, not that of the people.
const SPELLINGS: &str = "WITH RECURSIVE f (name) AS (
    SELECT MIN(function) FROM affiliation WHERE ended_at IS NULL AND function > ''
    UNION ALL
    SELECT (SELECT MIN(a.function) FROM affiliation a WHERE a.ended_at IS NULL AND a.function > f.name) FROM f
      WHERE f.name IS NOT NULL
  ) SELECT name FROM f WHERE name IS NOT NULL";

/// Functions of live affiliations that begin with `folded`, as they are written.
pub(super) async fn spelled(tx: &mut Tx, folded: &str) -> Result<Vec<String>> {
    let mut all: Vec<String> = on!(tx, c => sqlx::query_scalar(SPELLINGS).fetch_all(c).await)?;
    all.retain(|function| fold(function).starts_with(folded));
    Ok(all)
}

const LATEST: &str = "SELECT a.contact_id, a.function
  FROM (SELECT contact_id, function, ended_at FROM affiliation ORDER BY id DESC LIMIT $1) a
    JOIN contact ct ON ct.id = a.contact_id
  WHERE a.ended_at IS NULL AND a.function <> '' AND ct.inactive_at IS NULL AND ct.erased_at IS NULL";
const BEYOND: &str = "SELECT COUNT(*) FROM (SELECT 1 AS one FROM affiliation LIMIT $1) AS counted";

/// The most frequent functions of active contacts, at most so many, among the `latest` affiliations: a list of suggestions need
/// not count a million.
pub async fn frequent_functions(tx: &mut Tx, latest: i64, most: usize) -> Result<Functions> {
    let links: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(LATEST).bind(latest).fetch_all(c).await)?;
    let beyond: i64 = on!(tx, c => sqlx::query_scalar(BEYOND).bind(latest + 1).fetch_one(c).await)?;
    let links: Vec<_> = links.into_iter().map(|(contact, function)| (ContactId(contact), function)).collect();
    Ok(Functions::of(&links, most, beyond <= latest))
}
