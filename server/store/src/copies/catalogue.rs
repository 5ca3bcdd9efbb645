//! What tables there are, and of what their columns are made.

use super::{CopyError, Result};
use sqlx::{PgConnection, SqliteConnection};

/// What a column holds; each kind is written on SQLite as sqlx writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Integer,
    Boolean,
    Bytes,
    Text,
    Time,
}

#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    /// The column that counts by itself.
    pub(super) counts: Option<String>,
}

impl Table {
    /// Between quotation marks, with commas: `import` and the like are words of SQL.
    pub(super) fn column_names(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        names.join(", ")
    }
}

const COLUMNS: &str = "SELECT c.table_name::text, c.column_name::text, c.data_type::text, c.is_identity = 'YES'
  FROM information_schema.columns c
  JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name
  WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name <> '_sqlx_migrations'
  ORDER BY c.table_name, c.ordinal_position";

/// The tables of a Postgres, but for the one that counts migrations.
///
/// # Errors
/// `UnknownType`: better no copy than one that lacks a column.
pub(super) async fn tables(postgres: &mut PgConnection) -> Result<Vec<Table>> {
    let rows: Vec<(String, String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(postgres).await?;
    let mut tables: Vec<Table> = vec![];
    for (table, column, kind, counts) in rows {
        let kind = match kind.as_str() {
            "bigint" => Kind::Integer,
            "boolean" => Kind::Boolean,
            "bytea" => Kind::Bytes,
            "text" => Kind::Text,
            "timestamp with time zone" => Kind::Time,
            _ => return Err(CopyError::UnknownType(format!("{table}.{column} ({kind})"))),
        };
        if tables.last().is_none_or(|last| last.name != table) {
            tables.push(Table { name: table, columns: vec![], counts: None });
        }
        if let Some(last) = tables.last_mut() {
            if counts {
                last.counts = Some(column.clone());
            }
            last.columns.push((column, kind));
        }
    }
    Ok(tables)
}

const NAMES: &str = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
  AND name NOT LIKE '\\_%' ESCAPE '\\' ORDER BY name";

/// The same of a SQLite: their names are enough.
pub(super) async fn names(sqlite: &mut SqliteConnection) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar(NAMES).fetch_all(sqlite).await?)
}

/// Both sides have the same tables.
///
/// # Errors
/// `OneSided`.
pub(super) async fn agree(sqlite: &mut SqliteConnection, tables: &[Table]) -> Result<()> {
    let names = names(sqlite).await?;
    let lacks = tables.iter().map(|table| &table.name).find(|name| !names.contains(*name));
    let more = names.iter().find(|name| !tables.iter().any(|table| table.name == **name));
    lacks.or(more).map_or(Ok(()), |name| Err(CopyError::OneSided(name.clone())))
}
