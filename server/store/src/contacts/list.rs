//! E10: the directory of all contacts by last name, one page by keys.

use crate::{
    Result, Tx, moment, on, paging,
    search::{self, Narrowing},
};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ContactId, full_name,
    listing::{Activity, ContactLine, ContactsAsked, Page, PageFrom},
};
use std::collections::HashMap;

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
  FROM contact ct WHERE ct.erased_at IS NULL";
const IDS: &str = "SELECT ct.id FROM contact ct WHERE ct.erased_at IS NULL";
const COUNT: &str = "SELECT COUNT(*) FROM contact ct WHERE ct.erased_at IS NULL";

/// Every place there is: the index begins with it.
const LED: &str = " AND ct.id IN (SELECT w.contact_id FROM contact_word w WHERE w.place IN (0, 1, 2, 3) AND w.word >= ";

/// The filters of the URL, added to a query on `contact` under the name `ct`.
macro_rules! narrow {
    ($query:ident, $asked:ident, $words:ident) => {
        match $asked.activity {
            Activity::Active => $query.push(" AND ct.inactive_at IS NULL"),
            Activity::Inactive => $query.push(" AND ct.inactive_at IS NOT NULL"),
            Activity::All => &mut $query,
        };
        if $asked.independent {
            $query.push(
                " AND NOT EXISTS (SELECT 1 FROM affiliation a WHERE a.contact_id = ct.id AND a.ended_at IS NULL)",
            );
        }
        if let Some(word) = &$words.leader {
            $query.push(LED);
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
        for word in &$words.others {
            $query.push(" AND EXISTS (SELECT 1 FROM contact_word w WHERE w.contact_id = ct.id AND w.word >= ");
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
    };
}

/// One page, the filters cumulated.
pub async fn list(tx: &mut Tx, asked: &ContactsAsked) -> Result<Page<ContactLine>> {
    let words = search::narrowing(tx, &search::CONTACTS, &asked.search).await?;
    let total: i64 = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(COUNT);
        narrow!(query, asked, words);
        query.build_query_scalar().fetch_one(c).await
    })?;
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        narrow!(query, asked, words);
        let keys = "(SELECT sort_key, id FROM contact WHERE id = ";
        match asked.from {
            PageFrom::Start => {}
            PageFrom::After(id) => {
                query.push(" AND (ct.sort_key, ct.id) > ").push(keys).push_bind(id).push(")");
            }
            PageFrom::Before(id) => {
                query.push(" AND (ct.sort_key, ct.id) < ").push(keys).push_bind(id).push(")");
            }
            PageFrom::Letter(letter) => {
                query.push(" AND ct.sort_key >= ").push_bind(letter.to_string());
            }
        }
        query.push(match asked.from {
            PageFrom::Before(_) => " ORDER BY ct.sort_key DESC, ct.id DESC LIMIT ",
            _ => " ORDER BY ct.sort_key, ct.id LIMIT ",
        });
        query.push_bind(paging::LIMIT);
        query.build_query_as().fetch_all(c).await
    })?;
    let mut page = paging::page(rows.into_iter().map(ContactLine::from).collect(), asked.from, total);
    if let PageFrom::Letter(letter) = asked.from {
        page.earlier = any_before(tx, asked, &words, letter).await?;
    }
    let mut clients = clients_of(tx, &page.rows).await?;
    for line in &mut page.rows {
        line.clients = clients.remove(&line.id).unwrap_or_default();
    }
    Ok(page)
}

async fn any_before(tx: &mut Tx, asked: &ContactsAsked, words: &Narrowing, letter: char) -> Result<bool> {
    let before: Option<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(IDS);
        narrow!(query, asked, words);
        query.push(" AND ct.sort_key < ").push_bind(letter.to_string()).push(" LIMIT 1");
        query.build_query_scalar().fetch_optional(c).await
    })?;
    Ok(before.is_some())
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
mod tests {
    use super::*;
    use crate::testing;

    #[tokio::test]
    async fn a_rare_word_leads_to_its_contacts_by_the_index_of_words() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let asked = ContactsAsked::default();
        let words = Narrowing { leader: Some("durand".into()), others: vec!["marie".into()] };
        for text in
            [[ROWS, " ORDER BY ct.sort_key, ct.id LIMIT 51"], [COUNT, ""], [IDS, " AND ct.sort_key < 'm' LIMIT 1"]]
        {
            let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(text[0]);
            narrow!(query, asked, words);
            query.push(text[1]);
            let steps = testing::plan(&mut tx, query.sql().as_str()).await;
            assert!(steps[0].starts_with("SEARCH ct USING INTEGER PRIMARY KEY"), "{steps:?}");
            let led = "SEARCH w USING COVERING INDEX contact_word_by_word (place=? AND word>? AND word<?)";
            assert!(steps.iter().any(|step| step == led), "{steps:?}");
        }
    }
}
