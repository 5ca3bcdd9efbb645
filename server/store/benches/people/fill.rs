//! An empty database filled with an address book, as quickly as it goes.

use super::{Client, Contact, Dice, FAMILIES, Lists, Shape};
use chrono::{DateTime, Utc};
use model::{Moment, fold::fold};
use store::{Pool, Result, Tx, on};

/// A large cache while the words are written.
pub async fn prepare(pool: &Pool) -> Result<()> {
    if let Pool::Sqlite { write, .. } = pool {
        sqlx::query("PRAGMA cache_size = -1000000").execute(write).await?;
    }
    Ok(())
}

/// What the databases do by themselves at night: statistics, and Postgres' map of what everybody sees.
pub async fn settle(pool: &Pool) -> Result<()> {
    match pool {
        Pool::Sqlite { write, .. } => sqlx::query("ANALYZE").execute(write).await.map(drop)?,
        Pool::Postgres(pool) => {
            sqlx::query("VACUUM ANALYZE").execute(pool).await?;
            // Else it still writes the pages of the fill while it is measured.
            sqlx::query("CHECKPOINT").execute(pool).await?;
        }
    }
    Ok(())
}

const ADD_CLIENT: &str =
    "INSERT INTO client (reference, reference_key, label, sort_key, kind, family_id, language, first_name, last_name,
  street, postal_code, town, town_key, country, note, created_at, changed_at, version) ";
const ADD_CONTACT: &str = "INSERT INTO contact (first_name, last_name, email, email_key, language, sort_key, note,
  inactive_at, created_at, changed_at, version) ";
const ADD_LINK: &str = "INSERT INTO affiliation (contact_id, client_id, function, notification_type, since, created_at,
  changed_at, version) ";
const ADD_PHONE: &str = "INSERT INTO phone (contact_id, position, label, number, number_key) ";

/// Fills an empty database with such an address book and its words.
pub async fn fill(pool: &Pool, shape: &Shape) -> Result<()> {
    let (lists, mut dice) = (Lists::new(), Dice(7));
    let mut tx = pool.write().await?;
    let at = DateTime::from_timestamp_millis(Moment(1_795_262_400_000).0).unwrap_or_default();
    if shape.varied {
        add_families(&mut tx).await?;
    }
    let clients: Vec<Client> = (0..shape.clients).map(|n| lists.client(&mut dice, n, shape)).collect();
    for rows in clients.chunks(1_000) {
        add_clients(&mut tx, rows, at).await?;
    }
    let labels: Vec<String> = clients.into_iter().map(|client| client.label).collect();
    for from in (0..shape.contacts).step_by(1_000) {
        let some: Vec<Contact> =
            (from..shape.contacts.min(from + 1_000)).map(|n| lists.contact(&mut dice, n, shape, &labels)).collect();
        add_contacts(&mut tx, from, &some, at).await?;
    }
    store::search::reindex_all(&mut tx).await?;
    tx.commit().await
}

async fn add_families(tx: &mut Tx) -> Result<()> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new("INSERT INTO family (name, name_key) ");
        query.push_values(0..FAMILIES, |mut row, n| {
            row.push_bind(format!("Famille {n}")).push_bind(format!("famille {n}"));
        });
        query.build().execute(c).await.map(drop)
    })?)
}

async fn add_clients(tx: &mut Tx, rows: &[Client], at: DateTime<Utc>) -> Result<()> {
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD_CLIENT);
        query.push_values(rows, |mut row, client| {
            row.push_bind(client.reference.clone()).push_bind(fold(&client.reference));
            row.push_bind(client.label.clone()).push_bind(fold(&client.label));
            row.push_bind(client.kind.code()).push_bind(client.family.map(|n| n as i64 + 1)).push_bind("fr");
            for _ in 0..8 {
                row.push_bind("");
            }
            row.push_bind(at).push_bind(at).push_bind(1i64);
        });
        query.build().execute(c).await.map(drop)
    })?)
}

async fn add_contacts(tx: &mut Tx, from: usize, some: &[Contact], at: DateTime<Utc>) -> Result<()> {
    on!(&mut *tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD_CONTACT);
        query.push_values(some, |mut row, contact| {
            row.push_bind(contact.first.clone()).push_bind(contact.last.clone());
            row.push_bind(contact.email.clone()).push_bind(contact.email.clone()).push_bind("fr");
            row.push_bind(fold(&format!("{} {}", contact.last, contact.first))).push_bind("");
            row.push_bind(contact.inactive.then_some(at)).push_bind(at).push_bind(at).push_bind(1i64);
        });
        query.build().execute(c).await.map(drop)
    })?;
    let id = |n: usize| (from + n + 1) as i64;
    let links: Vec<_> =
        some.iter().enumerate().flat_map(|(n, contact)| contact.links.iter().map(move |l| (n, l))).collect();
    on!(&mut *tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD_LINK);
        query.push_values(links, |mut row, (n, link)| {
            row.push_bind(id(n)).push_bind(link.client as i64 + 1).push_bind(link.function.clone());
            row.push_bind(link.notification.code()).push_bind(at).push_bind(at).push_bind(at).push_bind(1i64);
        });
        query.build().execute(c).await.map(drop)
    })?;
    let phones: Vec<_> = some.iter().enumerate().filter_map(|(n, contact)| Some((n, contact.phone.clone()?))).collect();
    if phones.is_empty() {
        return Ok(());
    }
    Ok(on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(ADD_PHONE);
        query.push_values(phones, |mut row, (n, number)| {
            row.push_bind(id(n)).push_bind(0i64).push_bind("").push_bind(number.clone()).push_bind(number);
        });
        query.build().execute(c).await.map(drop)
    })?)
}
