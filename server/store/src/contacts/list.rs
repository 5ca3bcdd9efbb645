//! E10: the directory of all contacts by last name, one page by keys. What it costs does not grow with the number of contacts: it
//! follows an index in the order of names ([`lead`]), and where rows must be asked for more it stops after
//! [`lead::LOOKED_AT`] and goes on with the next page.

use super::{
    lead::{self, Lead, Stretch, push_activity, push_stretch},
    narrow::{self, push_rest},
};
use crate::{Result, Tx, moment, on, paging};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ContactId, full_name,
    listing::{Activity, ContactLine, ContactsAsked, PAGE, Page, PageFrom},
};
use std::collections::HashMap;

/// Where a contact stands.
type Key = (String, i64);

/// One page, the filters cumulated.
pub async fn list(tx: &mut Tx, asked: &ContactsAsked) -> Result<Page<ContactLine>> {
    let criteria = narrow::criteria(tx, asked).await?;
    let Some(lead) = lead::lead(tx, asked, criteria).await? else {
        return Ok(paging::page(vec![], PageFrom::Start, 0));
    };
    let total = total(tx, asked, &lead).await?;
    let from = match asked.from {
        PageFrom::Start => None,
        PageFrom::After(id) | PageFrom::Before(id) => key(tx, id).await?,
        PageFrom::Letter(letter) => Some((letter.to_string(), 0)),
    };
    let backwards = matches!(asked.from, PageFrom::Before(_));
    let (keys, stopped) =
        keys(tx, asked, &lead, &Walk { from: from.as_ref(), backwards, limit: paging::LIMIT }).await?;
    let ids: Vec<i64> = keys.into_iter().map(|(_, id)| id).collect();
    let mut page = paging::page(lines(tx, &ids).await?, asked.from, total);
    page.whole = lead.whole;
    page.paused_at = stopped.map(|(_, id)| id).filter(|_| ids.len() <= PAGE);
    if page.paused_at.is_some() {
        *(if backwards { &mut page.earlier } else { &mut page.later }) = true;
    }
    if let PageFrom::Letter(_) = asked.from {
        let before = Walk { from: from.as_ref(), backwards: true, limit: 1 };
        let (rows, stopped) = self::keys(tx, asked, &lead, &before).await?;
        page.earlier = !rows.is_empty() || stopped.is_some();
    }
    Ok(page)
}

/// How many of the rows that are looked at from the first one on belong to the list.
async fn total(tx: &mut Tx, asked: &ContactsAsked, lead: &Lead) -> Result<i64> {
    // Whom several stretches have is one.
    let and = if lead.apart() { " UNION ALL SELECT " } else { " UNION SELECT " };
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT COUNT(*) FROM (");
        for (at, stretch) in lead.stretches.iter().enumerate() {
            query.push(if at == 0 { "SELECT " } else { and }).push(stretch.id());
            query.push(" AS id FROM (SELECT ").push(stretch.id());
            push_stretch!(query, stretch);
            query.push(" ORDER BY l.sort_key, ").push(stretch.id()).push(" LIMIT ").push_bind(lead.most(stretch));
            query.push(") l WHERE 1 = 1");
            push_activity!(query, stretch, asked);
            push_rest!(query, stretch.id(), asked, lead.rest);
        }
        query.push(") AS found");
        query.build_query_scalar().fetch_one(c).await
    })?)
}

const KEY: &str = "SELECT sort_key, id FROM contact WHERE id = $1";

/// Of a contact that is gone the first page is shown.
async fn key(tx: &mut Tx, id: i64) -> Result<Option<Key>> {
    Ok(on!(tx, c => sqlx::query_as(KEY).bind(id).fetch_optional(c).await)?)
}

struct Walk<'a> {
    from: Option<&'a Key>,
    backwards: bool,
    limit: i64,
}

/// The next keys of all stretches, in their order; and where looking stopped, if it did before the end.
async fn keys(tx: &mut Tx, asked: &ContactsAsked, lead: &Lead, walk: &Walk<'_>) -> Result<(Vec<Key>, Option<Key>)> {
    let mut fence: Option<Key> = None;
    for stretch in lead.stretches.iter().filter(|stretch| lead.asks(stretch)) {
        let stop = stop(tx, stretch, walk, lead.most(stretch)).await?;
        // What lies beyond the first stop is not known of all stretches.
        fence = match (fence, stop) {
            (Some(one), Some(other)) => Some(if walk.backwards { one.max(other) } else { one.min(other) }),
            (one, other) => one.or(other),
        };
    }
    let mut keys: Vec<Key> = vec![];
    for stretch in &lead.stretches {
        keys.extend(of_stretch(tx, asked, lead, stretch, walk, fence.as_ref()).await?);
    }
    keys.sort();
    keys.dedup();
    if walk.backwards {
        keys.reverse();
    }
    keys.truncate(walk.limit as usize);
    Ok((keys, fence))
}

/// After whom, or before whom, and in which order.
macro_rules! push_walk {
    ($query:ident, $stretch:ident, $walk:ident, $fence:expr) => {
        if let Some((key, id)) = $walk.from {
            $query.push(" AND (l.sort_key, ").push($stretch.id());
            $query.push(if $walk.backwards { ") < (" } else { ") > (" });
            $query.push_bind(key.clone()).push(", ").push_bind(*id).push(")");
        }
        if let Some((key, id)) = $fence {
            $query.push(" AND (l.sort_key, ").push($stretch.id());
            $query.push(if $walk.backwards { ") >= (" } else { ") <= (" });
            $query.push_bind(key.clone()).push(", ").push_bind(*id).push(")");
        }
    };
}

macro_rules! push_order {
    ($query:ident, $stretch:ident, $walk:ident) => {
        let way = if $walk.backwards { " DESC" } else { "" };
        $query.push(" ORDER BY l.sort_key").push(way).push(", ").push($stretch.id()).push(way).push(" LIMIT ");
    };
}

/// The last row of a stretch that this page looks at; none when there is nothing behind it.
async fn stop(tx: &mut Tx, stretch: &Stretch, walk: &Walk<'_>, rows: i64) -> Result<Option<Key>> {
    let none: Option<&Key> = None;
    let last: Vec<Key> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT l.sort_key, ");
        query.push(stretch.id());
        push_stretch!(query, stretch);
        push_walk!(query, stretch, walk, none);
        push_order!(query, stretch, walk);
        query.push("2 OFFSET ").push_bind(rows - 1);
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(if let [last, _] = &last[..] { Some(last.clone()) } else { None })
}

macro_rules! push_rows {
    ($query:ident, $asked:ident, $lead:ident, $stretch:ident, $walk:ident, $fence:expr) => {
        $query.push($stretch.id());
        push_stretch!($query, $stretch);
        push_walk!($query, $stretch, $walk, $fence);
        push_activity!($query, $stretch, $asked);
        push_rest!($query, $stretch.id(), $asked, $lead.rest);
        push_order!($query, $stretch, $walk);
        $query.push_bind($walk.limit);
    };
}

async fn of_stretch(
    tx: &mut Tx,
    asked: &ContactsAsked,
    lead: &Lead,
    stretch: &Stretch,
    walk: &Walk<'_>,
    fence: Option<&Key>,
) -> Result<Vec<Key>> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("SELECT l.sort_key, ");
        push_rows!(query, asked, lead, stretch, walk, fence);
        query.build_query_as().fetch_all(c).await
    })?)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    first_name: String,
    last_name: String,
    email: Option<String>,
    phone: Option<String>,
    inactive_at: Option<DateTime<Utc>>,
}

impl From<Row> for ContactLine {
    fn from(row: Row) -> ContactLine {
        ContactLine {
            id: ContactId(row.id),
            name: full_name(&row.first_name, &row.last_name).or(row.email.clone()).unwrap_or_default(),
            email: row.email,
            phone: row.phone.unwrap_or_default(),
            clients: vec![],
            inactive_at: row.inactive_at.map(moment),
        }
    }
}

const ROWS: &str = "SELECT ct.id, ct.first_name, ct.last_name, ct.email, ct.inactive_at,
    (SELECT number FROM phone WHERE contact_id = ct.id ORDER BY position LIMIT 1) AS phone
  FROM contact ct WHERE ct.id IN (";

/// What the page shows of them, in this order.
async fn lines(tx: &mut Tx, ids: &[i64]) -> Result<Vec<ContactLine>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(*id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let mut lines: Vec<ContactLine> = rows.into_iter().map(ContactLine::from).collect();
    let mut clients = clients_of(tx, &lines).await?;
    for line in &mut lines {
        line.clients = clients.remove(&line.id).unwrap_or_default();
    }
    Ok(lines)
}

const CLIENTS: &str = "SELECT a.contact_id, cl.id, cl.label, a.function
  FROM affiliation a JOIN client cl ON cl.id = a.client_id
  WHERE a.ended_at IS NULL AND a.contact_id IN (";

type Clients = HashMap<ContactId, Vec<(ClientId, String, String)>>;

async fn clients_of(tx: &mut Tx, lines: &[ContactLine]) -> Result<Clients> {
    let mut clients = Clients::new();
    if lines.is_empty() {
        return Ok(clients);
    }
    let rows: Vec<(i64, i64, String, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(CLIENTS);
        let mut ids = query.separated(", ");
        for line in lines {
            ids.push_bind(line.id.0);
        }
        query.push(") ORDER BY cl.sort_key, cl.id");
        query.build_query_as().fetch_all(c).await
    })?;
    for (contact, client, label, function) in rows {
        clients.entry(ContactId(contact)).or_default().push((ClientId(client), label, function));
    }
    Ok(clients)
}

#[cfg(all(test, feature = "testing"))]
mod tests;
