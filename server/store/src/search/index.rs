//! The words of clients, and how those of any record are kept as it is saved: what there is is compared with what there was, and
//! only the difference is written. The record's row is held meanwhile, so that two who save it at the same instant leave the
//! words of both.

use super::{
    contact::reindex_contact,
    texts::{CLIENTS, Texts},
    words::{NAME, OTHER, UNREACHABLE, Words},
};
use crate::{Result, Tx, on};
use model::{ClientId, ContactId};
use std::collections::{BTreeMap, HashMap};

#[derive(sqlx::FromRow)]
struct ClientRow {
    reference: String,
    label: String,
    first_name: String,
    last_name: String,
    email: Option<String>,
    billing_email: Option<String>,
    town: String,
    sort_key: String,
    active: bool,
}

impl ClientRow {
    /// `sites`: label, town, person and address of each active one.
    fn words(self, sites: &[SiteTexts]) -> Words {
        let floor = if self.active { 0 } else { UNREACHABLE };
        let mut words = Words::sorted_by(self.sort_key);
        words.add(&self.label, floor + NAME);
        words.add(&self.reference, floor + NAME);
        for text in [&self.first_name, &self.last_name, &self.town] {
            words.add(text, floor + OTHER);
        }
        for address in [&self.email, &self.billing_email].into_iter().flatten() {
            words.add(address, floor + OTHER);
        }
        for (label, town, person, email) in sites {
            for text in [label, town, person, email.as_ref().unwrap_or(&String::new())] {
                words.add(text, floor + OTHER);
            }
        }
        words
    }
}

type SiteTexts = (String, String, String, Option<String>);

const HOLD_CLIENT: &str = "UPDATE client SET version = version WHERE id = $1
  RETURNING reference, label, first_name, last_name, email, billing_email, town, sort_key, inactive_at IS NULL AS active";
const SITES: &str = "SELECT label, town, person, email FROM site WHERE client_id = $1 AND inactive_at IS NULL";

/// After its label, reference, addresses, town, main contact, activity or sites changed. Its contacts, which are found by its
/// label, are left to [`reindex_contacts_of`].
///
/// # Errors
/// `NotFound`.
pub async fn reindex_client(tx: &mut Tx, id: ClientId) -> Result<()> {
    let row: ClientRow = on!(tx, c => sqlx::query_as(HOLD_CLIENT).bind(id.0).fetch_one(c).await)?;
    let sites: Vec<SiteTexts> = on!(tx, c => sqlx::query_as(SITES).bind(id.0).fetch_all(c).await)?;
    let known: Vec<(String, i64, String)> = on!(tx, c => sqlx::query_as(CLIENTS.known).bind(id.0).fetch_all(c).await)?;
    replace(tx, &CLIENTS, id.0, &Words::known(known), &row.words(&sites)).await
}

#[derive(sqlx::FromRow)]
struct KeyedClient {
    id: i64,
    #[sqlx(flatten)]
    row: ClientRow,
}

const NEW_CLIENTS: &str = "SELECT id, reference, label, first_name, last_name, email, billing_email, town, sort_key,
    inactive_at IS NULL AS active
  FROM client WHERE id IN (";
/// Rows of one statement; SQLite binds 32766 values, Postgres 65535, four a row.
const ROWS: usize = 4_000;

/// The words of clients that this transaction has made, many at once; some hundreds are enough.
pub(crate) async fn index_new_clients(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    let clients: Vec<KeyedClient> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(NEW_CLIENTS);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    let mut sites: HashMap<i64, Vec<SiteTexts>> = HashMap::new();
    for site in crate::sites::of_clients(tx, ids).await?.into_iter().filter(|site| site.inactive_at.is_none()) {
        let texts = (site.label, site.place.town, site.person, site.email);
        sites.entry(site.client_id.0).or_default().push(texts);
    }
    let own = |id: i64| sites.get(&id).map(Vec::as_slice).unwrap_or_default();
    let all: Vec<(i64, Words)> =
        clients.into_iter().map(|client| (client.id, client.row.words(own(client.id)))).collect();
    let words = all.iter().flat_map(|(id, words)| {
        words.places.iter().map(move |(word, at)| (*id, word.as_str(), *at, words.sort_key.as_str()))
    });
    add_many(tx, CLIENTS.add_words, words.collect()).await?;
    let prefixes = all.iter().flat_map(|(id, words)| {
        words.prefixes().into_iter().map(move |(prefix, at)| (*id, prefix, at, words.sort_key.as_str()))
    });
    add_many(tx, CLIENTS.add_prefixes, prefixes.collect()).await
}

async fn add_many(tx: &mut Tx, text: &'static str, rows: Vec<(i64, &str, i64, &str)>) -> Result<()> {
    for rows in rows.chunks(ROWS) {
        on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(text);
            query.push_values(rows, |mut row, (id, word, place, sort_key)| {
                row.push_bind(*id).push_bind(*word).push_bind(*place).push_bind(*sort_key);
            });
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

const GONE: &str = "DELETE FROM client_prefix WHERE client_id NOT IN (SELECT id FROM client)";

/// What is left of clients that were removed many at once; their words have gone with them. One walk through the table.
pub(crate) async fn forget_gone_clients(tx: &mut Tx) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(GONE).execute(c).await.map(drop))?)
}

// In the order of ids: two clients that change at once wait for each other rather than block each other.
// Nobody whose link has ended: they would be held after others, out of that order, and are found by nothing of the client any more.
const CONTACTS_OF: &str =
    "SELECT contact_id FROM affiliation WHERE client_id = $1 AND ended_at IS NULL ORDER BY contact_id";

/// After the client's label, kind, family or activity changed.
pub async fn reindex_contacts_of(tx: &mut Tx, client: ClientId) -> Result<()> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(CONTACTS_OF).bind(client.0).fetch_all(c).await)?;
    for id in ids {
        reindex_contact(tx, ContactId(id)).await?;
    }
    Ok(())
}

/// `before` is what is kept, `now` what should be. Rows carry the key that they are sorted by: under another one all are new.
pub(super) async fn replace(tx: &mut Tx, texts: &'static Texts, id: i64, before: &Words, now: &Words) -> Result<()> {
    let moved = before.sort_key != now.sort_key;
    let (old, new) = (before.rows(), now.rows());
    forget_words(tx, texts, id, lost(&old, &new, moved)).await?;
    add_rows(tx, texts.add_words, id, lost(&new, &old, moved), &now.sort_key).await?;
    let (old, new) = (before.prefixes(), now.prefixes());
    forget_prefixes(tx, texts, id, lost(&old, &new, moved), &before.sort_key).await?;
    add_rows(tx, texts.add_prefixes, id, lost(&new, &old, moved), &now.sort_key).await
}

/// The rows of one that the other has not; when they have moved, all of them.
fn lost<'a>(one: &BTreeMap<&'a str, i64>, other: &BTreeMap<&str, i64>, moved: bool) -> Vec<(&'a str, i64)> {
    let gone = |(word, place): &(&&'a str, &i64)| moved || other.get(**word) != Some(*place);
    one.iter().filter(gone).map(|(word, place)| (*word, *place)).collect()
}

async fn forget_words(tx: &mut Tx, texts: &'static Texts, id: i64, rows: Vec<(&str, i64)>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(texts.forget_words);
        query.push_bind(id).push(" AND word IN (");
        let mut list = query.separated(", ");
        for (word, _) in rows {
            list.push_bind(word);
        }
        query.push(")");
        query.build().execute(c).await.map(drop)
    })?)
}

// Every place has its whole key: each is then a few steps down the index, on either database.
async fn forget_prefixes(
    tx: &mut Tx,
    texts: &'static Texts,
    id: i64,
    mut rows: Vec<(&str, i64)>,
    sort_key: &str,
) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_by_key(|(_, place)| *place);
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(texts.forget_prefixes);
        for (at, rows) in rows.chunk_by(|(_, one), (_, other)| one == other).enumerate() {
            query.push(if at == 0 { "(" } else { " OR (" }).push(texts.of_record).push_bind(id);
            query.push(" AND place = ").push_bind(rows[0].1).push(" AND sort_key = ").push_bind(sort_key);
            query.push(" AND prefix IN (");
            let mut list = query.separated(", ");
            for (prefix, _) in rows {
                list.push_bind(*prefix);
            }
            query.push("))");
        }
        query.build().execute(c).await.map(drop)
    })?)
}

async fn add_rows(tx: &mut Tx, text: &'static str, id: i64, rows: Vec<(&str, i64)>, sort_key: &str) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(text);
        query.push_values(rows, |mut row, (word, place)| {
            row.push_bind(id).push_bind(word).push_bind(place).push_bind(sort_key);
        });
        query.build().execute(c).await.map(drop)
    })?)
}
