//! The two drivers behind one door: `Pool`, `Tx`, and the macro `on!` that runs the same expression on either.

use crate::{Result, StoreError, care};
use sqlx::{
    Connection, Postgres, Sqlite, SqliteConnection, Transaction,
    postgres::{PgConnectOptions, PgPool, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

/// How long a writer waits for another before it says that the database is busy.
const BUSY: Duration = Duration::from_secs(5);
/// Of a row that somebody else holds: `BUSY` as Postgres writes it. Of a transaction in which nobody says anything: its machine is frozen, or
/// gone without a word, and everybody waits for its rows. No act of ours pauses so long between two statements.
const PATIENCE: &str =
    "SELECT set_config('lock_timeout', '5s', false), set_config('idle_in_transaction_session_timeout', '20s', false)";

/// Connections to one database; cheap to clone.
#[derive(Clone, Debug)]
pub enum Pool {
    /// One file. One writing connection, several reading ones.
    Sqlite {
        /// A single connection: SQLite has one writer.
        write: SqlitePool,
        /// Read-only connections; WAL lets them read while one writes.
        read: SqlitePool,
        /// A single connection that moves the journal into the file, so that no commit waits for it.
        keeper: SqlitePool,
    },
    /// A server that several machines share.
    Postgres(PgPool),
}

/// One transaction. Dropped without [`Tx::commit`] it is rolled back.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On Postgres.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same expression on either driver: `on!(tx, c => sqlx::query(SQL).bind(id).execute(c).await)?`.
///
/// Each arm has its own types: map the result to a common one inside the expression. The form `on!(tx, c, Db => …)` also names
/// the driver's type, for `QueryBuilder::<Db>`.
#[macro_export]
macro_rules! on {
    ($tx:expr, $c:ident => $body:expr) => {
        match $crate::counted($tx) {
            $crate::Tx::Sqlite(t) => {
                let $c = &mut **t;
                $body
            }
            $crate::Tx::Postgres(t) => {
                let $c = &mut **t;
                $body
            }
        }
    };
    ($tx:expr, $c:ident, $db:ident => $body:expr) => {
        match $crate::counted($tx) {
            $crate::Tx::Sqlite(t) => {
                type $db = sqlx::Sqlite;
                let $c = &mut **t;
                $body
            }
            $crate::Tx::Postgres(t) => {
                type $db = sqlx::Postgres;
                let $c = &mut **t;
                $body
            }
        }
    };
}

/// Each statement passes here, so that tests can say how many an act takes.
#[doc(hidden)]
pub fn counted(tx: &mut Tx) -> &mut Tx {
    #[cfg(feature = "testing")]
    crate::testing::count();
    tx
}

impl Pool {
    /// Opens `sqlite:path` (made when missing) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// An address that is neither, a file or server that cannot be reached.
    pub async fn open(url: &str) -> Result<Pool> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)?.application_name("bonport");
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(BUSY)
                .after_connect(|c, _| Box::pin(async { sqlx::query(PATIENCE).execute(c).await.map(drop) }));
            let pool = pool.connect_with(options).await?;
            return Ok(Pool::Postgres(pool));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            // What is deleted is overwritten, not only unlinked (P06).
            .pragma("secure_delete", "ON")
            .busy_timeout(BUSY)
            .pragma("wal_autocheckpoint", care::MOST_JOURNAL_PAGES)
            .optimize_on_close(true, 400);
        let some = |most| {
            SqlitePoolOptions::new()
                .max_connections(most)
                .acquire_timeout(BUSY)
                .after_release(|c, _| Box::pin(sound(c)))
        };
        let write = some(1).connect_with(options.clone()).await?;
        let options = options.create_if_missing(false);
        let keeper = some(1).connect_with(options.clone()).await?;
        let read = some(8).connect_with(options.read_only(true)).await?;
        tokio::spawn(care::fold_journal(keeper.clone()));
        Ok(Pool::Sqlite { write, read, keeper })
    }

    /// A transaction that only reads; a write in it fails on both databases.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Pool::Sqlite { read, .. } => Tx::Sqlite(read.begin().await?),
            Pool::Postgres(pool) => {
                Tx::Postgres(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        })
    }

    /// A transaction that may write. On SQLite it takes the write lock at once: an upgrade from a read fails with BUSY_SNAPSHOT.
    pub async fn write(&self) -> Result<Tx> {
        Ok(match self {
            Pool::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pool::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Waits for the connections in use, then closes all. SQLite's journal goes into the file first: SQLite does that by itself only
    /// when the writing connection happens to be the last that closes.
    pub async fn close(&self) {
        match self {
            Pool::Sqlite { write, read, keeper } => {
                read.close().await;
                if let Err(error) = care::empty_journal(keeper).await {
                    tracing::warn!(%error, "the journal stays beside the database: the next start reads it");
                }
                keeper.close().await;
                write.close().await;
            }
            Pool::Postgres(pool) => pool.close().await,
        }
    }
}

/// Whether a connection that was given back can begin anew. Where SQLite itself rolled back, as it may on a full disk, sqlx
/// goes on counting a transaction, and refuses every other.
async fn sound(connection: &mut SqliteConnection) -> sqlx::Result<bool> {
    // Does first what a dropped transaction left to do.
    connection.ping().await?;
    let sound = !connection.is_in_transaction();
    if !sound {
        tracing::warn!("SQLite rolled back by itself: is the disk full, or failing?");
    }
    Ok(sound)
}

impl Tx {
    /// Makes everything of this transaction durable.
    pub async fn commit(self) -> Result<()> {
        match self {
            Tx::Sqlite(t) => t.commit().await,
            Tx::Postgres(t) => t.commit().await,
        }
        .map_err(StoreError::from)
    }
}
