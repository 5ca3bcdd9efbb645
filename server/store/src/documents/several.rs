//! Several documents at once, in a fixed number of queries however many they are: what the review shows of them (P34).

use super::{Row, select};
use crate::{Result, Tx, on, stamp};
use model::{BatchId, Document, DocumentId, Moment, UserId};
use std::collections::HashMap;

/// The rows of a text that is cut where the ids are bound.
macro_rules! of_documents {
    ($tx:ident, $text:ident, $ids:ident, $rest:literal) => {
        on!($tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new($text);
            let mut list = query.separated(", ");
            for id in $ids {
                list.push_bind(id.0);
            }
            query.push($rest);
            query.build_query_as().fetch_all(c).await
        })?
    };
}

const SEVERAL: &str = select!("x.removed_at IS NULL AND x.id IN (");

/// Those of them that are there and not removed, in no order.
pub async fn several(tx: &mut Tx, ids: &[DocumentId]) -> Result<Vec<Document>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<Row> = of_documents!(tx, SEVERAL, ids, ")");
    rows.into_iter().map(Document::try_from).collect()
}

const MAILS: [&str; 2] = [
    "SELECT document_id, COUNT(*) FROM message WHERE document_id IN (",
    "SELECT document_id, COUNT(*) FROM message_document WHERE document_id IN (",
];

/// How many mails were made of each, cancelled ones too; what has none is not named. See [`super::mails`].
pub async fn mails_of(tx: &mut Tx, ids: &[DocumentId]) -> Result<HashMap<DocumentId, i64>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let mut mails = HashMap::new();
    for text in MAILS {
        let rows: Vec<(i64, i64)> = of_documents!(tx, text, ids, ") GROUP BY document_id");
        for (id, count) in rows {
            *mails.entry(DocumentId(id)).or_default() += count;
        }
    }
    Ok(mails)
}

const LATELY: &str = "SELECT m.batch_id, m.document_id FROM message m WHERE m.document_id IS NOT NULL AND m.batch_id IN (
    SELECT id FROM batch WHERE created_by = $1 AND created_at >= $3 AND idem_key LIKE $2 ORDER BY created_at DESC, id DESC LIMIT 5)
  UNION SELECT m.batch_id, b.document_id FROM message m JOIN message_document b ON b.message_id = m.id WHERE m.batch_id IN (
    SELECT id FROM batch WHERE created_by = $1 AND created_at >= $3 AND idem_key LIKE $2 ORDER BY created_at DESC, id DESC LIMIT 5)
  ORDER BY 1, 2";

/// What the last few reviews of this person since then sent, by batch: the invoice book is done with it.
pub async fn sent_lately(tx: &mut Tx, user: UserId, since: Moment) -> Result<Vec<(BatchId, DocumentId)>> {
    let key = format!("{user}:review:%");
    let rows: Vec<(i64, i64)> =
        on!(tx, c => sqlx::query_as(LATELY).bind(user.0).bind(key).bind(stamp(since)).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(batch, document)| (BatchId(batch), DocumentId(document))).collect())
}

macro_rules! reached {
    ($from:literal) => {
        concat!(
            "SELECT m.document_id, CASE WHEN d.name = '' THEN d.address ELSE d.name END AS shown FROM ",
            $from,
            " WHERE d.state = 'sent' AND d.bounced_at IS NULL AND NOT d.self_copy AND NOT d.test_mailbox AND d.address <> '' AND m.document_id IN ("
        )
    };
}
const REACHED: [&str; 2] = [
    reached!("message m JOIN delivery d ON d.message_id = m.id"),
    reached!("message_document m JOIN delivery d ON d.message_id = m.message_id AND m.relation = 'further'"),
];

/// For whom a server has accepted each (P36), by name or address, each once; of a deleted contact nothing is left (P06).
pub async fn reached(tx: &mut Tx, ids: &[DocumentId]) -> Result<HashMap<DocumentId, Vec<String>>> {
    let mut found: HashMap<DocumentId, Vec<String>> = HashMap::new();
    if ids.is_empty() {
        return Ok(found);
    }
    for text in REACHED {
        let rows: Vec<(i64, String)> = of_documents!(tx, text, ids, ") ORDER BY m.document_id, d.id");
        for (id, shown) in rows {
            let names = found.entry(DocumentId(id)).or_default();
            if !names.contains(&shown) {
                names.push(shown);
            }
        }
    }
    Ok(found)
}
