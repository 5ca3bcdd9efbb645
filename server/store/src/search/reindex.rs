//! All words of all records at once, in a time that a million contacts allow: what was there goes, words are written in the
//! order of ids, and the databases derive the beginnings that are kept ready.

use super::{
    contact::{ContactRow, Link, found_by, links},
    facets,
    index::reindex_client,
    words::READY,
};
use crate::{Result, Tx, on};
use model::ClientId;

/// Contacts read at a time.
const AT_ONCE: i64 = 1_000;
/// Rows of one statement; SQLite binds 32766 values, Postgres 65535, four a row.
const ROWS: usize = 4_000;

const EMPTY: [&str; 5] = [
    "DELETE FROM contact_word",
    "DELETE FROM contact_prefix",
    "DELETE FROM contact_facet",
    "DELETE FROM client_word",
    "DELETE FROM client_prefix",
];
const CLIENTS: &str = "SELECT id FROM client ORDER BY id";
// In the order of the table: its rows are appended rather than spread.
const PREFIXES: &str = "INSERT INTO contact_prefix (prefix, place, sort_key, contact_id)
  SELECT SUBSTR(word, 1, $1), MIN(place), sort_key, contact_id FROM contact_word WHERE LENGTH(word) >= $1
  GROUP BY SUBSTR(word, 1, $1), sort_key, contact_id
  ORDER BY 1, 2, 3, 4";

/// Everything again, for a database whose words were made by an older fold or that was filled by other means. Says how many
/// records there were.
pub async fn reindex_all(tx: &mut Tx) -> Result<i64> {
    for sql in EMPTY {
        on!(tx, c => sqlx::query(sql).execute(c).await.map(drop))?;
    }
    let clients: Vec<i64> = on!(tx, c => sqlx::query_scalar(CLIENTS).fetch_all(c).await)?;
    for id in &clients {
        reindex_client(tx, ClientId(*id)).await?;
    }
    let mut records = clients.len() as i64;
    let mut last = 0;
    loop {
        let contacts = contacts_after(tx, last).await?;
        let Some((id, ..)) = contacts.last() else { break };
        last = *id;
        records += contacts.len() as i64;
        add_facets(tx, &contacts).await?;
        add_words(tx, contacts).await?;
    }
    for sql in facets::FLAG_ALL {
        on!(tx, c => sqlx::query(sql).execute(c).await.map(drop))?;
    }
    for letters in READY {
        on!(tx, c => sqlx::query(PREFIXES).bind(letters as i32).execute(c).await.map(drop))?;
    }
    Ok(records)
}

#[derive(sqlx::FromRow)]
struct Keyed {
    id: i64,
    phones: i64,
    #[sqlx(flatten)]
    row: ContactRow,
}

const AFTER: &str = concat!(
    "SELECT id, (SELECT COUNT(*) FROM phone WHERE phone.contact_id = contact.id) AS phones, ",
    found_by!(),
    " FROM contact WHERE id > $1 ORDER BY id LIMIT $2"
);
const LINKS: &str = links!("a.contact_id > $1 AND a.contact_id <= $2 ORDER BY a.contact_id");

/// With the number of its phones.
type Contact = (i64, i64, ContactRow, Vec<Link>);

async fn contacts_after(tx: &mut Tx, last: i64) -> Result<Vec<Contact>> {
    let rows: Vec<Keyed> = on!(tx, c => sqlx::query_as(AFTER).bind(last).bind(AT_ONCE).fetch_all(c).await)?;
    let Some(end) = rows.last().map(|keyed| keyed.id) else { return Ok(vec![]) };
    let links: Vec<Link> = on!(tx, c => sqlx::query_as(LINKS).bind(last).bind(end).fetch_all(c).await)?;
    let mut links = links.into_iter().peekable();
    let with_links = |keyed: Keyed| {
        let mut own = Vec::new();
        while let Some(link) = links.next_if(|link| link.contact_id <= keyed.id) {
            own.push(link);
        }
        (keyed.id, keyed.phones, keyed.row, own)
    };
    Ok(rows.into_iter().map(with_links).collect())
}

async fn add_facets(tx: &mut Tx, contacts: &[Contact]) -> Result<()> {
    let mut rows: Vec<(i64, String, &ContactRow)> = Vec::new();
    for (id, phones, row, links) in contacts {
        rows.extend(facets::met(row, links, *phones).into_iter().map(|facet| (*id, facet, row)));
    }
    for rows in rows.chunks(ROWS) {
        on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(facets::ADD);
            query.push_values(rows, |mut values, (id, facet, row)| {
                values.push_bind(*id).push_bind(facet.clone()).push_bind(i64::from(row.active));
                values.push_bind(row.sort_key.clone());
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

async fn add_words(tx: &mut Tx, contacts: Vec<Contact>) -> Result<()> {
    let mut rows: Vec<(i64, String, i64, String)> = Vec::new();
    for (id, _, row, links) in contacts {
        let words = row.words(&links);
        rows.extend(words.places.into_iter().map(|(word, place)| (id, word, place, words.sort_key.clone())));
    }
    for rows in rows.chunks(ROWS) {
        on!(tx, c, Db => {
            let text = "INSERT INTO contact_word (contact_id, word, place, sort_key) ";
            let mut query = sqlx::QueryBuilder::<Db>::new(text);
            query.push_values(rows, |mut row, (id, word, place, sort_key)| {
                row.push_bind(*id).push_bind(word.as_str()).push_bind(*place).push_bind(sort_key.as_str());
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}
