//! Looking after the database: a copy while it is used, and whether it is whole.

use crate::{Pool, Result, StoreError, moment};
use model::Moment;
use sqlx::SqlitePool;
use std::{path::Path, pin::pin, time::Duration};

const COPY: &str = "VACUUM INTO $1";

/// Writes a compacted copy of a SQLite database, consistent also while others write.
///
/// # Errors
/// `Refused` on Postgres, which has `pg_dump`; the file exists already, or cannot be written.
pub async fn copy(pool: &Pool, file: &Path) -> Result<()> {
    let Pool::Sqlite { write, .. } = pool else {
        return Err(StoreError::Refused("a copy of Postgres is made with pg_dump"));
    };
    let file = file.to_str().ok_or(StoreError::Refused("the name of the file is not UTF-8"))?;
    sqlx::query(COPY).bind(file).execute(write).await?;
    Ok(())
}

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

/// What is broken in the file, in SQLite's words; empty when it is whole. Postgres answers for itself: there it only connects.
pub async fn faults(pool: &Pool) -> Result<Vec<String>> {
    match pool {
        Pool::Sqlite { read, .. } => {
            let mut faults: Vec<String> = sqlx::query_scalar(INTEGRITY).fetch_all(read).await?;
            faults.retain(|fault| fault != "ok");
            faults.extend(sqlx::query_scalar::<_, String>(DANGLING).fetch_all(read).await?);
            Ok(faults)
        }
        Pool::Postgres(pool) => pool.acquire().await.map(|_| Vec::new()).map_err(Into::into),
    }
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
