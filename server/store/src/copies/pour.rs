//! A copy into an empty Postgres: all of it in one transaction, or nothing.

use super::{
    CopyError, Result,
    carry::from_sqlite,
    catalogue::{Table, agree, tables},
};
use crate::{Pool, StoreError};
use sqlx::{PgConnection, Postgres, QueryBuilder, SqliteConnection};
use std::path::Path;

/// Puts everything of a copy, which has the tables of this version, into an empty Postgres that has them, too. Whoever else comes
/// meanwhile waits, and then finds it full.
///
/// # Errors
/// `NotEmpty`; `Damaged` when something in it points at what is not there.
pub async fn pour(file: &Path, into: &Pool) -> Result<()> {
    let Pool::Postgres(pool) = into else {
        return Err(StoreError::Refused("a SQLite database is its own copy").into());
    };
    let mut from = super::open(file).await?;
    let mut tx = pool.begin().await?;
    let tables = tables(&mut tx).await?;
    agree(&mut from, &tables).await?;
    lock(&mut tx, &tables).await?;
    if let Some(table) = filled(&mut tx).await? {
        return Err(CopyError::NotEmpty(table));
    }
    let keys = loosen(&mut tx).await?;
    for table in &tables {
        let read = from_sqlite(&mut from, &mut tx, table).await?;
        let mut count = QueryBuilder::<Postgres>::new(format!("SELECT COUNT(*) FROM \"{}\"", table.name));
        let written: i64 = count.build_query_scalar().fetch_one(&mut *tx).await?;
        if written != read {
            return Err(CopyError::Miscounted { table: table.name.clone(), read, written });
        }
        if let Some(column) = &table.counts {
            go_on_counting(&mut from, &mut tx, &table.name, column).await?;
        }
    }
    for (table, key, definition) in keys {
        let mut add = QueryBuilder::<Postgres>::new(format!("ALTER TABLE {table} ADD CONSTRAINT {key} {definition}"));
        add.build().execute(&mut *tx).await.map_err(|error| match &error {
            sqlx::Error::Database(told) if told.is_foreign_key_violation() => {
                CopyError::Damaged(vec![told.to_string()])
            }
            _ => error.into(),
        })?;
    }
    tx.commit().await?;
    sqlx::query("ANALYZE").execute(pool).await?;
    Ok(())
}

async fn lock(tx: &mut PgConnection, tables: &[Table]) -> Result<()> {
    let names: Vec<String> = tables.iter().map(|table| format!("\"{}\"", table.name)).collect();
    let mut lock = QueryBuilder::<Postgres>::new("LOCK TABLE ");
    lock.push(names.join(", ")).push(" IN ACCESS EXCLUSIVE MODE");
    lock.build().execute(tx).await?;
    Ok(())
}

/// A table with rows in it.
pub(super) async fn filled(postgres: &mut PgConnection) -> Result<Option<String>> {
    for table in tables(postgres).await? {
        let mut some = QueryBuilder::<Postgres>::new(format!("SELECT EXISTS (SELECT 1 FROM \"{}\")", table.name));
        if some.build_query_scalar().fetch_one(&mut *postgres).await? {
            return Ok(Some(table.name));
        }
    }
    Ok(None)
}

const KEYS: &str = "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
  WHERE contype = 'f' AND connamespace = 'public'::regnamespace ORDER BY 1, 2";

/// Takes the foreign keys off, to be put back when all rows are there: rows point at tables that come later, and at each other. To look
/// at them all at once is faster, too. Their names and what they say.
async fn loosen(tx: &mut PgConnection) -> Result<Vec<(String, String, String)>> {
    let keys: Vec<(String, String, String)> = sqlx::query_as(KEYS).fetch_all(&mut *tx).await?;
    for (table, key, _) in &keys {
        let mut drop = QueryBuilder::<Postgres>::new(format!("ALTER TABLE {table} DROP CONSTRAINT {key}"));
        drop.build().execute(&mut *tx).await?;
    }
    Ok(keys)
}

const COUNTED: &str = "SELECT seq FROM sqlite_sequence WHERE name = $1";
const COUNT_ON: &str = "SELECT setval(pg_get_serial_sequence(quote_ident($1), $2), $3)";

/// An id that was given to somebody is given to nobody else, also when its row is gone.
async fn go_on_counting(from: &mut SqliteConnection, tx: &mut PgConnection, table: &str, column: &str) -> Result<()> {
    let counted: Option<i64> = sqlx::query_scalar(COUNTED).bind(table).fetch_optional(from).await?;
    if let Some(counted) = counted.filter(|counted| *counted > 0) {
        sqlx::query(COUNT_ON).bind(table).bind(column).bind(counted).execute(tx).await?;
    }
    Ok(())
}
