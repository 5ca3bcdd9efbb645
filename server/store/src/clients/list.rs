//! E3: the list of clients, one page by keys. Filters and orders are pieces of constant text; only values are bound.

use crate::{Result, Tx, coded::coded, moment, on, paging, search};
use chrono::{DateTime, Utc};
use model::{
    ClientId, ClientKind,
    listing::{Activity, ClientLine, ClientSort, ClientsAsked, Page, PageFrom},
};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    reference: String,
    label: String,
    kind: String,
    family: Option<String>,
    email: Option<String>,
    town: String,
    contacts: i64,
    changed_at: DateTime<Utc>,
    inactive_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for ClientLine {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<ClientLine> {
        Ok(ClientLine {
            id: ClientId(row.id),
            kind: coded("client.kind", &row.kind, ClientKind::from_code)?,
            reference: row.reference,
            label: row.label,
            family: row.family,
            email: row.email,
            town: row.town,
            contacts: row.contacts,
            changed_at: moment(row.changed_at),
            inactive_at: row.inactive_at.map(moment),
        })
    }
}

const ROWS: &str = "SELECT cl.id, cl.reference, cl.label, cl.kind, f.name AS family, cl.email, cl.town,
    cl.changed_at, cl.inactive_at,
    (SELECT COUNT(*) FROM affiliation a JOIN contact ct ON ct.id = a.contact_id
      WHERE a.client_id = cl.id AND a.ended_at IS NULL AND ct.inactive_at IS NULL AND ct.erased_at IS NULL) AS contacts
  FROM client cl LEFT JOIN family f ON f.id = cl.family_id WHERE 1 = 1";
const COUNT: &str = "SELECT COUNT(*) FROM client cl WHERE 1 = 1";

/// Every place there is: the index begins with it.
const LED: &str = " AND cl.id IN (SELECT w.client_id FROM client_word w WHERE w.place IN (0, 1, 2, 3) AND w.word >= ";

/// The filters of the URL, added to a query on `client` under the name `cl`.
macro_rules! narrow {
    ($query:ident, $asked:ident, $words:ident) => {
        match $asked.activity {
            Activity::Active => $query.push(" AND cl.inactive_at IS NULL"),
            Activity::Inactive => $query.push(" AND cl.inactive_at IS NOT NULL"),
            Activity::All => &mut $query,
        };
        if let Some(family) = $asked.family {
            $query.push(" AND cl.family_id = ").push_bind(family.0);
        }
        if let Some(kind) = $asked.kind {
            $query.push(" AND cl.kind = ").push_bind(kind.code());
        }
        if $asked.without_email {
            $query.push(" AND cl.email_key IS NULL");
        }
        if let Some(word) = &$words.leader {
            $query.push(LED);
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
        for word in &$words.others {
            $query.push(" AND EXISTS (SELECT 1 FROM client_word w WHERE w.client_id = cl.id AND w.word >= ");
            $query.push_bind(word.clone()).push(" AND w.word < ").push_bind(search::end_of(word)).push(")");
        }
    };
}

/// One page, the filters cumulated.
pub async fn list(tx: &mut Tx, asked: &ClientsAsked) -> Result<Page<ClientLine>> {
    let order = order(asked.sort);
    let (backwards, at) = match asked.from {
        // Only the directory of contacts has a thumb index.
        PageFrom::Start | PageFrom::Letter(_) => (false, None),
        PageFrom::After(id) => (false, Some(id)),
        PageFrom::Before(id) => (true, Some(id)),
    };
    let words = search::narrowing(tx, &search::CLIENTS, &asked.search).await?;
    let total: i64 = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(COUNT);
        narrow!(query, asked, words);
        query.build_query_scalar().fetch_one(c).await
    })?;
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        narrow!(query, asked, words);
        if let Some(id) = at {
            query.push(if backwards { order.before } else { order.after });
            query.push_bind(id).push(")");
        }
        query.push(if backwards { order.backwards } else { order.forwards });
        query.push_bind(paging::LIMIT);
        query.build_query_as().fetch_all(c).await
    })?;
    let rows = rows.into_iter().map(ClientLine::try_from).collect::<Result<Vec<_>>>()?;
    Ok(paging::page(rows, asked.from, total))
}

struct Order {
    after: &'static str,
    before: &'static str,
    forwards: &'static str,
    backwards: &'static str,
}

fn order(sort: ClientSort) -> Order {
    match sort {
        ClientSort::Label => Order {
            after: " AND (cl.sort_key, cl.id) > (SELECT sort_key, id FROM client WHERE id = ",
            before: " AND (cl.sort_key, cl.id) < (SELECT sort_key, id FROM client WHERE id = ",
            forwards: " ORDER BY cl.sort_key, cl.id LIMIT ",
            backwards: " ORDER BY cl.sort_key DESC, cl.id DESC LIMIT ",
        },
        ClientSort::Reference => Order {
            after: " AND cl.reference_key > (SELECT reference_key FROM client WHERE id = ",
            before: " AND cl.reference_key < (SELECT reference_key FROM client WHERE id = ",
            forwards: " ORDER BY cl.reference_key LIMIT ",
            backwards: " ORDER BY cl.reference_key DESC LIMIT ",
        },
        ClientSort::Town => Order {
            after: " AND (cl.town_key, cl.sort_key, cl.id) > (SELECT town_key, sort_key, id FROM client WHERE id = ",
            before: " AND (cl.town_key, cl.sort_key, cl.id) < (SELECT town_key, sort_key, id FROM client WHERE id = ",
            forwards: " ORDER BY cl.town_key, cl.sort_key, cl.id LIMIT ",
            backwards: " ORDER BY cl.town_key DESC, cl.sort_key DESC, cl.id DESC LIMIT ",
        },
        ClientSort::Changed => Order {
            after: " AND (cl.changed_at, cl.id) < (SELECT changed_at, id FROM client WHERE id = ",
            before: " AND (cl.changed_at, cl.id) > (SELECT changed_at, id FROM client WHERE id = ",
            forwards: " ORDER BY cl.changed_at DESC, cl.id DESC LIMIT ",
            backwards: " ORDER BY cl.changed_at, cl.id LIMIT ",
        },
    }
}

#[cfg(all(test, feature = "testing"))]
mod tests {
    use super::*;
    use crate::{search::Narrowing, testing};

    #[tokio::test]
    async fn a_rare_word_leads_to_its_clients_by_the_index_of_words() {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.unwrap();
        let asked = ClientsAsked::default();
        let words = Narrowing { leader: Some("durand".into()), others: vec!["marie".into()] };
        for text in [[ROWS, " ORDER BY cl.sort_key, cl.id LIMIT 51"], [COUNT, ""]] {
            let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(text[0]);
            narrow!(query, asked, words);
            query.push(text[1]);
            let steps = testing::plan(&mut tx, query.sql().as_str()).await;
            assert!(steps[0].starts_with("SEARCH cl USING INTEGER PRIMARY KEY"), "{steps:?}");
            let led = "SEARCH w USING COVERING INDEX client_word_by_word (place=? AND word>? AND word<?)";
            assert!(steps.iter().any(|step| step == led), "{steps:?}");
        }
    }
}
