//! `document.state` follows what happens to its deliveries, in the same transaction. On Postgres two mails of one document may end at the
//! same instant: the document's row is held before its deliveries are read. It is the last that any act of the outbox holds (first the
//! batch, then its deliveries), and several are held in the order of ids, so that nobody waits in a circle.

use super::facts::{listed, push_ids};
use crate::{Result, Tx, coded::coded, on};
use model::{
    BatchId, DeliveryId,
    delivery::DeliveryState,
    document::{DocumentState, Sending},
};
use std::collections::BTreeMap;

/// Ids of one statement.
const AT_ONCE: usize = 1_000;

const OF_DELIVERIES: &str = "SELECT DISTINCT document_id FROM message
  WHERE document_id IS NOT NULL AND id IN (SELECT message_id FROM delivery WHERE id IN (";

/// Something happened to these deliveries.
pub(crate) async fn follow_deliveries(tx: &mut Tx, deliveries: &[DeliveryId]) -> Result<()> {
    let documents = of_deliveries(tx, deliveries).await?;
    follow(tx, documents).await
}

/// The documents of which these are deliveries.
pub(crate) async fn of_deliveries(tx: &mut Tx, deliveries: &[DeliveryId]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    Ok(on!(tx, c, Db => listed::<Db>(OF_DELIVERIES, &ids, "))").build_query_scalar().fetch_all(c).await)?)
}

const OF_MESSAGES: &str = "SELECT DISTINCT document_id FROM message WHERE document_id IS NOT NULL AND id IN (";

/// Something happened to deliveries of these mails.
pub(crate) async fn follow_messages(tx: &mut Tx, messages: &[i64]) -> Result<()> {
    let mut documents: Vec<i64> = vec![];
    for ids in messages.chunks(AT_ONCE) {
        let some: Vec<i64> =
            on!(tx, c, Db => listed::<Db>(OF_MESSAGES, ids, ")").build_query_scalar().fetch_all(c).await)?;
        documents.extend(some);
    }
    follow(tx, documents).await
}

const OF_BATCH: &str = "SELECT DISTINCT document_id FROM message WHERE batch_id = $1 AND document_id IS NOT NULL";

/// Something happened to deliveries of this batch.
pub(crate) async fn follow_batch(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let documents: Vec<i64> = on!(tx, c => sqlx::query_scalar(OF_BATCH).bind(batch.0).fetch_all(c).await)?;
    follow(tx, documents).await
}

const HOLD: &str = "UPDATE document SET state = state WHERE id = $1";
// What came back after a server had taken it did not reach anybody.
const SENDINGS: &str =
    "SELECT m.document_id, d.id, CASE WHEN d.state = 'sent' AND d.bounced_at IS NOT NULL THEN 'failed' ELSE d.state END,
    CASE WHEN d.address = '' THEN '' ELSE d.address_key END, d.corrects_id
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.document_id IN (";
const SET: &str = "UPDATE document SET state = $2 WHERE id = $1 AND state <> $2";

type Row = (i64, i64, String, String, Option<i64>);

/// Something happened to deliveries of these documents.
pub(crate) async fn follow(tx: &mut Tx, mut documents: Vec<i64>) -> Result<()> {
    documents.sort_unstable();
    documents.dedup();
    for id in &documents {
        on!(tx, c => sqlx::query(HOLD).bind(id).execute(c).await.map(drop))?;
    }
    for ids in documents.chunks(AT_ONCE) {
        let rows: Vec<Row> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(SENDINGS);
            push_ids(&mut query, ids);
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })?;
        let mut sendings: BTreeMap<i64, Vec<Sending>> = ids.iter().map(|id| (*id, vec![])).collect();
        for (document, delivery, state, to, corrects) in rows {
            sendings.entry(document).or_default().push(Sending {
                delivery: DeliveryId(delivery),
                state: coded("delivery.state", &state, DeliveryState::from_code)?,
                to,
                corrects: corrects.map(DeliveryId),
            });
        }
        for (document, sendings) in sendings {
            let state = DocumentState::of(&sendings).code();
            on!(tx, c => sqlx::query(SET).bind(document).bind(state).execute(c).await.map(drop))?;
        }
    }
    Ok(())
}
