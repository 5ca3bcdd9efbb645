//! Making a copy while others work: one look at everything, as at one instant.

use super::{
    CopyError, Inside, Result,
    carry::from_postgres,
    catalogue::{agree, tables},
    look, say_made_at,
};
use crate::{Pool, StoreError, migrate::SQLITE};
use model::Moment;
use sqlx::{Connection, PgConnection, QueryBuilder, SqliteConnection, migrate::Migrator};
use std::path::Path;

const COPY: &str = "VACUUM INTO $1";

/// Writes everything into this file, which is empty or not there, and looks at it anew: whole, and with as many rows as were read.
/// It is not durable yet. `now` is before the look.
///
/// # Errors
/// `UnknownType` and `OneSided` of a Postgres that is not as our migrations make it; the file holds something or cannot be written.
pub async fn write(pool: &Pool, file: &Path, now: Moment) -> Result<Inside> {
    if std::fs::metadata(file).is_ok_and(|file| file.len() > 0) {
        return Err(StoreError::Refused("the file holds something already").into());
    }
    let counts = match pool {
        Pool::Sqlite { read, .. } => {
            let name = file.to_str().ok_or_else(|| CopyError::Foreign("its name is not UTF-8".into()))?;
            // By a reader: nobody who writes waits for it.
            sqlx::query(COPY).bind(name).execute(read).await?;
            vec![]
        }
        Pool::Postgres(postgres) => {
            let mut from = postgres.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
            let mut into = super::open(file).await?;
            let counts = read_all(&mut from, &mut into).await?;
            into.close().await?;
            counts
        }
    };
    say_made_at(file, now).await?;
    let inside = look(file).await?;
    for (table, read) in counts {
        let written = inside.rows.iter().find(|(name, _)| *name == table).map_or(0, |(_, rows)| *rows);
        if written != read {
            return Err(CopyError::Miscounted { table, read, written });
        }
    }
    Ok(inside)
}

const VERSIONS: &str = "SELECT version FROM _sqlx_migrations WHERE success ORDER BY version";

/// How many rows of each table were read.
async fn read_all(from: &mut PgConnection, into: &mut SqliteConnection) -> Result<Vec<(String, i64)>> {
    let versions: Vec<i64> = sqlx::query_scalar(VERSIONS).fetch_all(&mut *from).await?;
    // The tables of the version that it has, which may be older.
    let known = SQLITE.iter().filter(|migration| versions.contains(&migration.version)).cloned().collect();
    Migrator::with_migrations(known).run(&mut *into).await?;
    let tables = tables(from).await?;
    agree(into, &tables).await?;
    let mut counts = vec![];
    let mut into = into.begin().await?;
    for table in tables {
        let rows = from_postgres(from, &mut into, &table).await?;
        if let Some(column) = &table.counts {
            go_on_counting(from, &mut into, &table.name, column).await?;
        }
        counts.push((table.name, rows));
    }
    into.commit().await?;
    Ok(counts)
}

const SEQUENCE: &str = "SELECT pg_get_serial_sequence(quote_ident($1), $2)";
const FORGET_COUNT: &str = "DELETE FROM sqlite_sequence WHERE name = $1";
const KEEP_COUNT: &str = "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)";

/// An id that was given to somebody is given to nobody else, also when its row is gone.
async fn go_on_counting(from: &mut PgConnection, into: &mut SqliteConnection, table: &str, column: &str) -> Result<()> {
    let sequence: Option<String> = sqlx::query_scalar(SEQUENCE).bind(table).bind(column).fetch_one(&mut *from).await?;
    let Some(sequence) = sequence else { return Ok(()) };
    // As Postgres writes it, with quotation marks where they are needed.
    let mut last = QueryBuilder::<sqlx::Postgres>::new(format!("SELECT last_value, is_called FROM {sequence}"));
    let (last, called): (i64, bool) = last.build_query_as().fetch_one(&mut *from).await?;
    sqlx::query(FORGET_COUNT).bind(table).execute(&mut *into).await?;
    if called {
        sqlx::query(KEEP_COUNT).bind(table).bind(last).execute(&mut *into).await?;
    }
    Ok(())
}
