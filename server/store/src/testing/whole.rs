//! Whether a database is whole, looked at more closely than a running house would (delivery.md §5, I9).

use crate::{Pool, Result, faults};

const EXTENSION: &str = "CREATE EXTENSION IF NOT EXISTS amcheck";
/// Raises an error at the first index that disagrees with its table.
const INDEXES: &str = "SELECT c.relname::text, bt_index_check(c.oid, true)::text FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_am a ON a.oid = c.relam JOIN pg_namespace s ON s.oid = c.relnamespace
  WHERE a.amname = 'btree' AND s.nspname = 'public' AND i.indisvalid";
const TABLES: &str = "SELECT c.relname || ': ' || v.msg FROM pg_class c JOIN pg_namespace s ON s.oid = c.relnamespace
  CROSS JOIN LATERAL verify_heapam(c.oid) v WHERE s.nspname = 'public' AND c.relkind = 'r'";

/// What is damaged: on SQLite by its `integrity_check` and foreign keys, on Postgres by its extension `amcheck`: every row of every
/// table, and every index held against its table.
///
/// # Errors
/// The database cannot be asked.
pub async fn damage(pool: &Pool) -> Result<Vec<String>> {
    let Pool::Postgres(postgres) = pool else { return faults(pool).await };
    sqlx::query(EXTENSION).execute(postgres).await?;
    let mut found: Vec<String> = sqlx::query_scalar(TABLES).fetch_all(postgres).await?;
    match sqlx::query_as::<_, (String, Option<String>)>(INDEXES).fetch_all(postgres).await {
        Ok(_) => {}
        Err(sqlx::Error::Database(error)) => found.push(error.to_string()),
        Err(error) => return Err(error.into()),
    }
    Ok(found)
}
