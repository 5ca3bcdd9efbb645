//! How a statement would be carried out.

use crate::Tx;
use sqlx::{AssertSqlSafe, Row};

/// The steps by which SQLite would find the rows, such as `SEARCH delivery USING INDEX delivery_open (state=?)`.
///
/// # Panics
/// On Postgres, and for a text that is no statement.
pub async fn plan(tx: &mut Tx, text: &str) -> Vec<String> {
    let Tx::Sqlite(connection) = tx else { panic!("plans are read on SQLite") };
    let explain = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")));
    let steps = explain.fetch_all(&mut **connection).await.expect("a statement");
    steps.iter().map(|step| step.get("detail")).collect()
}
