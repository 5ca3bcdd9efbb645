//! Looking after the database: what is deleted leaves no trace, and whether it is whole.

use crate::{Pool, Result, moment};
use model::Moment;
use sqlx::{SqliteConnection, SqlitePool};
use std::{pin::pin, time::Duration};

const SIZE: &str = "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size";
const REWRITE: &str = "VACUUM";
/// Bytes of a file that is rewritten in less than a second.
const QUICKLY: i64 = 64 * 1024 * 1024;

/// After data was let go of: SQLite overwrites what it deletes, but where rows moved from page to page their old place may hold
/// a copy, until it is needed or the file is rewritten. That is done here when it is quick. Its journal goes into the file
/// and is emptied, unless somebody reads: then the next time. Nothing on Postgres.
pub(crate) async fn leave_no_trace(pool: &Pool) -> Result<()> {
    if let Pool::Sqlite { write, keeper, .. } = pool {
        let size: i64 = sqlx::query_scalar(SIZE).fetch_one(write).await?;
        if size <= QUICKLY {
            sqlx::query(REWRITE).execute(write).await?;
        }
        empty_journal(keeper).await?;
    }
    Ok(())
}

const EMPTY_JOURNAL: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Into the file; left as it is while somebody reads. By the keeper: SQLite refuses a second checkpoint beside one under way.
pub(crate) async fn empty_journal(keeper: &SqlitePool) -> Result<()> {
    Ok(sqlx::query(EMPTY_JOURNAL).execute(keeper).await.map(drop)?)
}

/// Pages of the journal from which on a commit moves it into the file itself, should the keeper not come to it: 64 MB.
pub(crate) const MOST_JOURNAL_PAGES: &str = "16384";
const FOLD_JOURNAL: &str = "PRAGMA wal_checkpoint(PASSIVE)";
const FOLD_EVERY: Duration = Duration::from_millis(500);

/// Moves the journal into the file while others write, until the keeper is closed: a commit that did it would take twenty times
/// as long as its neighbours.
pub(crate) async fn fold_journal(keeper: SqlitePool) {
    let mut closed = pin!(keeper.close_event());
    loop {
        tokio::select! {
            () = &mut closed => return,
            () = tokio::time::sleep(FOLD_EVERY) => {}
        }
        if let Err(error) = sqlx::query(FOLD_JOURNAL).execute(&keeper).await {
            tracing::debug!(%error, "the journal waits");
        }
    }
}

const INTEGRITY: &str = "PRAGMA integrity_check(20)";
const DANGLING: &str =
    "SELECT 'a row of ' || \"table\" || ' points at none of ' || parent FROM pragma_foreign_key_check LIMIT 20";

/// What is broken in the file, in SQLite's words; empty when it is whole. Of Postgres: keys that were never looked at whether all rows
/// keep them, and indexes that are not used because their making failed; what its files hold it answers for itself.
pub async fn faults(pool: &Pool) -> Result<Vec<String>> {
    match pool {
        Pool::Sqlite { read, .. } => Ok(faults_in(&mut *read.acquire().await?).await?),
        Pool::Postgres(pool) => {
            let mut faults = vec![];
            for text in [UNPROVED, UNUSED] {
                faults.extend(sqlx::query_scalar::<_, String>(text).fetch_all(pool).await?);
            }
            Ok(faults)
        }
    }
}

const UNPROVED: &str = "SELECT conrelid::regclass::text || ': ' || conname || ' does not hold for every row'
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND NOT convalidated";
const UNUSED: &str = "SELECT i.indrelid::regclass::text || ': the index ' || i.indexrelid::regclass::text || ' is not valid'
  FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid WHERE t.relnamespace = 'public'::regnamespace AND NOT i.indisvalid";

/// The same of one connection to SQLite.
pub(crate) async fn faults_in(sqlite: &mut SqliteConnection) -> sqlx::Result<Vec<String>> {
    let mut faults: Vec<String> = sqlx::query_scalar(INTEGRITY).fetch_all(&mut *sqlite).await?;
    faults.retain(|fault| fault != "ok");
    faults.extend(sqlx::query_scalar::<_, String>(DANGLING).fetch_all(sqlite).await?);
    Ok(faults)
}

const CLOCK: &str = "SELECT clock_timestamp()";

/// Now, by the clock of a Postgres. SQLite has none of its own.
pub async fn clock(pool: &Pool) -> Result<Option<Moment>> {
    match pool {
        Pool::Sqlite { .. } => Ok(None),
        Pool::Postgres(pool) => Ok(Some(moment(sqlx::query_scalar(CLOCK).fetch_one(pool).await?))),
    }
}

const FORGOTTEN: &str = "SELECT COUNT(*) FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'";

/// How many connections to this Postgres database wait inside a transaction. At rest: none; always none on SQLite.
pub async fn open_transactions(pool: &Pool) -> Result<i64> {
    match pool {
        Pool::Sqlite { .. } => Ok(0),
        Pool::Postgres(pool) => Ok(sqlx::query_scalar(FORGOTTEN).fetch_one(pool).await?),
    }
}
