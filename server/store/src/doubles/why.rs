//! Who the two of a pair are, and why they stand beside each other.

use super::Found;
use crate::{Result, Tx, on};
use model::{ContactId, full_name, merge::Doubled};
use std::collections::HashMap;

const SORT_KEY: &str = "SELECT sort_key FROM contact WHERE id = $1";

/// The name that a page begins after; empty, so that it begins anew, when that contact is gone.
pub(super) async fn sort_key(tx: &mut Tx, a: ContactId) -> Result<String> {
    let key: Option<String> = on!(tx, c => sqlx::query_scalar(SORT_KEY).bind(a.0).fetch_optional(c).await)?;
    Ok(key.unwrap_or_default())
}

const PEOPLE: &str = "SELECT id, first_name, last_name, email FROM contact WHERE id IN (";

/// All of these pairs.
pub(super) async fn people(tx: &mut Tx, pairs: &[Found]) -> Result<HashMap<i64, Doubled>> {
    if pairs.is_empty() {
        return Ok(HashMap::new());
    }
    let rows: Vec<(i64, String, String, Option<String>)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(PEOPLE);
        let mut ids = query.separated(", ");
        for (a, b) in pairs {
            ids.push_bind(*a);
            ids.push_bind(*b);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    let doubled = |(id, first, last, email): (i64, String, String, Option<String>)| {
        let name = full_name(&first, &last).or(email.clone()).unwrap_or_default();
        (id, Doubled { id: ContactId(id), name, email })
    };
    Ok(rows.into_iter().map(doubled).collect())
}

const SAME_NAME_AT: &str = "SELECT DISTINCT cl.label, cl.sort_key, cl.id
  FROM contact a JOIN contact b ON b.sort_key = a.sort_key
    JOIN affiliation x ON x.contact_id = a.id AND x.ended_at IS NULL
    JOIN affiliation y ON y.contact_id = b.id AND y.client_id = x.client_id AND y.ended_at IS NULL
    JOIN client cl ON cl.id = x.client_id
  WHERE a.id = $1 AND b.id = $2 AND a.first_name || a.last_name <> '' AND b.first_name || b.last_name <> ''
  ORDER BY cl.sort_key, cl.id";

/// The clients at which they have the same name.
pub(super) async fn same_name_at(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Vec<String>> {
    let rows: Vec<(String, String, i64)> =
        on!(tx, c => sqlx::query_as(SAME_NAME_AT).bind(a.0).bind(b.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(label, ..)| label).collect())
}

const SAME_PHONES: &str = "SELECT p.number_key, MIN(p.number) FROM phone p JOIN phone q ON q.number_key = p.number_key
  WHERE p.contact_id = $1 AND q.contact_id = $2 AND p.number_key > '' GROUP BY p.number_key ORDER BY p.number_key";

/// The numbers that both have.
pub(super) async fn same_phones(tx: &mut Tx, a: ContactId, b: ContactId) -> Result<Vec<String>> {
    let rows: Vec<(String, String)> = on!(tx, c => sqlx::query_as(SAME_PHONES).bind(a.0).bind(b.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(_, number)| number).collect())
}
