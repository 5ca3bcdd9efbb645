//! The search field of the rail: clients and contacts, inactive ones after the others.

use super::{
    lookup::lookup,
    texts::{CLIENTS, CONTACTS},
    words::UNREACHABLE,
};
use crate::{Result, Tx, on};
use model::{
    ClientId, ContactId, full_name,
    search::{ClientFound, ContactFound, Found},
};

/// What begins with all words of `text`, from two letters on; at most `limit` clients and as many contacts.
pub async fn search(tx: &mut Tx, text: &str, limit: i64) -> Result<Found> {
    let everywhere = 2 * UNREACHABLE;
    let clients = lookup(tx, &CLIENTS, text, everywhere, limit).await?;
    let contacts = lookup(tx, &CONTACTS, text, everywhere, limit).await?;
    Ok(Found { clients: clients_with(tx, &clients).await?, contacts: contacts_with(tx, &contacts).await? })
}

#[derive(sqlx::FromRow)]
struct ClientRow {
    id: i64,
    reference: String,
    label: String,
    town: String,
    inactive: bool,
}

const CLIENTS_WITH: &str =
    "SELECT id, reference, label, town, inactive_at IS NOT NULL AS inactive FROM client WHERE id IN (";

async fn clients_with(tx: &mut Tx, ids: &[i64]) -> Result<Vec<ClientFound>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut rows: Vec<ClientRow> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(CLIENTS_WITH);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(id);
        }
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    let found = |row: ClientRow| ClientFound {
        id: ClientId(row.id),
        reference: row.reference,
        label: row.label,
        town: row.town,
        inactive: row.inactive,
    };
    Ok(rows.into_iter().map(found).collect())
}

#[derive(sqlx::FromRow)]
struct ContactRow {
    id: i64,
    first_name: String,
    last_name: String,
    email: Option<String>,
    inactive: bool,
    label: Option<String>,
}

const CONTACTS_WITH: &str =
    "SELECT ct.id, ct.first_name, ct.last_name, ct.email, ct.inactive_at IS NOT NULL AS inactive,
    cl.label
  FROM contact ct
    LEFT JOIN affiliation a ON a.contact_id = ct.id AND a.ended_at IS NULL
    LEFT JOIN client cl ON cl.id = a.client_id
  WHERE ct.erased_at IS NULL AND ct.id IN (";
const BY_CLIENT: &str = ") ORDER BY ct.id, cl.sort_key, cl.id";

async fn contacts_with(tx: &mut Tx, ids: &[i64]) -> Result<Vec<ContactFound>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let rows: Vec<ContactRow> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(CONTACTS_WITH);
        let mut list = query.separated(", ");
        for id in ids {
            list.push_bind(id);
        }
        query.push(BY_CLIENT);
        query.build_query_as().fetch_all(c).await
    })?;
    let mut found: Vec<ContactFound> = rows
        .chunk_by(|a, b| a.id == b.id)
        .map(|links| ContactFound {
            id: ContactId(links[0].id),
            name: full_name(&links[0].first_name, &links[0].last_name).or(links[0].email.clone()).unwrap_or_default(),
            email: links[0].email.clone(),
            clients: links.iter().filter_map(|link| link.label.clone()).collect(),
            inactive: links[0].inactive,
        })
        .collect();
    found.sort_by_key(|contact| ids.iter().position(|id| *id == contact.id.0));
    Ok(found)
}
