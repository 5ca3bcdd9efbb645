//! « Annuler l'import »: what the import made goes, client by client, as far as nobody has touched it since. A client that was
//! changed, has a contact, a mail or anything else by now stays whole, and is counted.

use super::{AT_ONCE, Import, make::Made};
use crate::{Result, StoreError, Tx, families, on, search, sites, stamp};
use model::{FamilyId, ImportId, Moment};
use std::collections::{BTreeSet, HashMap};

const CLAIM: &str = "UPDATE import SET undone_at = $2
  WHERE id = $1 AND undone_at IS NULL AND imported_at IS NOT NULL";
const CONTENT: &str = "SELECT content FROM import WHERE id = $1";
const KEPT: &str = "UPDATE import SET kept = $2 WHERE id = $1";

/// Takes an import back. Doing it twice changes nothing.
///
/// # Errors
/// `NotFound`, also of what was not imported.
pub async fn undo(tx: &mut Tx, id: ImportId, now: Moment) -> Result<Import> {
    let claimed = on!(tx, c => sqlx::query(CLAIM).bind(id.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    let import = super::get(tx, id).await?;
    if claimed == 0 {
        return if import.imported_at.is_none() { Err(StoreError::NotFound) } else { Ok(import) };
    }
    let content: String = on!(tx, c => sqlx::query_scalar(CONTENT).bind(id.0).fetch_one(c).await)?;
    let made: Made = serde_json::from_str(&content)
        .map_err(|_| StoreError::Unreadable { what: "import.content", found: "no such JSON".into() })?;
    // Families are held before clients, like everywhere.
    for family in &made.families {
        families::hold(tx, FamilyId(*family)).await?;
    }
    let mut kept = 0;
    for some in made.clients.chunks(AT_ONCE) {
        let free = untouched(tx, some).await?;
        kept += (some.len() - free.len()) as i64;
        for text in [REMOVE_SITES, REMOVE] {
            among(tx, text, &free).await?;
        }
    }
    search::forget_gone_clients(tx).await?;
    for family in made.families {
        families::remove_empty(tx, FamilyId(family)).await?;
    }
    on!(tx, c => sqlx::query(KEPT).bind(id.0).bind(kept).execute(c).await.map(drop))?;
    super::get(tx, id).await
}

const HOLD: &str = "UPDATE client SET version = version WHERE id IN (";
const REMOVE_SITES: &str = "DELETE FROM site WHERE client_id IN (";
const REMOVE: &str = "DELETE FROM client WHERE id IN (";

async fn among(tx: &mut Tx, text: &'static str, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(text);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build().execute(c).await.map(drop)
    })?)
}

/// Every table that points at a client stands here or goes with it; a test sees to it.
const UNTOUCHED: &str = "SELECT cl.id FROM client cl WHERE cl.version = 1
    AND NOT EXISTS (SELECT 1 FROM affiliation x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM address_use x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM draft x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM message x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM consent x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM contact x WHERE x.inactive_by_client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM document x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM intervention x WHERE x.client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM departure x WHERE x.inactive_by_client_id = cl.id)
    AND NOT EXISTS (SELECT 1 FROM site x WHERE x.client_id = cl.id AND x.version <> 1)
    AND cl.id IN (";

/// Those with exactly the sites that they came with; nobody touches them until the commit.
async fn untouched(tx: &mut Tx, some: &[(i64, Vec<i64>)]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = some.iter().map(|(client, _)| *client).collect();
    among(tx, HOLD, &ids).await?;
    let free: BTreeSet<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(UNTOUCHED);
        let mut list = query.separated(", ");
        for id in &ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_scalar::<i64>().fetch_all(c).await
    })?
    .into_iter()
    .collect();
    let mut there: HashMap<i64, BTreeSet<i64>> = HashMap::new();
    for site in sites::of_clients(tx, &ids).await? {
        there.entry(site.client_id.0).or_default().insert(site.id.0);
    }
    let same = |client: i64, made: &[i64]| {
        there.get(&client).map_or(made.is_empty(), |there| *there == made.iter().copied().collect::<BTreeSet<_>>())
    };
    let free = some.iter().filter(|(client, made)| free.contains(client) && same(*client, made));
    Ok(free.map(|(client, _)| *client).collect())
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use crate::{Tx, testing};

    /// P63: a table that comes later and points at clients must be thought of by the undo.
    #[tokio::test]
    async fn p63_every_table_that_points_at_a_client_is_known_to_the_undo() {
        const POINTING: &str =
            "SELECT m.name || '.' || f.\"from\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f
          WHERE m.type = 'table' AND f.\"table\" = 'client' ORDER BY 1";
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.read().await.unwrap();
        let Tx::Sqlite(connection) = &mut tx else { panic!("it is SQLite") };
        let found: Vec<String> = sqlx::query_scalar(POINTING).fetch_all(&mut **connection).await.unwrap();
        // These go with their client.
        let goes = ["client_word.client_id", "phone.client_id"];
        for column in found.iter().filter(|column| !goes.contains(&column.as_str())) {
            let (table, column) = column.split_once('.').unwrap();
            let told = format!("FROM {table} x WHERE x.{column} = cl.id");
            assert!(super::UNTOUCHED.contains(&told), "{table}.{column}: say in UNTOUCHED that such a client stays");
        }
    }
}
