//! Fresh databases for tests of this room and of those above it. Behind the feature `testing`.

mod accounts;
mod contents;
mod kept;
mod mails;
mod plan;
pub mod quiet;
mod restored;
mod shape;
mod whole;

pub use accounts::{mailbox_account, smtp_account};
pub use contents::contents;
pub use kept::{Kept, KeptAttempt, KeptDelivery, Leased, kept, leased};
pub use mails::{new_batch, new_delivery, new_message};
pub use plan::plan;
pub use restored::{copied, restored};
pub use shape::shape;
pub use whole::damage;

use crate::{
    Pool, Result,
    migrate::{POSTGRES, SQLITE, migrate},
};
use sqlx::migrate::Migrator;
use std::{
    cell::Cell,
    sync::atomic::{AtomicU32, Ordering},
};
use tracing::Instrument;

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A migrated database of its own.
pub struct Fresh {
    /// Open connections to it.
    pub pool: Pool,
    /// Its address, for a second program.
    pub url: String,
    _folder: Option<tempfile::TempDir>,
}

impl Fresh {
    /// Gives its room back at once; a large one on Postgres would stay until the cluster goes.
    ///
    /// # Errors
    /// Somebody else is connected to it.
    pub async fn remove(self) -> Result<()> {
        self.pool.close().await;
        if let Pool::Sqlite { .. } = self.pool {
            return Ok(());
        }
        use sqlx::Connection;
        let cluster = std::env::var("BONPORT_TEST_POSTGRES").expect("it was there when the database was made");
        let name = self.url.rsplit_once('/').expect("an address ends in /database").1;
        let mut connection = sqlx::PgConnection::connect(&cluster).await?;
        let drop_it = sqlx::AssertSqlSafe(format!("DROP DATABASE {name}"));
        sqlx::query(drop_it).execute(&mut connection).await?;
        Ok(connection.close().await?)
    }
}

thread_local! {
    static STATEMENTS: Cell<u64> = const { Cell::new(0) };
}

pub(crate) fn count() {
    STATEMENTS.set(STATEMENTS.get() + 1);
}

/// How many statements this thread has sent since it was asked last; a test runs on one.
pub fn statements() -> u64 {
    STATEMENTS.replace(0)
}

/// SQLite in a temporary folder, gone when dropped.
pub async fn sqlite() -> Fresh {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("test.db").display());
    Fresh { pool: opened(&url).await, url, _folder: Some(folder) }
}

/// A database of its own on the cluster that `BONPORT_TEST_POSTGRES` names. Without it the test fails rather than skips.
/// The cluster is thrown away as a whole by who started it.
pub async fn postgres() -> Fresh {
    let url = empty_postgres().await;
    Fresh { pool: opened(&url).await, url, _folder: None }
}

/// The folder of the programs of the cluster that `BONPORT_TEST_POSTGRES` names.
pub async fn postgres_programs() -> String {
    use sqlx::Connection;
    let cluster = std::env::var("BONPORT_TEST_POSTGRES").expect("bin/test starts a cluster");
    let mut connection = sqlx::PgConnection::connect(&cluster).await.expect("it is there");
    let folder = sqlx::query_scalar("SELECT setting FROM pg_config WHERE name = 'BINDIR'");
    folder.fetch_one(&mut connection).await.expect("it knows where it came from")
}

/// The same on another cluster, for who stops and starts it.
pub async fn postgres_at(cluster: &str) -> Fresh {
    let url = empty_postgres_at(cluster).await;
    Fresh { pool: opened(&url).await, url, _folder: None }
}

/// The address of such a database without tables.
pub async fn empty_postgres() -> String {
    let cluster = std::env::var("BONPORT_TEST_POSTGRES")
        .expect("BONPORT_TEST_POSTGRES must name a throw-away cluster; bin/test starts one");
    empty_postgres_at(&cluster).await
}

async fn empty_postgres_at(cluster: &str) -> String {
    let name = format!("t{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    create(cluster, &name).await.expect("a database of its own");
    let (server, _) = cluster.rsplit_once('/').expect("an address ends in /database");
    format!("{server}/{name}")
}

async fn create(cluster: &str, name: &str) -> Result<()> {
    use sqlx::Connection;
    let mut connection = sqlx::PgConnection::connect(cluster).await?;
    // A name cannot be bound; this one is made of digits above. A name left by an earlier process of the same number goes first.
    for text in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
        sqlx::query(sqlx::AssertSqlSafe(text)).execute(&mut connection).await?;
    }
    Ok(connection.close().await?)
}

async fn opened(url: &str) -> Pool {
    let pool = Pool::open(url).await.expect("a database that opens");
    migrate(&pool).await.expect("migrations that run");
    pool
}

/// Makes the tables as the version before the newest migration had them.
///
/// # Errors
/// The database has tables already.
pub async fn migrate_but_last(pool: &Pool) -> Result<()> {
    let but_last = |all: &Migrator| {
        let (_, before) = all.migrations.split_last().expect("there are migrations");
        Migrator::with_migrations(before.to_vec())
    };
    match pool {
        Pool::Sqlite { write, .. } => but_last(&SQLITE).run(write).await?,
        Pool::Postgres(pool) => but_last(&POSTGRES).run(pool).await?,
    }
    Ok(())
}

/// A statement that no room of the house would send: to plant a fault, to hold a table, to cut connections. How many rows it changed.
///
/// # Errors
/// The database's.
pub async fn run(tx: &mut crate::Tx, text: &str) -> Result<u64> {
    let text = sqlx::AssertSqlSafe(text.to_owned());
    // Values stand in it that the house binds.
    let planted = tracing::trace_span!(quiet::PLANTED);
    let run = async { crate::on!(tx, c => sqlx::query(text).execute(c).await.map(|done| done.rows_affected())) };
    Ok(run.instrument(planted).await?)
}

const WAITING: &str = "SELECT COUNT(*) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'";

/// How many on this Postgres database wait for a row that somebody else holds; always none on SQLite.
///
/// # Errors
/// The database cannot be read.
pub async fn waiting(pool: &Pool) -> Result<i64> {
    match pool {
        Pool::Sqlite { .. } => Ok(0),
        Pool::Postgres(pool) => Ok(sqlx::query_scalar(WAITING).fetch_one(pool).await?),
    }
}

/// On SQLite the file grows no more, as on a full disk, until it is not `full` any more. The present writing connection says so:
/// one that is opened later finds room.
///
/// # Errors
/// Another has the one writing connection.
///
/// # Panics
/// On Postgres, whose disk is the machine's.
pub async fn full_disk(pool: &Pool, full: bool) -> Result<()> {
    let Pool::Sqlite { write, .. } = pool else { panic!("only for SQLite") };
    // A page count below the present one means the present one.
    let pages = if full { "PRAGMA max_page_count = 1" } else { "PRAGMA max_page_count = 4294967294" };
    sqlx::query(pages).execute(write).await?;
    Ok(())
}

/// `both!(a_name, body);` makes the tests `a_name::on_sqlite` and `a_name::on_postgres` of one `async fn body(fresh: &Fresh)`.
#[macro_export]
macro_rules! both {
    ($(#[$doc:meta])* $name:ident, $body:path) => {
        $(#[$doc])*
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[tokio::test]
            async fn on_sqlite() {
                let _quiet = $crate::testing::quiet::listen();
                $body(&$crate::testing::sqlite().await).await;
            }

            #[tokio::test]
            async fn on_postgres() {
                let _quiet = $crate::testing::quiet::listen();
                $body(&$crate::testing::postgres().await).await;
            }
        }
    };
}
