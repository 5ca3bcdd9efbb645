//! Rows from one database to the other, some at a time: however many there are, little of them is in memory.

use super::{
    Result,
    catalogue::{Kind, Table},
};
use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use sqlx::{PgConnection, Postgres, QueryBuilder, Row, Sqlite, SqliteConnection};

/// A field, which may be NULL.
enum Value {
    Integer(Option<i64>),
    Boolean(Option<bool>),
    Bytes(Option<Vec<u8>>),
    Text(Option<String>),
    Time(Option<DateTime<Utc>>),
}

impl Value {
    fn weight(&self) -> usize {
        match self {
            Value::Bytes(Some(bytes)) => bytes.len(),
            Value::Text(Some(text)) => text.len(),
            _ => 8,
        }
    }
}

/// Of one statement: both databases take more than 30 000 fields.
const FIELDS: usize = 4_000;
const ROWS: usize = 250;
/// What is read ahead of large ones.
const BYTES: usize = 1024 * 1024;

/// What is read and not written.
#[derive(Default)]
struct Load {
    rows: Vec<Vec<Value>>,
    bytes: usize,
}

impl Load {
    fn add(&mut self, row: Vec<Value>) {
        self.bytes += row.iter().map(Value::weight).sum::<usize>();
        self.rows.push(row);
    }

    fn is_full(&self, table: &Table) -> bool {
        let most = (FIELDS / table.columns.len().max(1)).clamp(1, ROWS);
        self.rows.len() >= most || self.bytes >= BYTES
    }
}

/// The row's fields, and a statement for a load: the same text for either driver.
macro_rules! row {
    ($row:expr, $table:expr) => {{
        let mut values = Vec::with_capacity($table.columns.len());
        for (at, (_, kind)) in $table.columns.iter().enumerate() {
            values.push(match kind {
                Kind::Integer => Value::Integer($row.try_get_unchecked(at)?),
                Kind::Boolean => Value::Boolean($row.try_get_unchecked(at)?),
                Kind::Bytes => Value::Bytes($row.try_get_unchecked(at)?),
                Kind::Text => Value::Text($row.try_get_unchecked(at)?),
                Kind::Time => Value::Time($row.try_get_unchecked(at)?),
            });
        }
        values
    }};
}
macro_rules! put {
    ($db:ty, $into:expr, $table:expr, $load:expr) => {{
        let load = std::mem::take($load);
        if !load.rows.is_empty() {
            let begins = format!("INSERT INTO \"{}\" ({}) ", $table.name, $table.column_names());
            let mut query = QueryBuilder::<$db>::new(begins);
            query.push_values(load.rows, |mut list, row| {
                for value in row {
                    match value {
                        Value::Integer(value) => list.push_bind(value),
                        Value::Boolean(value) => list.push_bind(value),
                        Value::Bytes(value) => list.push_bind(value),
                        Value::Text(value) => list.push_bind(value),
                        Value::Time(value) => list.push_bind(value),
                    };
                }
            });
            query.build().execute(&mut *$into).await?;
        }
    }};
}

fn all_of(table: &Table) -> String {
    format!("SELECT {} FROM \"{}\"", table.column_names(), table.name)
}

/// Everything of a table, some rows at a time.
macro_rules! carried {
    ($from_db:ty, $into_db:ident, $from:ident, $into:ident, $table:ident) => {{
        let mut all = QueryBuilder::<$from_db>::new(all_of($table));
        let mut rows = all.build().fetch($from);
        let (mut load, mut count) = (Load::default(), 0);
        while let Some(row) = rows.try_next().await? {
            load.add(row!(row, $table));
            count += 1;
            if load.is_full($table) {
                put!($into_db, $into, $table, &mut load);
            }
        }
        put!($into_db, $into, $table, &mut load);
        Ok(count)
    }};
}

/// Everything of a table of Postgres. How many rows.
pub(super) async fn from_postgres(from: &mut PgConnection, into: &mut SqliteConnection, table: &Table) -> Result<i64> {
    carried!(Postgres, Sqlite, from, into, table)
}

/// The same the other way.
pub(super) async fn from_sqlite(from: &mut SqliteConnection, into: &mut PgConnection, table: &Table) -> Result<i64> {
    carried!(Sqlite, Postgres, from, into, table)
}
