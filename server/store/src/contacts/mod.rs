//! Contacts: one row a person or mailbox, its phones. An e-mail belongs to one contact (P02), also when two people save the
//! same one at the same instant: the database decides, and the second is told who has it.

mod activity;
mod bulk;
mod everybody;
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
    search::{self, ContactRow, found_by},
    stamp,
};
use model::{
    ClientId, Contact, ContactId, EmailAddress, FieldProblem, Moment, Problem, draft::ContactFields, fold, full_name,
};

pub use activity::{ALL_CLIENTS_INACTIVE, deactivate, reactivate};
pub(crate) use activity::{hold, settle_client, settle_contact};
pub use bulk::{bulk_done, deactivate_many, notify_many, undo_bulk};
pub use everybody::everybody;
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
    phones::add(tx, Of::Contact(id), &fields.phones).await?;
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

const BEFORE: &str = "SELECT ct.version, ct.email_key, p.label, p.number,
    EXISTS (SELECT 1 FROM affiliation a
      WHERE a.contact_id = ct.id AND a.ended_at IS NULL AND a.notification_type <> 'none') AS notified
  FROM contact ct LEFT JOIN phone p ON p.contact_id = ct.id WHERE ct.id = $1 ORDER BY p.position";

/// A contact with one of its phones.
#[derive(sqlx::FromRow)]
struct Before {
    version: i64,
    email_key: Option<String>,
    label: Option<String>,
    number: Option<String>,
    notified: bool,
}

/// Saves the form of a contact whose `version` was read. What was so before is read once, of one instant: when the version is the
/// same as it is written, its e-mail and its phones are, too.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved it since (P12); `Problem` at `email` when it is another contact's (P02), or
/// missing while an affiliation notifies it (P08).
pub async fn change(tx: &mut Tx, id: ContactId, version: i64, fields: &ContactFields, now: Moment) -> Result<()> {
    let before: Vec<Before> = on!(tx, c => sqlx::query_as(BEFORE).bind(id.0).fetch_all(c).await)?;
    let Some(first) = before.first() else { return Err(StoreError::NotFound) };
    if fields.email.is_none() && first.notified {
        return Err(StoreError::Problem(FieldProblem::new("email", Problem::NeededForNotifications)));
    }
    if first.version != version {
        return Err(StoreError::Conflict);
    }
    let same_email = first.email_key == fields.email.as_ref().map(email_key);
    let numbers = before.iter().filter_map(|row| row.label.as_deref().zip(row.number.as_deref()));
    let same_phones = numbers.eq(fields.phones.iter().map(|phone| (phone.label.as_str(), phone.number.as_str())));
    let row = if same_email {
        update(tx, id, version, fields, now).await?
    } else {
        update_email(tx, id, version, fields, now).await?
    };
    let Some(row) = row else { return Err(StoreError::Conflict) };
    if !same_phones {
        phones::replace(tx, Of::Contact(id), &fields.phones).await?;
    }
    search::reindex_held(tx, id, &row).await
}

/// Where the address may be taken: by somebody who is there, or by one whose deletion can still be undone.
async fn update_email(
    tx: &mut Tx,
    id: ContactId,
    version: i64,
    fields: &ContactFields,
    now: Moment,
) -> Result<Option<ContactRow>> {
    let mut changed = attempt(tx, async |tx: &mut Tx| update(tx, id, version, fields, now).await).await;
    if matches!(changed, Err(StoreError::Taken)) && removal::forget_holder(tx, fields, now).await? {
        changed = attempt(tx, async |tx: &mut Tx| update(tx, id, version, fields, now).await).await;
    }
    match changed {
        Err(StoreError::Taken) => Err(taken(tx, fields, None).await?),
        other => other,
    }
}

const CHANGE: &str = concat!(
    "UPDATE contact SET civility = $1, first_name = $2, last_name = $3, email = $4, email_key = $5,
    language = $6, sort_key = $7, note = $8, changed_at = $9, version = version + 1
  WHERE id = $10 AND version = $11 AND erased_at IS NULL RETURNING ",
    found_by!()
);

async fn update(
    tx: &mut Tx,
    id: ContactId,
    version: i64,
    fields: &ContactFields,
    now: Moment,
) -> Result<Option<ContactRow>> {
    Ok(on!(tx, c => sqlx::query_as(CHANGE)
        .bind(fields.civility.map(|v| v.code())).bind(&fields.first_name).bind(&fields.last_name)
        .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(fields.email.as_ref().map(email_key))
        .bind(fields.language.code()).bind(sort_key(fields)).bind(&fields.note).bind(stamp(now))
        .bind(id.0).bind(version)
        .fetch_optional(c).await)?)
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
