//! The words of contacts and clients, kept as they are saved. Everything of a record is compared and replaced at once; the
//! record's row is held meanwhile, so that two who save it at the same instant leave the words of both.

use super::{
    facets,
    texts::{CLIENTS, CONTACTS, Texts},
    words::{NAME, OTHER, UNREACHABLE, Words},
};
use crate::{Result, Tx, on};
use model::{ClientId, ContactId};
use std::collections::HashMap;

#[derive(sqlx::FromRow)]
pub(super) struct ContactRow {
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) email: Option<String>,
    pub(super) sort_key: String,
    pub(super) active: bool,
    pub(super) erased: bool,
    pub(super) phones: i64,
}

/// A live affiliation.
#[derive(sqlx::FromRow)]
pub(super) struct Link {
    pub(super) contact_id: i64,
    pub(super) function: String,
    pub(super) notification_type: String,
    pub(super) client_id: i64,
    pub(super) kind: String,
    pub(super) family_id: Option<i64>,
    label: String,
    client_active: bool,
}

/// The columns of [`Link`].
macro_rules! links {
    ($condition:literal) => {
        concat!(
            "SELECT a.contact_id, a.function, a.notification_type, cl.id AS client_id, cl.kind, cl.family_id, cl.label,
               cl.inactive_at IS NULL AS client_active
             FROM affiliation a JOIN client cl ON cl.id = a.client_id
             WHERE a.ended_at IS NULL AND ",
            $condition
        )
    };
}
pub(super) use links;

const HOLD_CONTACT: &str = "UPDATE contact SET version = version WHERE id = $1";
// A statement of its own: one that waited for the row would count the phones there were before it waited.
const CONTACT: &str = "SELECT first_name, last_name, email, sort_key, inactive_at IS NULL AS active,
    erased_at IS NOT NULL AS erased, (SELECT COUNT(*) FROM phone WHERE phone.contact_id = contact.id) AS phones
  FROM contact WHERE id = $1";
const LINKS: &str = links!("a.contact_id = $1");

/// After its name, address, phones, activity or affiliations changed. A deleted contact is found no more, by a word or by a filter.
///
/// # Errors
/// `NotFound`.
pub async fn reindex_contact(tx: &mut Tx, id: ContactId) -> Result<()> {
    on!(tx, c => sqlx::query(HOLD_CONTACT).bind(id.0).execute(c).await.map(drop))?;
    let row: ContactRow = on!(tx, c => sqlx::query_as(CONTACT).bind(id.0).fetch_one(c).await)?;
    let links: Vec<Link> = on!(tx, c => sqlx::query_as(LINKS).bind(id.0).fetch_all(c).await)?;
    facets::replace(tx, id.0, &row, &links).await?;
    replace(tx, &CONTACTS, id.0, &row.words(&links)).await
}

impl ContactRow {
    /// `links`: what it does and at which client. None once it is deleted.
    pub(super) fn words(&self, links: &[Link]) -> Words {
        let floor = if self.active && self.email.is_some() { 0 } else { UNREACHABLE };
        let mut words = Words::sorted_by(self.sort_key.clone());
        if self.erased {
            return words;
        }
        words.add(&self.first_name, floor + NAME);
        words.add(&self.last_name, floor + NAME);
        words.add(self.email.as_deref().unwrap_or_default(), floor + OTHER);
        for link in links.iter().filter(|link| link.client_active) {
            words.add(&link.function, floor + OTHER);
            words.add(&link.label, floor + OTHER);
        }
        words
    }
}

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
    replace(tx, &CLIENTS, id.0, &row.words(&sites)).await
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
const CONTACTS_OF: &str = "SELECT DISTINCT contact_id FROM affiliation WHERE client_id = $1 ORDER BY contact_id";

/// After the client's label, kind, family or activity changed.
pub async fn reindex_contacts_of(tx: &mut Tx, client: ClientId) -> Result<()> {
    let ids: Vec<i64> = on!(tx, c => sqlx::query_scalar(CONTACTS_OF).bind(client.0).fetch_all(c).await)?;
    for id in ids {
        reindex_contact(tx, ContactId(id)).await?;
    }
    Ok(())
}

async fn replace(tx: &mut Tx, texts: &'static Texts, id: i64, words: &Words) -> Result<()> {
    let before = known(tx, texts, id).await?;
    if before.places == words.places && (before.sort_key == words.sort_key || words.places.is_empty()) {
        return Ok(());
    }
    remove(tx, texts, id, &before).await?;
    add(tx, texts, id, words).await
}

async fn known(tx: &mut Tx, texts: &'static Texts, id: i64) -> Result<Words> {
    let rows: Vec<(String, i64, String)> = on!(tx, c => sqlx::query_as(texts.known).bind(id).fetch_all(c).await)?;
    let mut known = Words::default();
    for (word, place, sort_key) in rows {
        known.places.insert(word, place);
        known.sort_key = sort_key;
    }
    Ok(known)
}

async fn remove(tx: &mut Tx, texts: &'static Texts, id: i64, words: &Words) -> Result<()> {
    if words.places.is_empty() {
        return Ok(());
    }
    on!(tx, c => sqlx::query(texts.forget_words).bind(id).execute(c).await.map(drop))?;
    let prefixes = words.prefixes();
    for place in [NAME, OTHER, NAME + UNREACHABLE, OTHER + UNREACHABLE] {
        let of_place: Vec<&str> = prefixes.iter().filter(|(_, at)| **at == place).map(|(prefix, _)| *prefix).collect();
        if of_place.is_empty() {
            continue;
        }
        on!(tx, c, Db => {
            let mut query = sqlx::QueryBuilder::<Db>::new(texts.forget_prefixes);
            query.push_bind(id).push(" AND place = ").push_bind(place);
            query.push(" AND sort_key = ").push_bind(words.sort_key.as_str()).push(" AND prefix IN (");
            let mut list = query.separated(", ");
            for prefix in of_place {
                list.push_bind(prefix);
            }
            query.push(")");
            query.build().execute(c).await.map(drop)
        })?;
    }
    Ok(())
}

async fn add(tx: &mut Tx, texts: &'static Texts, id: i64, words: &Words) -> Result<()> {
    if words.places.is_empty() {
        return Ok(());
    }
    let rows = words.places.iter().map(|(word, place)| (word.as_str(), *place)).collect();
    add_rows(tx, texts.add_words, id, rows, &words.sort_key).await?;
    let prefixes = words.prefixes().into_iter().collect::<Vec<_>>();
    if prefixes.is_empty() { Ok(()) } else { add_rows(tx, texts.add_prefixes, id, prefixes, &words.sort_key).await }
}

async fn add_rows(tx: &mut Tx, text: &'static str, id: i64, rows: Vec<(&str, i64)>, sort_key: &str) -> Result<()> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(text);
        query.push_values(rows, |mut row, (word, place)| {
            row.push_bind(id).push_bind(word).push_bind(place).push_bind(sort_key);
        });
        query.build().execute(c).await.map(drop)
    })?)
}
