//! PDFs that wait to become documents: dropped together on the invoice book, completed line by line. What was typed of one stays until it is
//! a document or its line is taken away, at most a week.

use crate::{
    Result, StoreError, Tx,
    blobs::{Hash, Stored},
    clients, on, stamp,
};
use model::{
    ClientId, Moment, UserId,
    compose::file_name,
    document::{NamedClient, client_words, reference_keys},
    listing::ClientsAsked,
};

/// Lines of one person at once.
pub const MOST: i64 = 200;
/// The word of [`StoreError::Refused`] beyond that.
pub const TOO_MANY: &str = "too many files wait to be completed";

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: i64,
    /// Cleaned (S47).
    pub file_name: String,
    /// Its PDF.
    pub stored: Stored,
    /// As typed; the page's own JSON.
    pub content: String,
}

const COUNT: &str = "SELECT COUNT(*) FROM document_upload WHERE user_id = $1";
const ADD: &str = "INSERT INTO document_upload (user_id, hash, file_name, file_size, content, created_at)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id";

/// A file that came.
///
/// # Errors
/// `Refused`: [`TOO_MANY`].
pub async fn add(tx: &mut Tx, user: UserId, file: (&str, &Stored), content: &str, now: Moment) -> Result<i64> {
    let waiting: i64 = on!(tx, c => sqlx::query_scalar(COUNT).bind(user.0).fetch_one(c).await)?;
    if waiting >= MOST {
        return Err(StoreError::Refused(TOO_MANY));
    }
    let (name, stored) = file;
    Ok(on!(tx, c => sqlx::query_scalar(ADD)
        .bind(user.0).bind(&stored.hash.0[..]).bind(file_name(name)).bind(stored.size).bind(content).bind(stamp(now))
        .fetch_one(c).await)?)
}

const LIST: &str = "SELECT id, file_name, file_size, hash, content FROM document_upload WHERE user_id = $1 ORDER BY id";

/// What waits for this person, in the order in which it came.
pub async fn list(tx: &mut Tx, user: UserId) -> Result<Vec<Upload>> {
    let rows: Vec<(i64, String, i64, Vec<u8>, String)> =
        on!(tx, c => sqlx::query_as(LIST).bind(user.0).fetch_all(c).await)?;
    let upload = |(id, file_name, size, hash, content): (i64, String, i64, Vec<u8>, String)| {
        Ok(Upload { id, file_name, stored: Stored { hash: Hash::read(&hash)?, size }, content })
    };
    rows.into_iter().map(upload).collect()
}

const KEEP: &str = "UPDATE document_upload SET content = $3 WHERE id = $1 AND user_id = $2";

/// What is typed of it now. Of a line that is gone nothing is kept.
pub async fn keep(tx: &mut Tx, user: UserId, id: i64, content: &str) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(KEEP).bind(id).bind(user.0).bind(content).execute(c).await.map(drop))?)
}

const REMOVE: &str = "DELETE FROM document_upload WHERE id = $1 AND user_id = $2";

/// It is a document now, or not wanted. Doing it twice changes nothing.
pub async fn remove(tx: &mut Tx, user: UserId, id: i64) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(REMOVE).bind(id).bind(user.0).execute(c).await.map(drop))?)
}

const SWEEP: &str = "DELETE FROM document_upload WHERE created_at < $1";

/// Forgets what came before this instant.
pub async fn sweep(tx: &mut Tx, before: Moment) -> Result<u64> {
    Ok(on!(tx, c => sqlx::query(SWEEP).bind(stamp(before)).execute(c).await.map(|r| r.rows_affected()))?)
}

const ACTIVE: &str = "SELECT id, reference, label FROM client WHERE inactive_at IS NULL ORDER BY id LIMIT $1";

/// All active clients; none where there are more than so many.
pub async fn active_clients(tx: &mut Tx, most: i64) -> Result<Vec<NamedClient>> {
    let rows: Vec<(i64, String, String)> = on!(tx, c => sqlx::query_as(ACTIVE).bind(most + 1).fetch_all(c).await)?;
    if rows.len() as i64 > most {
        return Ok(vec![]);
    }
    Ok(rows.into_iter().map(named).collect())
}

const BY_REFERENCE: &str = "SELECT id, reference, label FROM client WHERE reference_key IN (";
/// Words of a file's name that are asked for one by one.
const WORDS: usize = 6;

/// Clients that a file's name may mean, by their references and by its words; active ones.
pub async fn named_clients(tx: &mut Tx, file_name: &str) -> Result<Vec<NamedClient>> {
    let mut found = by_reference(tx, &reference_keys(file_name)).await?;
    let words = client_words(file_name);
    let mut searches = vec![words.join(" ")];
    searches.extend(words.iter().take(WORDS).filter(|word| word.chars().count() > 2).cloned());
    for search in searches.iter().filter(|search| !search.is_empty()) {
        found.extend(found_clients(tx, search).await?);
    }
    found.sort_by_key(|client| client.id);
    found.dedup_by_key(|client| client.id);
    Ok(found)
}

/// The first active clients that a search finds.
pub async fn found_clients(tx: &mut Tx, search: &str) -> Result<Vec<NamedClient>> {
    let asked = ClientsAsked { search: search.to_owned(), ..ClientsAsked::default() };
    let clients = clients::list(tx, &asked).await?.rows.into_iter();
    Ok(clients.map(|line| NamedClient { id: line.id, reference: line.reference, label: line.label }).collect())
}

/// Clients with one of these references, as references are compared.
pub async fn by_reference(tx: &mut Tx, keys: &[String]) -> Result<Vec<NamedClient>> {
    if keys.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<(i64, String, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(BY_REFERENCE);
        let mut list = query.separated(", ");
        for key in keys {
            list.push_bind(key.clone());
        }
        query.push(") ORDER BY id");
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(named).collect())
}

fn named((id, reference, label): (i64, String, String)) -> NamedClient {
    NamedClient { id: ClientId(id), reference, label }
}
