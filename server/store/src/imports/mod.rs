//! P63: files of clients, from the upload to the undo. A file waits a day for its import; the import itself is one transaction,
//! all or nothing; of it only ids are kept.

mod make;
mod undo;

use crate::{Result, StoreError, Tx, blobs::CHUNK, clients, moment, on, phones, sites, stamp};
use chrono::{DateTime, Utc};
use model::{
    ImportId, Moment, UserId,
    import::{Column, Known},
};
use std::collections::HashMap;

pub use make::{LINE_REFUSED, run};
pub use undo::undo;

/// Milliseconds for which a file waits.
const WAITS: i64 = 86_400_000;
/// Clients of one statement: each binds 21 values, of which SQLite takes 32766.
const AT_ONCE: usize = 400;

/// A file that waits, or what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Who; none from the command line.
    pub user: Option<UserId>,
    /// Empty once the file is gone.
    pub file_name: String,
    /// What each column is for.
    pub columns: Vec<Option<Column>>,
    /// How many were made.
    pub clients: i64,
    /// How many were made.
    pub sites: i64,
    /// How many were made.
    pub families: i64,
    /// Clients that an undo had to leave: somebody had touched them.
    pub kept: i64,
    /// Done then.
    pub imported_at: Option<Moment>,
    /// Taken back then.
    pub undone_at: Option<Moment>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    user_id: Option<i64>,
    file_name: String,
    columns: String,
    clients: i64,
    sites: i64,
    families: i64,
    kept: i64,
    imported_at: Option<DateTime<Utc>>,
    undone_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Import {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Import> {
        let codes: Vec<Option<String>> = serde_json::from_str(&row.columns)
            .map_err(|_| StoreError::Unreadable { what: "import.columns", found: row.columns.clone() })?;
        Ok(Import {
            id: ImportId(row.id),
            user: row.user_id.map(UserId),
            file_name: row.file_name,
            columns: codes.iter().map(|code| code.as_deref().and_then(Column::from_code)).collect(),
            clients: row.clients,
            sites: row.sites,
            families: row.families,
            kept: row.kept,
            imported_at: row.imported_at.map(moment),
            undone_at: row.undone_at.map(moment),
        })
    }
}

const SWEEP: &str = "DELETE FROM import WHERE imported_at IS NULL AND created_at < $1";
const ADD: &str =
    "INSERT INTO import (user_id, file_name, columns, clients, sites, families, kept, content, created_at)
  VALUES ($1, $2, $3, 0, 0, 0, 0, '[]', $4) RETURNING id";
const ADD_CHUNK: &str = "INSERT INTO import_chunk (import_id, n, bytes) VALUES ($1, $2, $3)";

/// Keeps a file until it is imported; what has waited for more than a day goes.
pub async fn add(
    tx: &mut Tx,
    user: Option<UserId>,
    (file_name, bytes): (&str, &[u8]),
    columns: &[Option<Column>],
    now: Moment,
) -> Result<ImportId> {
    sweep(tx, now.plus_ms(-WAITS)).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD).bind(user.map(|user| user.0)).bind(file_name)
        .bind(codes(columns)).bind(stamp(now)).fetch_one(c).await)?;
    for (n, chunk) in bytes.chunks(CHUNK).enumerate() {
        on!(tx, c => sqlx::query(ADD_CHUNK).bind(id).bind(n as i64).bind(chunk).execute(c).await.map(drop))?;
    }
    Ok(ImportId(id))
}

/// Lets go of files that came before this instant and were never imported.
pub async fn sweep(tx: &mut Tx, before: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(SWEEP).bind(stamp(before)).execute(c).await.map(drop))?)
}

fn codes(columns: &[Option<Column>]) -> String {
    let codes: Vec<Option<&str>> = columns.iter().map(|column| column.map(Column::code)).collect();
    serde_json::to_string(&codes).expect("codes are plain data")
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, user_id, file_name, columns, clients, sites, families, kept, imported_at, undone_at FROM import ",
            $rest
        )
    };
}

const GET: &str = select!("WHERE id = $1");

/// One of them.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: ImportId) -> Result<Import> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const LIST: &str = select!("WHERE imported_at IS NOT NULL ORDER BY imported_at DESC, id DESC LIMIT 20");

/// What was imported, the last first; at most twenty.
pub async fn list(tx: &mut Tx) -> Result<Vec<Import>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(LIST).fetch_all(c).await)?;
    rows.into_iter().map(Import::try_from).collect()
}

const FILE: &str = "SELECT bytes FROM import_chunk WHERE import_id = $1 ORDER BY n";

/// The bytes of a file that waits.
///
/// # Errors
/// `NotFound`, also once it is gone.
pub async fn file(tx: &mut Tx, id: ImportId) -> Result<Vec<u8>> {
    let chunks: Vec<Vec<u8>> = on!(tx, c => sqlx::query_scalar(FILE).bind(id.0).fetch_all(c).await)?;
    if chunks.is_empty() { Err(StoreError::NotFound) } else { Ok(chunks.concat()) }
}

const CHOOSE: &str = "UPDATE import SET columns = $2 WHERE id = $1 AND imported_at IS NULL";

/// What each column is for, as a person corrected it.
///
/// # Errors
/// `NotFound`, also of what is imported already.
pub async fn choose_columns(tx: &mut Tx, id: ImportId, columns: &[Option<Column>]) -> Result<()> {
    let changed = on!(tx, c => sqlx::query(CHOOSE).bind(id.0).bind(codes(columns))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

const KNOWN: &str = concat!(
    "SELECT ",
    clients::columns!(),
    " FROM client cl LEFT JOIN family f ON f.id = cl.family_id WHERE cl.reference_key IN ("
);

/// The clients with these folded references ([`model::import::reference_keys`]), with their sites.
pub async fn known(tx: &mut Tx, keys: &[String]) -> Result<Vec<Known>> {
    let mut known = vec![];
    for keys in keys.chunks(AT_ONCE) {
        let rows: Vec<clients::Row> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(KNOWN);
            let mut list = query.separated(", ");
            for key in keys {
                list.push_bind(key.as_str());
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        if rows.is_empty() {
            continue;
        }
        let ids: Vec<i64> = rows.iter().map(clients::Row::id).collect();
        let mut phones = phones::of_clients(tx, &ids).await?;
        let mut places: HashMap<i64, Vec<_>> = HashMap::new();
        for site in sites::of_clients(tx, &ids).await? {
            places.entry(site.client_id.0).or_default().push(site);
        }
        for row in rows {
            let id = row.id();
            let client = row.client(phones.remove(&id).unwrap_or_default())?;
            known.extend(Known::of(&client, places.get(&id).map(Vec::as_slice).unwrap_or_default()));
        }
    }
    Ok(known)
}
