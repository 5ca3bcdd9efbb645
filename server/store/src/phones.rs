//! Phones of clients' main contacts and of contacts, in the order given.

use crate::{Result, Tx, on};
use model::{ClientId, ContactId, Phone};
use std::collections::HashMap;

/// Whose phones.
#[derive(Clone, Copy)]
pub(crate) enum Of {
    Client(ClientId),
    Contact(ContactId),
}

const OF_CLIENT: &str = "SELECT label, number FROM phone WHERE client_id = $1 ORDER BY position";
const OF_CONTACT: &str = "SELECT label, number FROM phone WHERE contact_id = $1 ORDER BY position";

/// Of one client or contact.
pub(crate) async fn list(tx: &mut Tx, of: Of) -> Result<Vec<Phone>> {
    let (sql, id) = match of {
        Of::Client(id) => (OF_CLIENT, id.0),
        Of::Contact(id) => (OF_CONTACT, id.0),
    };
    let rows: Vec<(String, String)> = on!(tx, c => sqlx::query_as(sql).bind(id).fetch_all(c).await)?;
    Ok(rows.into_iter().map(|(label, number)| Phone { label, number }).collect())
}

const OF_CONTACTS: &str = "SELECT contact_id, label, number FROM phone WHERE contact_id IN (";

/// Of several contacts at once.
pub(crate) async fn of_contacts(tx: &mut Tx, contacts: &[i64]) -> Result<HashMap<i64, Vec<Phone>>> {
    let mut phones: HashMap<i64, Vec<Phone>> = HashMap::new();
    if contacts.is_empty() {
        return Ok(phones);
    }
    let rows: Vec<(i64, String, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(OF_CONTACTS);
        let mut ids = query.separated(", ");
        for id in contacts {
            ids.push_bind(*id);
        }
        query.push(") ORDER BY contact_id, position");
        query.build_query_as().fetch_all(c).await
    })?;
    for (contact, label, number) in rows {
        phones.entry(contact).or_default().push(Phone { label, number });
    }
    Ok(phones)
}

const OF_CLIENTS: &str = "SELECT client_id, label, number FROM phone WHERE client_id IN (";

/// Of several clients at once.
pub(crate) async fn of_clients(tx: &mut Tx, clients: &[i64]) -> Result<HashMap<i64, Vec<Phone>>> {
    let mut phones: HashMap<i64, Vec<Phone>> = HashMap::new();
    let rows: Vec<(i64, String, String)> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(OF_CLIENTS);
        let mut ids = query.separated(", ");
        for id in clients {
            ids.push_bind(*id);
        }
        query.push(") ORDER BY client_id, position");
        query.build_query_as().fetch_all(c).await
    })?;
    for (client, label, number) in rows {
        phones.entry(client).or_default().push(Phone { label, number });
    }
    Ok(phones)
}

/// What a number is searched and compared by.
pub(crate) fn number_key(phone: &Phone) -> String {
    phone.dialled().chars().filter(char::is_ascii_digit).collect()
}

const REMOVE_OF_CLIENT: &str = "DELETE FROM phone WHERE client_id = $1";
const REMOVE_OF_CONTACT: &str = "DELETE FROM phone WHERE contact_id = $1";
const ADD: &str = "INSERT INTO phone (client_id, contact_id, position, label, number, number_key) ";

/// These instead of what was there.
pub(crate) async fn replace(tx: &mut Tx, of: Of, phones: &[Phone]) -> Result<()> {
    let (sql, id) = match of {
        Of::Client(id) => (REMOVE_OF_CLIENT, id.0),
        Of::Contact(id) => (REMOVE_OF_CONTACT, id.0),
    };
    on!(tx, c => sqlx::query(sql).bind(id).execute(c).await.map(drop))?;
    add(tx, of, phones).await
}

/// Where there were none.
pub(crate) async fn add(tx: &mut Tx, of: Of, phones: &[Phone]) -> Result<()> {
    if phones.is_empty() {
        return Ok(());
    }
    let (client, contact) = match of {
        Of::Client(id) => (Some(id.0), None),
        Of::Contact(id) => (None, Some(id.0)),
    };
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD);
        query.push_values(phones.iter().enumerate(), |mut row, (position, phone)| {
            row.push_bind(client).push_bind(contact).push_bind(position as i64).push_bind(phone.label.as_str());
            row.push_bind(phone.number.as_str()).push_bind(number_key(phone));
        });
        query.build().execute(c).await.map(drop)
    })?)
}
