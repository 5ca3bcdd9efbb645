//! Of each batch only the mails of one client, or of one document (P50): what a batch came to for others stands in no history but theirs.

use super::list::{CountsRow, Head, counts_of, first_of, head_of, summaries_of};
use crate::{Result, Tx, on};
use model::send::BatchSummary;

/// The same three statements as for whole batches: heads, first addresses, counts.
pub(super) struct Texts {
    heads: &'static str,
    first: &'static str,
    counts: &'static str,
}

/// The mails of whom or what it is, among the batches of a page.
macro_rules! texts {
    ($mails:literal) => {
        Texts {
            heads: concat!(
                head_of!(),
                "FROM (SELECT MIN(z.id) AS id FROM (",
                $mails,
                ") z GROUP BY z.batch_id) f JOIN message m ON m.id = f.id JOIN batch b ON b.id = m.batch_id
  LEFT JOIN app_user u ON u.id = b.created_by LEFT JOIN client k ON k.id = m.client_id"
            ),
            first: concat!(
                first_of!("FROM ("),
                $mails,
                ") m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy) x WHERE x.place <= 3
  ORDER BY x.batch_id, x.place"
            ),
            counts: concat!(
                counts_of!("FROM ("),
                $mails,
                ") m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy GROUP BY m.batch_id"
            ),
        }
    };
}

pub(super) const OF_CLIENT: Texts = texts!(
    "SELECT y.id, y.batch_id, y.client_id FROM message y WHERE y.client_id = $1 AND y.batch_id BETWEEN $2 AND $3"
);
pub(super) const OF_DOCUMENT: Texts = texts!(
    "SELECT y.id, y.batch_id, y.client_id FROM message y WHERE y.document_id = $1 AND y.batch_id BETWEEN $2 AND $3
    UNION SELECT y.id, y.batch_id, y.client_id FROM message_document w JOIN message y ON y.id = w.message_id
      WHERE w.document_id = $1 AND y.batch_id BETWEEN $2 AND $3"
);

/// In the order of the ids: a page of what [`Texts`] is of, which has no other mails between its first and its last batch.
pub(super) async fn summaries(tx: &mut Tx, texts: &Texts, of: i64, ids: &[i64]) -> Result<Vec<BatchSummary>> {
    let (Some(first), Some(last)) = (ids.iter().min().copied(), ids.iter().max().copied()) else { return Ok(vec![]) };
    let heads: Vec<Head> =
        on!(tx, c => sqlx::query_as(texts.heads).bind(of).bind(first).bind(last).fetch_all(c).await)?;
    let shown: Vec<(i64, String)> =
        on!(tx, c => sqlx::query_as(texts.first).bind(of).bind(first).bind(last).fetch_all(c).await)?;
    let counts: Vec<CountsRow> =
        on!(tx, c => sqlx::query_as(texts.counts).bind(of).bind(first).bind(last).fetch_all(c).await)?;
    summaries_of(ids, heads, shown, counts)
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn a_history_reads_no_mails_but_its_own() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        for text in [&OF_CLIENT, &OF_DOCUMENT].into_iter().flat_map(|of| [of.heads, of.first, of.counts]) {
            let steps = testing::plan(&mut tx, text).await;
            let index = |step: &String| step.contains("message_by_client") || step.contains("message_by_document");
            assert!(steps.iter().any(index), "{text}: {steps:?}");
            let walks =
                |step: &String| ["SCAN y", "SCAN w", "SCAN d", "SCAN b"].iter().any(|walk| step.starts_with(walk));
            assert!(!steps.iter().any(walks), "{text}: {steps:?}");
        }
    }
}
