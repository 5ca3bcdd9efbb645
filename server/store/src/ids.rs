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

/// `NULL`, which nothing is equal to, where there are none. The last one several times, so that the numbers of ids have few texts: each
/// is prepared anew, on each connection.
pub(crate) fn push_ids<Db: Database>(query: &mut QueryBuilder<Db>, ids: &[i64])
where
    i64: for<'t> Encode<'t, Db> + Type<Db>,
{
    if ids.is_empty() {
        query.push("NULL");
    }
    let mut list = query.separated(", ");
    for id in even(ids) {
        list.push_bind(*id);
    }
}

/// Up to the next power of two, as long as they are few.
pub(crate) fn even<T>(list: &[T]) -> impl Iterator<Item = &T> {
    const FEW: usize = 256;
    let more = if list.len() > FEW { 0 } else { list.len().next_power_of_two() - list.len() };
    list.iter().chain(list.last().into_iter().cycle().take(more))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_lists_have_the_length_of_a_power_of_two_and_long_ones_their_own() {
        let long: Vec<i64> = (0..300).collect();
        assert_eq!(even::<i64>(&[]).count(), 0);
        assert_eq!(even(&[7]).copied().collect::<Vec<_>>(), [7]);
        assert_eq!(even(&[7, 8, 9]).copied().collect::<Vec<_>>(), [7, 8, 9, 9]);
        assert_eq!(even(&long[..256]).count(), 256);
        assert_eq!(even(&long).count(), 300);
    }
}
