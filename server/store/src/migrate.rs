//! The tables come from `migrations/sqlite` and `migrations/postgres`: same numbers, same meaning.

use crate::{Pool, Result};
use sqlx::{
    Connection,
    migrate::{Migrate, Migrator},
};

pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// A migration that the database does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// Its number.
    pub version: i64,
    /// The words of its file name.
    pub description: String,
}

/// Brings the tables up to this program's version.
///
/// # Errors
/// A migration that fails changes nothing; a database newer than this program is refused.
pub async fn migrate(pool: &Pool) -> Result<()> {
    match pool {
        Pool::Sqlite { write, .. } => SQLITE.run(write).await?,
        Pool::Postgres(pool) => {
            let mut connection = pool.acquire().await?.detach();
            // Another machine may be at it: it takes the time it takes.
            sqlx::query("SET lock_timeout = 0").execute(&mut connection).await?;
            POSTGRES.run(&mut connection).await?;
            connection.close().await?;
        }
    }
    Ok(())
}

/// What [`migrate`] would do, in order; and whether the database already holds anything (so that a copy is worth keeping).
pub async fn pending_migrations(pool: &Pool) -> Result<(bool, Vec<Migration>)> {
    let table = SQLITE.table_name.clone();
    let (migrator, applied) = match pool {
        Pool::Sqlite { write, .. } => {
            let mut connection = write.acquire().await?;
            connection.ensure_migrations_table(&table).await?;
            (&SQLITE, connection.list_applied_migrations(&table).await?)
        }
        Pool::Postgres(pool) => {
            let mut connection = pool.acquire().await?;
            connection.ensure_migrations_table(&table).await?;
            (&POSTGRES, connection.list_applied_migrations(&table).await?)
        }
    };
    let pending = migrator
        .iter()
        .filter(|m| !applied.iter().any(|a| a.version == m.version))
        .map(|m| Migration { version: m.version, description: m.description.to_string() })
        .collect();
    Ok((!applied.is_empty(), pending))
}
