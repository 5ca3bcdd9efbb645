//! What a file is, before anything of it is believed.

use super::{CopyError, Result, catalogue::names, pour::filled};
use crate::{Pool, care, migrate::SQLITE, moment, stamp};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use model::Moment;
use sha2::{Digest, Sha256};
use sqlx::{Connection, QueryBuilder, SqliteConnection};
use std::path::Path;

/// What a copy holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    /// From when it is, where it says so: a file that SQLite's own tools copied does not.
    pub made_at: Option<Moment>,
    /// Each table with the number of its rows.
    pub rows: Vec<(String, i64)>,
    /// Files that are not what was stored: nobody is given them, and all else is whole.
    pub other_files: usize,
}

impl Inside {
    /// How many rows a table has; 0 when an older version has no such table.
    pub fn count(&self, table: &str) -> i64 {
        self.rows.iter().find(|(name, _)| name == table).map_or(0, |(_, rows)| *rows)
    }
}

const MIGRATIONS: &str = "SELECT version, checksum, success FROM _sqlx_migrations ORDER BY version";
const SAYS_WHEN: &str = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_copy')";
const WHEN: &str = "SELECT MIN(made_at) FROM _copy";

const LACKING: &str = "SELECT COUNT(*) FROM blob b WHERE b.hash IS NOT NULL AND b.size <>
  (SELECT COALESCE(SUM(LENGTH(c.bytes)), 0) FROM blob_chunk c WHERE c.blob_id = b.id)";

/// Looks at a file that nobody else uses: whether it is ours, of a version that is known, and whole.
///
/// # Errors
/// `Foreign`, `Newer`, `Damaged`.
pub async fn look(file: &Path) -> Result<Inside> {
    let begins = std::fs::File::open(file).and_then(|mut file| {
        let mut begins = [0; 16];
        std::io::Read::read_exact(&mut file, &mut begins).map(|()| begins)
    });
    if begins.is_err() || begins.is_ok_and(|begins| begins != *b"SQLite format 3\0") {
        return Err(CopyError::Foreign("no file of SQLite".into()));
    }
    let mut copy = super::open(file).await?;
    let faults = care::faults_in(&mut copy).await?;
    if !faults.is_empty() {
        return Err(CopyError::Damaged(faults));
    }
    versions(&mut copy).await?;
    let parts: i64 = sqlx::query_scalar(LACKING).fetch_one(&mut copy).await?;
    if parts > 0 {
        return Err(CopyError::Damaged(vec![format!("{parts} files lack a part")]));
    }
    let other_files = other_bytes(&mut copy).await?;
    let mut rows = vec![];
    for table in names(&mut copy).await? {
        let mut count = QueryBuilder::<sqlx::Sqlite>::new(format!("SELECT COUNT(*) FROM \"{table}\""));
        let count: i64 = count.build_query_scalar().fetch_one(&mut copy).await?;
        rows.push((table, count));
    }
    let made_at = made_at(&mut copy).await?;
    copy.close().await?;
    Ok(Inside { made_at, rows, other_files })
}

const CONTENTS: &str = "SELECT b.hash, k.bytes FROM blob b JOIN blob_chunk k ON k.blob_id = b.id
  WHERE b.hash IS NOT NULL ORDER BY b.id, k.n";

/// How many contents have another SHA-256 than the one by which they are found.
async fn other_bytes(copy: &mut SqliteConnection) -> Result<usize> {
    let mut chunks = sqlx::query_as::<_, (Vec<u8>, Vec<u8>)>(CONTENTS).fetch(copy);
    let (mut present, mut other): (Option<(Vec<u8>, Sha256)>, usize) = (None, 0);
    let is_other = |(hash, digest): (Vec<u8>, Sha256)| usize::from(digest.finalize()[..] != hash[..]);
    while let Some((hash, bytes)) = chunks.try_next().await? {
        if present.as_ref().is_some_and(|(before, _)| *before != hash) {
            other += present.take().map_or(0, is_other);
        }
        present.get_or_insert_with(|| (hash, Sha256::new())).1.update(&bytes);
    }
    Ok(other + present.map_or(0, is_other))
}

/// Its tables were made by migrations that are known here.
async fn versions(copy: &mut SqliteConnection) -> Result<()> {
    let applied: Vec<(i64, Vec<u8>, bool)> = sqlx::query_as(MIGRATIONS)
        .fetch_all(copy)
        .await
        .map_err(|_| CopyError::Foreign("a database of another program".into()))?;
    let known = SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0);
    if applied.is_empty() {
        return Err(CopyError::Foreign("a database without tables".into()));
    }
    for (version, checksum, success) in applied {
        match SQLITE.iter().find(|migration| migration.version == version) {
            None if version > known => return Err(CopyError::Newer { found: version, known }),
            Some(migration) if *migration.checksum == checksum[..] && success => {}
            _ => return Err(CopyError::Foreign(format!("its tables of version {version} are not ours"))),
        }
    }
    Ok(())
}

async fn made_at(copy: &mut SqliteConnection) -> Result<Option<Moment>> {
    let says: bool = sqlx::query_scalar(SAYS_WHEN).fetch_one(&mut *copy).await?;
    if !says {
        return Ok(None);
    }
    let when: Option<DateTime<Utc>> = sqlx::query_scalar(WHEN).fetch_one(copy).await?;
    Ok(when.map(moment))
}

const MARK: &str = "CREATE TABLE IF NOT EXISTS _copy (made_at TEXT NOT NULL) STRICT";
/// A copy of a copy that nobody woke is from when that was made.
const MADE: &str = "INSERT INTO _copy (made_at) SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM _copy)";

/// Has a file say that it is a copy, and from when, unless it says so already.
///
/// # Errors
/// The file cannot be written.
pub async fn say_made_at(file: &Path, at: Moment) -> Result<()> {
    let mut copy = super::open(file).await?;
    sqlx::query(MARK).execute(&mut copy).await?;
    sqlx::query(MADE).bind(stamp(at)).execute(&mut copy).await?;
    Ok(copy.close().await?)
}

/// Whether a database holds nothing: no tables, or tables without rows. The name of a table with rows otherwise.
///
/// # Errors
/// The database cannot be read.
pub async fn is_empty(pool: &Pool) -> Result<std::result::Result<(), String>> {
    match pool {
        Pool::Sqlite { read, .. } => {
            let mut connection = read.acquire().await?;
            for table in names(&mut connection).await? {
                let mut some = QueryBuilder::<sqlx::Sqlite>::new(format!("SELECT EXISTS (SELECT 1 FROM \"{table}\")"));
                let some: bool = some.build_query_scalar().fetch_one(&mut *connection).await?;
                if some {
                    return Ok(Err(table));
                }
            }
            Ok(Ok(()))
        }
        Pool::Postgres(pool) => {
            let mut connection = pool.acquire().await?;
            Ok(filled(&mut connection).await?.map_or(Ok(()), Err))
        }
    }
}
