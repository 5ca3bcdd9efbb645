//! Statements about several rows at once.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// The query with these ids between its two halves.
pub(crate) fn listed<Db: Database>(begins: &'static str, ids: &[i64], ends: &'static str) -> QueryBuilder<Db>
where
    Db::Arguments: Default,
    i64: for<'t> Encode<'t, Db> + Type<Db>,
{
    let mut query = QueryBuilder::<Db>::new(begins);
    push_ids(&mut query, ids);
    query.push(ends);
    query
}

/// `NULL`, which nothing is equal to, where there are none.
pub(crate) fn push_ids<Db: Database>(query: &mut QueryBuilder<Db>, ids: &[i64])
where
    i64: for<'t> Encode<'t, Db> + Type<Db>,
{
    if ids.is_empty() {
        query.push("NULL");
    }
    let mut list = query.separated(", ");
    for id in ids {
        list.push_bind(*id);
    }
}
