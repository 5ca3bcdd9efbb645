//! « A quitté l'entreprise » (P03): a link ends, perhaps another begins, perhaps somebody of the client takes over. All of it is one
//! act, and undone as one. Kept of it are ids, versions and former choices: no name, no address (P06).
//!
//! Whoever needs several takes them in this order: clients by id, affiliations, contacts by id.

mod row;
mod undo;

use crate::{Result, StoreError, Tx, affiliations, clients, contacts, on, search, stamp};
use model::{
    Affiliation, AffiliationId, ClientId, ContactId, Departure, DepartureId, Duties, Moment, NotificationType,
    draft::{AffiliationFields, DepartureFields, Joining},
};

pub use undo::{CHANGED, remove};

/// The link had ended before; the word of [`StoreError::Refused`], like those below.
pub const ENDED: &str = "the link has ended already";
/// The client that is left cannot be the next one.
pub const SAME_CLIENT: &str = "the client that is left";
/// Whoever goes to a client is not there yet.
pub const THERE: &str = "a contact of that client already";
/// Who takes over is an active contact of the client that is left.
pub const NOT_HERE: &str = "not an active contact of the client that is left";
/// Who takes over notifications needs an e-mail (P08).
pub const NO_EMAIL: &str = "who takes over has no e-mail";

/// A contact leaves the client of this link, whose `version` was read.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved one of the links meanwhile (P12); `Refused` with one of the words above, or as
/// [`affiliations::add`] refuses at the next client.
pub async fn add(
    tx: &mut Tx,
    link: AffiliationId,
    version: i64,
    fields: &DepartureFields,
    now: Moment,
) -> Result<DepartureId> {
    let here = affiliations::get(tx, link).await?.client_id;
    hold_clients(tx, here, fields.joins.as_ref().map(|joins| joins.client)).await?;
    let left = end(tx, link, version, now).await?;
    let taken = match fields.successor {
        Some(successor) => Some(take_over(tx, &left, successor, fields.takes_function, now).await?),
        None => None,
    };
    hold_contacts(tx, left.contact_id, taken.as_ref().map(|taken| taken.contact)).await?;
    let cascade = row::cascade(tx, left.contact_id).await?;
    let begun = match &fields.joins {
        Some(joins) => Some((begin(tx, &left, joins, now).await?, joins.starred)),
        None => None,
    };
    settled(tx, left.contact_id, taken.as_ref().map(|taken| taken.contact), now).await?;
    row::insert(tx, &left, begun, taken.as_ref(), cascade, now).await
}

/// One act with its links as they are now.
///
/// # Errors
/// `NotFound`, also once it was undone.
pub async fn get(tx: &mut Tx, id: DepartureId) -> Result<Departure> {
    row::get(tx, id).await?.departure(tx).await
}

/// Who makes one of them inactive, or changes who belongs to them, waits until the commit.
async fn hold_clients(tx: &mut Tx, one: ClientId, other: Option<ClientId>) -> Result<()> {
    let mut all: Vec<ClientId> = other.into_iter().chain([one]).collect();
    all.sort();
    for client in all {
        clients::hold(tx, client).await?;
    }
    Ok(())
}

const END: &str = "UPDATE affiliation SET ended_at = $3, changed_at = $3, version = version + 1
  WHERE id = $1 AND version = $2 AND ended_at IS NULL";

/// The link as it ended.
async fn end(tx: &mut Tx, link: AffiliationId, version: i64, now: Moment) -> Result<Affiliation> {
    let ended = on!(tx, c => sqlx::query(END).bind(link.0).bind(version).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    let left = affiliations::get(tx, link).await?;
    match (ended, left.ended_at) {
        (0, Some(_)) => Err(StoreError::Refused(ENDED)),
        (0, None) => Err(StoreError::Conflict),
        _ if contacts::get(tx, left.contact_id).await?.erased_at.is_some() => Err(StoreError::NotFound),
        _ => Ok(left),
    }
}

/// What changed for who took over.
struct Taken {
    contact: ContactId,
    link: AffiliationId,
    /// The version after that and what it received before, when its record changed.
    record: Option<(i64, NotificationType)>,
    star: bool,
    function: bool,
}

const TAKE_OVER: &str =
    "UPDATE affiliation SET function = $3, notification_type = $4, changed_at = $5, version = version + 1
  WHERE id = $1 AND version = $2 AND ended_at IS NULL";
const TAKE_STAR: &str =
    "UPDATE affiliation SET starred_at = $2 WHERE id = $1 AND starred_at IS NULL AND ended_at IS NULL";

async fn take_over(
    tx: &mut Tx,
    left: &Affiliation,
    successor: ContactId,
    function_too: bool,
    now: Moment,
) -> Result<Taken> {
    let live = affiliations::live(tx, left.client_id, successor).await?.ok_or(StoreError::Refused(NOT_HERE))?;
    let person = contacts::get(tx, successor).await?;
    if !person.active() {
        return Err(StoreError::Refused(NOT_HERE));
    }
    let (before, gone) = (Duties::of(&live), Duties::of(left));
    let after = before.taking_over(&gone, function_too);
    if after.notification_type != NotificationType::None && person.email.is_none() {
        return Err(StoreError::Refused(NO_EMAIL));
    }
    let function = before.function != after.function;
    let mut record = None;
    if function || before.notification_type != after.notification_type {
        let changed = on!(tx, c => sqlx::query(TAKE_OVER).bind(live.id.0).bind(live.version).bind(&after.function)
            .bind(after.notification_type.code()).bind(stamp(now))
            .execute(c).await.map(|r| r.rows_affected()))?;
        if changed == 0 {
            return Err(StoreError::Conflict);
        }
        record = Some((live.version + 1, before.notification_type));
    }
    let star = after.starred
        && on!(tx, c => sqlx::query(TAKE_STAR).bind(live.id.0).bind(stamp(now))
            .execute(c).await.map(|r| r.rows_affected()))?
            > 0;
    Ok(Taken { contact: successor, link: live.id, record, star, function })
}

async fn hold_contacts(tx: &mut Tx, one: ContactId, other: Option<ContactId>) -> Result<()> {
    let mut all: Vec<ContactId> = other.into_iter().chain([one]).collect();
    all.sort();
    for contact in all {
        contacts::hold(tx, contact.0).await?;
    }
    Ok(())
}

/// At the next client the contact receives nothing by itself until somebody says what (P08).
async fn begin(tx: &mut Tx, left: &Affiliation, joins: &Joining, now: Moment) -> Result<AffiliationId> {
    if joins.client == left.client_id {
        return Err(StoreError::Refused(SAME_CLIENT));
    }
    if affiliations::live(tx, joins.client, left.contact_id).await?.is_some() {
        return Err(StoreError::Refused(THERE));
    }
    let fields = AffiliationFields { function: joins.function.clone(), ..AffiliationFields::default() };
    affiliations::add(tx, left.contact_id, joins.client, &fields, joins.starred, now).await
}

/// P04 for who left or came back, and the words by which both are found.
async fn settled(tx: &mut Tx, contact: ContactId, successor: Option<ContactId>, now: Moment) -> Result<()> {
    contacts::settle_contact(tx, contact, now).await?;
    search::reindex_contact(tx, contact).await?;
    match successor {
        Some(successor) => search::reindex_contact(tx, successor).await,
        None => Ok(()),
    }
}
