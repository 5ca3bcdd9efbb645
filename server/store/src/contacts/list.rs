//! E10: the directory of all contacts by last name, one page by keys.

use super::narrow::{self, Criteria, criteria, narrow};
use crate::{Result, Tx, moment, on, paging, search};
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

/// One page, the filters cumulated.
pub async fn list(tx: &mut Tx, asked: &ContactsAsked) -> Result<Page<ContactLine>> {
    let criteria = criteria(tx, asked).await?;
    let total: i64 = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(COUNT);
        narrow!(query, asked, criteria);
        query.build_query_scalar().fetch_one(c).await
    })?;
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ROWS);
        narrow!(query, asked, criteria);
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
        page.earlier = any_before(tx, asked, &criteria, letter).await?;
    }
    let mut clients = clients_of(tx, &page.rows).await?;
    for line in &mut page.rows {
        line.clients = clients.remove(&line.id).unwrap_or_default();
    }
    Ok(page)
}

async fn any_before(tx: &mut Tx, asked: &ContactsAsked, criteria: &Criteria, letter: char) -> Result<bool> {
    let before: Option<i64> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(IDS);
        narrow!(query, asked, criteria);
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
    use model::{ClientKind, FamilyId, NotificationType};

    async fn plan(asked: &ContactsAsked, criteria: &Criteria, text: [&'static str; 2]) -> Vec<String> {
        let fresh = testing::sqlite().await;
        let mut tx = fresh.pool.write().await.expect("a fresh database");
        let mut query = sqlx::QueryBuilder::<sqlx::Sqlite>::new(text[0]);
        narrow!(query, asked, criteria);
        query.push(text[1]);
        testing::plan(&mut tx, query.sql().as_str()).await
    }

    fn nothing() -> Criteria {
        let words = search::Narrowing { leader: None, others: vec![] };
        Criteria { words, functions: None, expected: vec![] }
    }

    /// The statements of a page, each with its end.
    const TEXTS: [[&str; 2]; 3] =
        [[ROWS, " ORDER BY ct.sort_key, ct.id LIMIT 51"], [COUNT, ""], [IDS, " AND ct.sort_key < 'm' LIMIT 1"]];

    #[tokio::test]
    async fn a_rare_word_leads_to_its_contacts_by_the_index_of_words() {
        let words = search::Narrowing { leader: Some("durand".into()), others: vec!["marie".into()] };
        let criteria = Criteria { words, ..nothing() };
        for text in TEXTS {
            let steps = plan(&ContactsAsked::default(), &criteria, text).await;
            assert!(steps[0].starts_with("SEARCH ct USING INTEGER PRIMARY KEY"), "{steps:?}");
            let led = "SEARCH w USING COVERING INDEX contact_word_by_word (place=? AND word>? AND word<?)";
            assert!(steps.iter().any(|step| step == led), "{steps:?}");
        }
    }

    /// E10: whom a client, a family or a function has is looked up by its index, never found by walking all contacts.
    #[tokio::test]
    async fn e10_people_of_a_client_a_family_or_a_function_are_found_by_an_index() {
        let client = ContactsAsked { client: Some(ClientId(1)), ..ContactsAsked::default() };
        let family = ContactsAsked { family: Some(FamilyId(1)), ..ContactsAsked::default() };
        let function = ContactsAsked { function: "comptable".into(), ..ContactsAsked::default() };
        let spelled = Criteria { functions: Some(vec!["Comptable".into(), "comptable".into()]), ..nothing() };
        for (asked, criteria, index) in [
            (client, nothing(), "affiliation_"),
            (family, nothing(), "client_by_family"),
            (function, spelled, "affiliation_by_function"),
        ] {
            for text in TEXTS {
                let steps = plan(&asked, &criteria, text).await;
                assert!(steps[0].starts_with("SEARCH ct USING INTEGER PRIMARY KEY"), "{index}: {steps:?}");
                assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
                assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{index}: {steps:?}");
            }
        }
    }

    /// E10: of a kind or notification type there are many; the page is walked in its order, each row asked by an index.
    #[tokio::test]
    async fn e10_a_common_criterion_leaves_the_list_in_its_order() {
        let asked = ContactsAsked {
            kind: Some(ClientKind::Professional),
            notification: Some(NotificationType::All),
            without_email: false,
            incomplete: true,
            ..ContactsAsked::default()
        };
        let criteria = Criteria { expected: model::Settings::default().expected_of_contacts(), ..nothing() };
        let steps = plan(&asked, &criteria, TEXTS[0]).await;
        assert!(steps[0].starts_with("SCAN ct USING INDEX contact_by_name"), "{steps:?}");
        assert!(!steps.iter().any(|step| step.contains("TEMP B-TREE")), "{steps:?}");
        assert!(
            steps.iter().any(|step| step.contains("affiliation_by_contact (contact_id=? AND ended_at=?)")),
            "{steps:?}"
        );
        assert!(steps.iter().any(|step| step.contains("phone_by_contact (contact_id=?)")), "{steps:?}");
    }
}
