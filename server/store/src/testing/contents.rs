//! Everything that a database holds, whatever its tables: a table that comes later is looked into, too.

use crate::{Pool, Result};
use sqlx::AssertSqlSafe;

const SQLITE: &str = "SELECT m.name, p.name, 'CAST(\"' || p.name || '\" AS BLOB)' FROM sqlite_master m
  JOIN pragma_table_info(m.name) p WHERE m.type = 'table'";
const POSTGRES: &str =
    "SELECT c.table_name::text, c.column_name::text, CASE c.data_type WHEN 'bytea' THEN c.column_name::text
    ELSE 'convert_to(\"' || c.column_name || '\"::text, ''UTF8'')' END
  FROM information_schema.columns c WHERE c.table_schema = 'public'";

/// Each value with its `table.column`, as bytes.
///
/// # Errors
/// The database cannot be read.
pub async fn contents(pool: &Pool) -> Result<Vec<(String, Vec<u8>)>> {
    let columns: Vec<(String, String, String)> = match pool {
        Pool::Sqlite { write, .. } => sqlx::query_as(SQLITE).fetch_all(write).await?,
        Pool::Postgres(pool) => sqlx::query_as(POSTGRES).fetch_all(pool).await?,
    };
    let mut all = vec![];
    for (table, column, bytes) in columns {
        // The names are the catalogue's.
        let text = AssertSqlSafe(format!("SELECT {bytes} FROM \"{table}\" WHERE \"{column}\" IS NOT NULL"));
        let values: Vec<Vec<u8>> = match pool {
            Pool::Sqlite { write, .. } => sqlx::query_scalar(text).fetch_all(write).await?,
            Pool::Postgres(pool) => sqlx::query_scalar(text).fetch_all(pool).await?,
        };
        all.extend(values.into_iter().map(|value| (format!("{table}.{column}"), value)));
    }
    Ok(all)
}
