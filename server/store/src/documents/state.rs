//! `document.state` follows what happens to its deliveries, in the same transaction. On Postgres two mails of one document may end at the
//! same instant: the document's row is held before its deliveries are read. It is the last that any act of the outbox holds (first the
//! batch, then its deliveries), and several are held in the order of ids, so that nobody waits in a circle.

use super::{
    arrivals,
    facts::{listed, push_ids},
};
use crate::{Result, Tx, coded::coded, on};
use model::{
    BatchId, DeliveryId,
    delivery::DeliveryState,
    document::{DocumentState, Sending},
};
use std::collections::BTreeMap;

/// Ids of one statement.
const AT_ONCE: usize = 1_000;

/// What a mail carries: its own document, and those that go along. A copy for oneself is no sending.
macro_rules! carried {
    ($rest:literal) => {
        concat!(
            "SELECT DISTINCT m.document_id, b.document_id FROM message m
               LEFT JOIN message_document b ON b.message_id = m.id AND b.relation = 'further'
             WHERE m.document_id IS NOT NULL AND ",
            $rest
        )
    };
}

type Carried = (i64, Option<i64>);

fn each(rows: Vec<Carried>) -> Vec<i64> {
    rows.into_iter().flat_map(|(own, further)| [Some(own), further]).flatten().collect()
}

const OF_DELIVERIES: &str = carried!("m.id IN (SELECT message_id FROM delivery WHERE id IN (");

/// Something happened to these deliveries.
pub(crate) async fn follow_deliveries(tx: &mut Tx, deliveries: &[DeliveryId]) -> Result<()> {
    let documents = of_deliveries(tx, deliveries).await?;
    follow(tx, documents).await
}

/// The documents of which these are deliveries.
pub(crate) async fn of_deliveries(tx: &mut Tx, deliveries: &[DeliveryId]) -> Result<Vec<i64>> {
    let ids: Vec<i64> = deliveries.iter().map(|id| id.0).collect();
    let rows: Vec<Carried> =
        on!(tx, c, Db => listed::<Db>(OF_DELIVERIES, &ids, "))").build_query_as().fetch_all(c).await)?;
    Ok(each(rows))
}

const OF_MESSAGES: &str = carried!("m.id IN (");

/// Something happened to deliveries of these mails.
pub(crate) async fn follow_messages(tx: &mut Tx, messages: &[i64]) -> Result<()> {
    let mut documents: Vec<i64> = vec![];
    for ids in messages.chunks(AT_ONCE) {
        let some: Vec<Carried> =
            on!(tx, c, Db => listed::<Db>(OF_MESSAGES, ids, ")").build_query_as().fetch_all(c).await)?;
        documents.extend(each(some));
    }
    follow(tx, documents).await
}

const OF_BATCH: &str = carried!("m.batch_id = $1");

/// Something happened to deliveries of this batch.
pub(crate) async fn follow_batch(tx: &mut Tx, batch: BatchId) -> Result<()> {
    let documents: Vec<Carried> = on!(tx, c => sqlx::query_as(OF_BATCH).bind(batch.0).fetch_all(c).await)?;
    follow(tx, each(documents)).await
}

const HOLD: &str = "UPDATE document SET state = state WHERE id = $1";
// What came back after a server had taken it did not reach anybody.
const SENDINGS: &str =
    "SELECT m.document_id, d.id, CASE WHEN d.state = 'sent' AND d.bounced_at IS NOT NULL THEN 'failed' ELSE d.state END,
    CASE WHEN d.address = '' THEN '' ELSE d.address_key END, d.corrects_id
  FROM message m JOIN delivery d ON d.message_id = m.id WHERE NOT d.self_copy AND m.document_id IN (";
const SENDINGS_BESIDE: &str =
    ") UNION ALL SELECT b.document_id, d.id, CASE WHEN d.state = 'sent' AND d.bounced_at IS NOT NULL THEN 'failed' ELSE d.state END,
    CASE WHEN d.address = '' THEN '' ELSE d.address_key END, d.corrects_id
  FROM message_document b JOIN delivery d ON d.message_id = b.message_id
  WHERE NOT d.self_copy AND b.relation = 'further' AND b.document_id IN (";
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
            query.push(SENDINGS_BESIDE);
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
            let state = DocumentState::of(&sendings);
            on!(tx, c => sqlx::query(SET).bind(document).bind(state.code()).execute(c).await.map(drop))?;
            if state == DocumentState::None {
                arrivals::unsettle(tx, document).await?;
            }
        }
    }
    Ok(())
}
