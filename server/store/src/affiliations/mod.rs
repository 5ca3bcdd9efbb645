//! Affiliations: the link contact–client. At most one live one a pair; ended ones stay as history (P03).

mod list;
mod star;

use crate::{Result, StoreError, Tx, clients, contacts, on, search, stamp};
use model::{
    Affiliation, AffiliationId, ClientId, ContactId, FieldProblem, Moment, NoContacts, NotificationType, Problem,
    SiteId, draft::AffiliationFields,
};

pub use list::{Which, get, live, of_client, of_contact};
pub use star::{star, star_contact, unstar, unstar_contact};

/// Why somebody cannot join an inactive client; the word of [`StoreError::Refused`].
pub const CLIENT_INACTIVE: &str = "the client is inactive";
/// Why the kind of client refuses contacts (P07); the word of [`StoreError::Refused`].
pub const NO_CONTACTS: &str = "this kind of client has no contacts";

const ADD: &str =
    "INSERT INTO affiliation (contact_id, client_id, function, site_id, notification_type, starred_at, since,
    created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $7, 1)
  ON CONFLICT (client_id, contact_id) WHERE ended_at IS NULL DO NOTHING RETURNING id";

/// Affiliates a contact to a client, starred or not; whom the cascade of another client had taken is active again (P04).
/// Where it is affiliated already, that affiliation is answered unchanged.
///
/// # Errors
/// `NotFound`; `Refused` for an inactive client or a kind without contacts (P07); `Problem` at `site` for a site of another
/// client, at `notification_type` without an e-mail (P08).
pub async fn add(
    tx: &mut Tx,
    contact: ContactId,
    client: ClientId,
    fields: &AffiliationFields,
    starred: bool,
    now: Moment,
) -> Result<AffiliationId> {
    // Whoever makes it inactive at this instant comes before or after, and then takes the contact along.
    clients::hold(tx, client).await?;
    let host = clients::get(tx, client).await?;
    crate::settings(tx).await?.may_get_contacts(&host).map_err(|why| match why {
        NoContacts::Kind => StoreError::Refused(NO_CONTACTS),
        NoContacts::Inactive => StoreError::Refused(CLIENT_INACTIVE),
    })?;
    // Whoever deletes or merges the contact at this instant comes before or after, too.
    contacts::hold(tx, contact.0).await?;
    checked(tx, contact, client, fields).await?;
    let (at, starred_at) = (stamp(now), starred.then_some(stamp(now)));
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(contact.0).bind(client.0).bind(&fields.function).bind(fields.site.map(|id| id.0))
        .bind(fields.notification_type.code()).bind(starred_at).bind(at)
        .fetch_optional(c).await)?;
    match id {
        Some(id) => {
            contacts::settle_contact(tx, contact, now).await?;
            search::reindex_contact(tx, contact).await?;
            Ok(AffiliationId(id))
        }
        None => Ok(live(tx, client, contact).await?.ok_or(StoreError::Conflict)?.id),
    }
}

const SITE_OF: &str = "SELECT COUNT(*) FROM site WHERE id = $1 AND client_id = $2";

async fn checked(tx: &mut Tx, contact: ContactId, client: ClientId, fields: &AffiliationFields) -> Result<()> {
    let person = contacts::get(tx, contact).await?;
    if person.erased_at.is_some() {
        return Err(StoreError::NotFound);
    }
    if fields.notification_type != NotificationType::None && person.email.is_none() {
        let problem = FieldProblem::new("notification_type", Problem::NeededForNotifications);
        return Err(StoreError::Problem(problem));
    }
    if let Some(SiteId(site)) = fields.site {
        let own: i64 = on!(tx, c => sqlx::query_scalar(SITE_OF).bind(site).bind(client.0).fetch_one(c).await)?;
        if own == 0 {
            return Err(StoreError::Problem(FieldProblem::new("site", Problem::ForeignSite)));
        }
    }
    Ok(())
}

const CHANGE: &str = "UPDATE affiliation SET function = $1, site_id = $2, notification_type = $3, changed_at = $4,
    version = version + 1
  WHERE id = $5 AND version = $6 AND ended_at IS NULL";

/// Saves what the contact does and receives at the client.
///
/// # Errors
/// `NotFound`; `Conflict` when it was saved or ended since `version` was read (P12); `Problem` as in [`add`].
pub async fn change(
    tx: &mut Tx,
    id: AffiliationId,
    version: i64,
    fields: &AffiliationFields,
    now: Moment,
) -> Result<()> {
    let before = get(tx, id).await?;
    checked(tx, before.contact_id, before.client_id, fields).await?;
    let changed = on!(tx, c => sqlx::query(CHANGE)
        .bind(&fields.function).bind(fields.site.map(|id| id.0)).bind(fields.notification_type.code())
        .bind(stamp(now)).bind(id.0).bind(version)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Conflict) } else { search::reindex_contact(tx, before.contact_id).await }
}

const END: &str = "UPDATE affiliation SET ended_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND ended_at IS NULL";

/// Ends it; its history stays (P03). Whom only inactive clients reach then becomes inactive with them (P04). Doing it twice
/// changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn end(tx: &mut Tx, id: AffiliationId, now: Moment) -> Result<()> {
    let ended = get(tx, id).await?;
    on!(tx, c => sqlx::query(END).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    contacts::settle_contact(tx, ended.contact_id, now).await?;
    search::reindex_contact(tx, ended.contact_id).await
}

const RESUME: &str = "UPDATE affiliation SET ended_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND ended_at IS NOT NULL";

/// Undoes [`end`]: the same link lives again, with its star; P04 as in [`add`] and [`end`].
///
/// # Errors
/// `NotFound`; `Refused` when the contact is affiliated to that client anew, or deleted.
pub async fn resume(tx: &mut Tx, id: AffiliationId, now: Moment) -> Result<Affiliation> {
    let ended = get(tx, id).await?;
    clients::hold(tx, ended.client_id).await?;
    if contacts::get(tx, ended.contact_id).await?.erased_at.is_some() {
        return Err(StoreError::NotFound);
    }
    let resumed = crate::savepoint::attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(RESUME).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?)
    });
    match resumed.await {
        Err(StoreError::Taken) => Err(StoreError::Refused("affiliated anew")),
        Err(e) => Err(e),
        Ok(()) => {
            contacts::settle_contact(tx, ended.contact_id, now).await?;
            search::reindex_contact(tx, ended.contact_id).await?;
            get(tx, id).await
        }
    }
}
