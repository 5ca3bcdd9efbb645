//! Clients: one row each, its family, its phones. A reference is unique without regard to case and accents.

mod activity;
mod counts;
mod list;
mod row;

use crate::{
    Result, StoreError, Tx, email_key, families, on,
    phones::{self, Of},
    savepoint::attempt,
    search, stamp,
};
use model::{Client, ClientId, EmailAddress, FieldProblem, Moment, Problem, draft::ClientFields, fold, reference_key};

pub use activity::{deactivate, reactivate};
pub use counts::{Counts, counts};
pub use list::list;
pub(crate) use row::Row;
pub(crate) use row::columns;

const GET: &str =
    concat!("SELECT ", columns!(), " FROM client cl LEFT JOIN family f ON f.id = cl.family_id WHERE cl.id = $1");

/// One client with its phones.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: ClientId) -> Result<Client> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    let phones = phones::list(tx, Of::Client(id)).await?;
    row.client(phones)
}

const BY_REFERENCE: &str = "SELECT id FROM client WHERE reference_key = $1";

/// The client with this reference, case and accents aside.
///
/// # Errors
/// Only general ones.
pub async fn find_by_reference(tx: &mut Tx, reference: &str) -> Result<Option<ClientId>> {
    let id: Option<i64> =
        on!(tx, c => sqlx::query_scalar(BY_REFERENCE).bind(reference_key(reference)).fetch_optional(c).await)?;
    Ok(id.map(ClientId))
}

const ANY: &str = "SELECT EXISTS (SELECT 1 FROM client)";

/// There is a client, active or not.
///
/// # Errors
/// Only general ones.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    Ok(on!(tx, c => sqlx::query_scalar(ANY).fetch_one(c).await)?)
}

const ADD: &str = "INSERT INTO client (reference, reference_key, label, sort_key, kind, family_id, language, civility,
    first_name, last_name, email, email_key, billing_email, billing_email_key, street, postal_code, town, town_key,
    country, note, created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $21, 1)
  ON CONFLICT (reference_key) DO NOTHING RETURNING id";

/// A new client.
///
/// # Errors
/// `Problem` at `reference` when another client has it; the transaction stays usable.
pub async fn add(tx: &mut Tx, fields: &ClientFields, now: Moment) -> Result<ClientId> {
    let family = family(tx, fields).await?;
    let keys = Keys::of(fields);
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(&fields.reference).bind(&keys.reference).bind(&fields.label).bind(&keys.sort).bind(fields.kind.code())
        .bind(family).bind(fields.language.code()).bind(fields.civility.map(|v| v.code()))
        .bind(&fields.first_name).bind(&fields.last_name)
        .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(&keys.email)
        .bind(fields.billing_email.as_ref().map(EmailAddress::as_str)).bind(&keys.billing_email)
        .bind(&fields.place.street).bind(&fields.place.postal_code).bind(&fields.place.town).bind(&keys.town)
        .bind(&fields.place.country).bind(&fields.note).bind(stamp(now))
        .fetch_optional(c).await)?;
    match id {
        Some(id) => {
            phones::replace(tx, Of::Client(ClientId(id)), &fields.phones).await?;
            search::reindex_client(tx, ClientId(id)).await?;
            Ok(ClientId(id))
        }
        None => Err(taken(tx, fields).await?),
    }
}

const HOLD: &str = "UPDATE client SET version = version WHERE id = $1";

/// Whoever makes it inactive, or affiliates somebody to it, waits until the commit. Asked before anything of its contacts is
/// written: everybody who needs both takes them in this order.
pub async fn hold(tx: &mut Tx, id: ClientId) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(HOLD).bind(id.0).execute(c).await.map(drop))?)
}

const CHANGE: &str = "UPDATE client SET reference = $1, reference_key = $2, label = $3, sort_key = $4, kind = $5,
    family_id = $6, language = $7, civility = $8, first_name = $9, last_name = $10, email = $11, email_key = $12,
    billing_email = $13, billing_email_key = $14, street = $15, postal_code = $16, town = $17, town_key = $18,
    country = $19, note = $20, changed_at = $21, version = version + 1
  WHERE id = $22 AND version = $23";

/// Saves the form of a client whose `version` was read.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved it since (P12); `Problem` at `reference` when another client has it.
pub async fn change(tx: &mut Tx, id: ClientId, version: i64, fields: &ClientFields, now: Moment) -> Result<()> {
    let before = get(tx, id).await?;
    let old = before.family.as_ref().filter(|(_, name)| fields.family.as_ref() != Some(name)).map(|(old, _)| *old);
    let new = match &fields.family {
        Some(name) => families::find(tx, name).await?,
        None => None,
    };
    // The old one may go with this client: who merges it at this instant comes before or after.
    families::hold_all(tx, old.into_iter().chain(new).collect()).await?;
    let family = family(tx, fields).await?;
    let keys = Keys::of(fields);
    let changed = attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(CHANGE)
            .bind(&fields.reference).bind(&keys.reference).bind(&fields.label).bind(&keys.sort).bind(fields.kind.code())
            .bind(family).bind(fields.language.code()).bind(fields.civility.map(|v| v.code()))
            .bind(&fields.first_name).bind(&fields.last_name)
            .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(&keys.email)
            .bind(fields.billing_email.as_ref().map(EmailAddress::as_str)).bind(&keys.billing_email)
            .bind(&fields.place.street).bind(&fields.place.postal_code).bind(&fields.place.town).bind(&keys.town)
            .bind(&fields.place.country).bind(&fields.note).bind(stamp(now)).bind(id.0).bind(version)
            .execute(c).await.map(|r| r.rows_affected()))?)
    });
    match changed.await {
        Ok(0) => return Err(StoreError::Conflict),
        Err(StoreError::Taken) => return Err(taken(tx, fields).await?),
        other => other?,
    };
    phones::replace(tx, Of::Client(id), &fields.phones).await?;
    let as_found = (&before.label, before.kind, before.family.as_ref().map(|(old, _)| old.0))
        == (&fields.label, fields.kind, family);
    if let Some((old, _)) = before.family.filter(|(old, _)| Some(old.0) != family) {
        families::remove_empty(tx, old).await?;
    }
    search::reindex_client(tx, id).await?;
    if as_found { Ok(()) } else { search::reindex_contacts_of(tx, id).await }
}

/// What is compared and sorted by, beside what is shown.
pub(crate) struct Keys {
    pub(crate) reference: String,
    pub(crate) sort: String,
    pub(crate) email: Option<String>,
    pub(crate) billing_email: Option<String>,
    pub(crate) town: String,
}

impl Keys {
    pub(crate) fn of(fields: &ClientFields) -> Self {
        Keys {
            reference: reference_key(&fields.reference),
            sort: fold(&fields.label),
            email: fields.email.as_ref().map(email_key),
            billing_email: fields.billing_email.as_ref().map(email_key),
            town: fold(&fields.place.town),
        }
    }
}

async fn family(tx: &mut Tx, fields: &ClientFields) -> Result<Option<i64>> {
    match &fields.family {
        Some(name) => Ok(Some(families::named(tx, name).await?.0)),
        None => Ok(None),
    }
}

const HOLDER: &str = "SELECT label FROM client WHERE reference_key = $1";

async fn taken(tx: &mut Tx, fields: &ClientFields) -> Result<StoreError> {
    let key = reference_key(&fields.reference);
    let label: Option<String> = on!(tx, c => sqlx::query_scalar(HOLDER).bind(&key).fetch_optional(c).await)?;
    Ok(StoreError::Problem(FieldProblem::new("reference", Problem::Taken(label.unwrap_or_default()))))
}
