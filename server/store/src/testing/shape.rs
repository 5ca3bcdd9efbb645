//! What a migrated database looks like, in words that both databases share: tables, columns, nullability, unique keys.

use crate::{Pool, Result};
use std::collections::BTreeSet;

const SQLITE_COLUMNS: &str =
    "SELECT m.name || '.' || p.name || CASE WHEN p.\"notnull\" = 1 OR p.pk > 0 THEN ' not null' ELSE '' END
  FROM sqlite_master m JOIN pragma_table_info(m.name) p
  WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_%' ESCAPE '\\'";
const SQLITE_KEYS: &str = "SELECT m.name || ' unique ' || (SELECT group_concat(i.name, ',' ORDER BY i.seqno) FROM pragma_index_info(l.name) i)
  FROM sqlite_master m JOIN pragma_index_list(m.name) l
  WHERE m.type = 'table' AND l.\"unique\" = 1 AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_%' ESCAPE '\\'
  UNION SELECT m.name || ' unique ' || group_concat(p.name, ',' ORDER BY p.pk)
  FROM sqlite_master m JOIN pragma_table_info(m.name) p
  WHERE m.type = 'table' AND p.pk > 0 AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '\\_%' ESCAPE '\\' GROUP BY m.name";

const POSTGRES_COLUMNS: &str =
    "SELECT c.table_name || '.' || c.column_name || CASE c.is_nullable WHEN 'NO' THEN ' not null' ELSE '' END
  FROM information_schema.columns c WHERE c.table_schema = 'public' AND c.table_name NOT LIKE '\\_%'";
const POSTGRES_KEYS: &str = "SELECT t.relname || ' unique ' ||
    (SELECT string_agg(a.attname, ',' ORDER BY k.n) FROM unnest(x.indkey::smallint[]) WITH ORDINALITY AS k (attnum, n)
     JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
  FROM pg_index x JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace s ON s.oid = t.relnamespace
  WHERE x.indisunique AND s.nspname = 'public' AND t.relname NOT LIKE '\\_%'";

/// One line a column and one a unique key.
pub async fn shape(pool: &Pool) -> Result<BTreeSet<String>> {
    let mut lines = BTreeSet::new();
    match pool {
        Pool::Sqlite { write, .. } => {
            for text in [SQLITE_COLUMNS, SQLITE_KEYS] {
                lines.extend(sqlx::query_scalar::<_, String>(text).fetch_all(write).await?);
            }
        }
        Pool::Postgres(pool) => {
            for text in [POSTGRES_COLUMNS, POSTGRES_KEYS] {
                lines.extend(sqlx::query_scalar::<_, String>(text).fetch_all(pool).await?);
            }
        }
    }
    Ok(lines)
}
