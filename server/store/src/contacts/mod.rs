//! Contacts: one row a person or mailbox, its phones. An e-mail belongs to one contact (P02), also when two people save the
//! same one at the same instant: the database decides, and the second is told who has it.

mod activity;
mod bulk;
mod functions;
mod holder;
mod lead;
mod list;
mod narrow;
mod removal;
mod row;

use crate::{
    Result, StoreError, Tx, email_key, on,
    phones::{self, Of},
    savepoint::attempt,
    search, stamp,
};
use model::{
    ClientId, Contact, ContactId, EmailAddress, FieldProblem, Moment, Problem, draft::ContactFields, fold, full_name,
};

pub use activity::{ALL_CLIENTS_INACTIVE, deactivate, reactivate};
pub(crate) use activity::{hold, settle_client, settle_contact};
pub use bulk::{bulk_done, deactivate_many, notify_many, undo_bulk};
pub use functions::frequent_functions;
pub use holder::{find_holder, holder};
pub use list::list;
pub(crate) use removal::forget_now;
pub use removal::{UNDO, forget_due, forget_removed, remove, restore};
pub(crate) use row::{Row, columns};

const GET: &str = concat!("SELECT ", columns!(), " FROM contact ct WHERE ct.id = $1");

/// One contact with its phones; a deleted one too.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: ContactId) -> Result<Contact> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    let phones = phones::list(tx, Of::Contact(id)).await?;
    row.contact(phones)
}

const ADD: &str = "INSERT INTO contact (civility, first_name, last_name, email, email_key, language, sort_key, note,
    created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1)
  ON CONFLICT (email_key) DO NOTHING RETURNING id";

/// A new contact, independent until affiliated. `client` is where it is wanted: the refusal of a taken e-mail says whether
/// its holder is there already.
///
/// # Errors
/// `Problem` at `email` with its holder (P02); the transaction stays usable.
pub async fn add(tx: &mut Tx, fields: &ContactFields, client: Option<ClientId>, now: Moment) -> Result<ContactId> {
    let mut id = insert(tx, fields, now).await?;
    if id.is_none() && removal::forget_holder(tx, fields, now).await? {
        id = insert(tx, fields, now).await?;
    }
    let Some(id) = id else { return Err(taken(tx, fields, client).await?) };
    phones::replace(tx, Of::Contact(id), &fields.phones).await?;
    search::reindex_contact(tx, id).await?;
    Ok(id)
}

async fn insert(tx: &mut Tx, fields: &ContactFields, now: Moment) -> Result<Option<ContactId>> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(fields.civility.map(|v| v.code())).bind(&fields.first_name).bind(&fields.last_name)
        .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(fields.email.as_ref().map(email_key))
        .bind(fields.language.code()).bind(sort_key(fields)).bind(&fields.note).bind(stamp(now))
        .fetch_optional(c).await)?;
    Ok(id.map(ContactId))
}

const CHANGE: &str = "UPDATE contact SET civility = $1, first_name = $2, last_name = $3, email = $4, email_key = $5,
    language = $6, sort_key = $7, note = $8, changed_at = $9, version = version + 1
  WHERE id = $10 AND version = $11 AND erased_at IS NULL";
const NOTIFIED: &str = "SELECT COUNT(*) FROM affiliation
  WHERE contact_id = $1 AND ended_at IS NULL AND notification_type <> 'none'";

/// Saves the form of a contact whose `version` was read.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved it since (P12); `Problem` at `email` when it is another contact's (P02), or
/// missing while an affiliation notifies it (P08).
pub async fn change(tx: &mut Tx, id: ContactId, version: i64, fields: &ContactFields, now: Moment) -> Result<()> {
    get(tx, id).await?;
    let notified: i64 = on!(tx, c => sqlx::query_scalar(NOTIFIED).bind(id.0).fetch_one(c).await)?;
    if fields.email.is_none() && notified > 0 {
        return Err(StoreError::Problem(FieldProblem::new("email", Problem::NeededForNotifications)));
    }
    let mut changed = update(tx, id, version, fields, now).await;
    if matches!(changed, Err(StoreError::Taken)) && removal::forget_holder(tx, fields, now).await? {
        changed = update(tx, id, version, fields, now).await;
    }
    match changed {
        Ok(0) => return Err(StoreError::Conflict),
        Err(StoreError::Taken) => return Err(taken(tx, fields, None).await?),
        other => other?,
    };
    phones::replace(tx, Of::Contact(id), &fields.phones).await?;
    search::reindex_contact(tx, id).await
}

async fn update(tx: &mut Tx, id: ContactId, version: i64, fields: &ContactFields, now: Moment) -> Result<u64> {
    attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(CHANGE)
            .bind(fields.civility.map(|v| v.code())).bind(&fields.first_name).bind(&fields.last_name)
            .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(fields.email.as_ref().map(email_key))
            .bind(fields.language.code()).bind(sort_key(fields)).bind(&fields.note).bind(stamp(now))
            .bind(id.0).bind(version)
            .execute(c).await.map(|r| r.rows_affected()))?)
    })
    .await
}

async fn taken(tx: &mut Tx, fields: &ContactFields, client: Option<ClientId>) -> Result<StoreError> {
    let Some(email) = &fields.email else { return Ok(StoreError::Taken) };
    Ok(match find_holder(tx, email, client).await? {
        Some(holder) => StoreError::Problem(FieldProblem::new("email", Problem::TakenByContact(holder))),
        // Gone again between the two statements: worth trying again.
        None => StoreError::Conflict,
    })
}

/// By last name, then first name; an address stands for a missing name (P01).
pub(crate) fn sort_key(fields: &ContactFields) -> String {
    let name = full_name(&fields.last_name, &fields.first_name);
    fold(name.as_deref().or(fields.email.as_ref().map(EmailAddress::as_str)).unwrap_or_default())
}
