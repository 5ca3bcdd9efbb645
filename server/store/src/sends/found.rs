//! What a search among all sends finds: the newest of each kind of match, so that no search grows with what was ever sent.

use crate::{Result, Tx, documents, ids::push_ids, on, search::end_of};
use model::fold::SearchKey;
use std::collections::BTreeSet;

/// Of each kind of match no more than these.
const EACH: i64 = 500;
/// Subjects are looked at in so many of the newest mails, of the period when one is asked for.
const SUBJECTS: i64 = 5_000;
/// Shorter beginnings of an address are everybody's.
const LETTERS: usize = 3;

/// Batches, and whether there may be more than those.
#[derive(Default)]
pub(super) struct Found {
    pub(super) ids: BTreeSet<i64>,
    pub(super) more: bool,
}

/// Words of a subject or of a client, the beginning of an address or of a document's number, before this batch and this
/// mail.
pub(super) async fn find(tx: &mut Tx, search: &str, batches: i64, mails: i64) -> Result<Found> {
    let mut found = Found::default();
    let wanted = SearchKey::of(search);
    // Signs alone are in no subject, name or number.
    if wanted.is_empty() {
        return Ok(found);
    }
    by_subject(tx, &wanted, mails, &mut found).await?;
    by_document_or_client(tx, search, batches, &mut found).await?;
    if search.chars().count() >= LETTERS && !search.contains(char::is_whitespace) {
        by_address(tx, &search.to_lowercase(), mails, &mut found).await?;
    }
    Ok(found)
}

const NEWEST: &str = "SELECT batch_id, subject FROM message WHERE id < $1 ORDER BY id DESC LIMIT $2";

async fn by_subject(tx: &mut Tx, wanted: &SearchKey, below: i64, found: &mut Found) -> Result<()> {
    let rows: Vec<(i64, String)> = on!(tx, c => sqlx::query_as(NEWEST).bind(below).bind(SUBJECTS).fetch_all(c).await)?;
    found.more |= rows.len() as i64 == SUBJECTS;
    // Mails to many have one subject.
    for alike in rows.chunk_by(|a, b| a.1 == b.1) {
        if SearchKey::of(&alike[0].1).matches(wanted) {
            found.ids.extend(alike.iter().map(|(batch, _)| *batch));
        }
    }
    Ok(())
}

const OF_CLIENT: &str = "SELECT DISTINCT batch_id FROM message WHERE client_id = $1 AND batch_id < $3
  ORDER BY batch_id DESC LIMIT $2";
const OF_DOCUMENTS: [&str; 2] = [
    "SELECT DISTINCT batch_id FROM message WHERE document_id IN (",
    "SELECT DISTINCT m.batch_id FROM message_document b JOIN message m ON m.id = b.message_id WHERE b.document_id IN (",
];

async fn by_document_or_client(tx: &mut Tx, search: &str, below: i64, found: &mut Found) -> Result<()> {
    let book = documents::find_by_number_or_client(tx, search).await?;
    found.more |= book.more;
    for id in &book.clients {
        let batches: Vec<i64> =
            on!(tx, c => sqlx::query_scalar(OF_CLIENT).bind(id).bind(EACH).bind(below).fetch_all(c).await)?;
        found.more |= batches.len() as i64 == EACH;
        found.ids.extend(batches);
    }
    for text in OF_DOCUMENTS {
        let batches: Vec<i64> = on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(text);
            push_ids(&mut query, &book.documents);
            query.push(") AND batch_id < ").push_bind(below).push(" ORDER BY batch_id DESC LIMIT ").push_bind(EACH);
            query.build_query_scalar().fetch_all(c).await
        })?;
        found.more |= batches.len() as i64 == EACH;
        found.ids.extend(batches);
    }
    Ok(())
}

const TO: &str =
    "SELECT m.batch_id FROM message m JOIN (SELECT message_id FROM delivery WHERE address_key = $1 AND message_id < $3
    ORDER BY id DESC LIMIT $2) d ON d.message_id = m.id";
/// Of somebody whose data is gone the key is a word of ours.
const BEGINNING: &str = "SELECT m.batch_id FROM message m JOIN (SELECT message_id FROM delivery
    WHERE address_key >= $1 AND address_key < $3 AND address <> '' AND message_id < $4
    ORDER BY address_key, id LIMIT $2) d ON d.message_id = m.id";

/// The whole address first: its newest mails are what is looked for.
async fn by_address(tx: &mut Tx, address: &str, below: i64, found: &mut Found) -> Result<()> {
    let whole: Vec<i64> = on!(tx, c => sqlx::query_scalar(TO).bind(address).bind(EACH).bind(below).fetch_all(c).await)?;
    let begun: Vec<i64> = on!(tx, c => sqlx::query_scalar(BEGINNING)
        .bind(address).bind(EACH).bind(end_of(address)).bind(below).fetch_all(c).await)?;
    found.more |= whole.len() as i64 == EACH || begun.len() as i64 == EACH;
    found.ids.extend(whole);
    found.ids.extend(begun);
    Ok(())
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn no_search_among_all_sends_walks_them() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let of_documents = OF_DOCUMENTS.map(|text| [text, "1, 2)"].concat());
        for text in [NEWEST, OF_CLIENT, &of_documents[0], &of_documents[1], TO, BEGINNING] {
            let steps = testing::plan(&mut tx, text).await;
            let walks =
                |step: &String| ["SCAN message", "SCAN delivery", "SCAN m"].iter().any(|walk| step.starts_with(walk));
            assert!(!steps.iter().any(walks), "{text}: {steps:?}");
        }
    }
}
