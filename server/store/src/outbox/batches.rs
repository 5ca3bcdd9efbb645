//! Acts of sending, held before anything of theirs moves: so that a cancelling at the same instant comes before or after.

use crate::{Result, Tx, dialect, ids::push_ids, on};
use model::BatchId;
use std::collections::BTreeSet;

/// Until the commit, in the order of ids. Whoever moves several deliveries holds their batches first, then the deliveries, then the
/// documents: nobody waits in a circle. The states they are in.
pub async fn hold(tx: &mut Tx, batches: impl IntoIterator<Item = BatchId>) -> Result<Vec<(BatchId, String)>> {
    let ids: BTreeSet<i64> = batches.into_iter().map(|id| id.0).collect();
    let ids: Vec<i64> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let ends = dialect::held_in_order(tx);
    let rows: Vec<(i64, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT id, state FROM batch WHERE id IN (");
        push_ids(&mut query, &ids);
        query.push(")").push(ends).build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(|(id, state)| (BatchId(id), state)).collect())
}
