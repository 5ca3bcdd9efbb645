//! Sites of clients. A site that people are tied to cannot be removed: they would then receive what is meant for others (P31). Nor
//! one that somebody visits: an intervention would no longer say where.

use crate::{Result, StoreError, Tx, clients, documents, email_key, moment, on, search, stamp};
use chrono::{DateTime, Utc};
use model::{ClientId, EmailAddress, Moment, Place, Site, SiteId, draft::SiteFields, fold};

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    client_id: i64,
    label: String,
    street: String,
    postal_code: String,
    town: String,
    country: String,
    person: String,
    phone: String,
    email: Option<String>,
    extra: String,
    inactive_at: Option<DateTime<Utc>>,
    version: i64,
}

impl From<Row> for Site {
    fn from(row: Row) -> Site {
        Site {
            id: SiteId(row.id),
            client_id: ClientId(row.client_id),
            label: row.label,
            place: Place { street: row.street, postal_code: row.postal_code, town: row.town, country: row.country },
            person: row.person,
            phone: row.phone,
            email: row.email,
            extra: row.extra,
            inactive_at: row.inactive_at.map(moment),
            version: row.version,
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, client_id, label, street, postal_code, town, country, person, phone, email, extra, inactive_at,
               version
             FROM site WHERE ",
            $rest
        )
    };
}

const GET: &str = select!("id = $1");

/// One site.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: SiteId) -> Result<Site> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    Ok(row.into())
}

const OF_CLIENT: &str =
    select!("client_id = $1 ORDER BY CASE WHEN inactive_at IS NULL THEN 0 ELSE 1 END, sort_key, id");

/// All sites of a client: active ones first, by name.
pub async fn of_client(tx: &mut Tx, client: ClientId) -> Result<Vec<Site>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(OF_CLIENT).bind(client.0).fetch_all(c).await)?;
    Ok(rows.into_iter().map(Site::from).collect())
}

const OF_CLIENTS: &str = select!("client_id IN (");

/// Of several clients at once, in the order of ids.
pub(crate) async fn of_clients(tx: &mut Tx, clients: &[i64]) -> Result<Vec<Site>> {
    let rows: Vec<Row> = on!(tx, c, Db => {
        let mut query = sqlx::QueryBuilder::<Db>::new(OF_CLIENTS);
        let mut ids = query.separated(", ");
        for id in clients {
            ids.push_bind(*id);
        }
        query.push(") ORDER BY id");
        query.build_query_as().fetch_all(c).await
    })?;
    Ok(rows.into_iter().map(Site::from).collect())
}

const ADD: &str =
    "INSERT INTO site (client_id, label, sort_key, street, postal_code, town, country, person, phone, email,
    email_key, extra, created_at, changed_at, version)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, 1) RETURNING id";

/// A new site of a client.
///
/// # Errors
/// `NotFound` when there is no such client.
pub async fn add(tx: &mut Tx, client: ClientId, fields: &SiteFields, now: Moment) -> Result<SiteId> {
    crate::clients::get(tx, client).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD)
        .bind(client.0).bind(&fields.label).bind(fold(&fields.label)).bind(&fields.place.street)
        .bind(&fields.place.postal_code).bind(&fields.place.town).bind(&fields.place.country).bind(&fields.person)
        .bind(&fields.phone).bind(fields.email.as_ref().map(EmailAddress::as_str))
        .bind(fields.email.as_ref().map(email_key)).bind(&fields.extra).bind(stamp(now))
        .fetch_one(c).await)?;
    search::reindex_client(tx, client).await?;
    Ok(SiteId(id))
}

const CHANGE: &str =
    "UPDATE site SET label = $1, sort_key = $2, street = $3, postal_code = $4, town = $5, country = $6,
    person = $7, phone = $8, email = $9, email_key = $10, extra = $11, changed_at = $12, version = version + 1
  WHERE id = $13 AND version = $14";

/// Saves the form of a site whose `version` was read.
///
/// # Errors
/// `NotFound`; `Conflict` when somebody saved it since (P12).
pub async fn change(tx: &mut Tx, id: SiteId, version: i64, fields: &SiteFields, now: Moment) -> Result<()> {
    let site = get(tx, id).await?;
    clients::hold(tx, site.client_id).await?;
    let changed = on!(tx, c => sqlx::query(CHANGE)
        .bind(&fields.label).bind(fold(&fields.label)).bind(&fields.place.street).bind(&fields.place.postal_code)
        .bind(&fields.place.town).bind(&fields.place.country).bind(&fields.person).bind(&fields.phone)
        .bind(fields.email.as_ref().map(EmailAddress::as_str)).bind(fields.email.as_ref().map(email_key))
        .bind(&fields.extra).bind(stamp(now)).bind(id.0).bind(version)
        .execute(c).await.map(|r| r.rows_affected()))?;
    if changed == 0 { Err(StoreError::Conflict) } else { search::reindex_client(tx, site.client_id).await }
}

const DEACTIVATE: &str = "UPDATE site SET inactive_at = $2, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NULL";
const REACTIVATE: &str = "UPDATE site SET inactive_at = NULL, changed_at = $2, version = version + 1
  WHERE id = $1 AND inactive_at IS NOT NULL";

/// Its address is no longer offered; who is tied to it stays so.
///
/// # Errors
/// `NotFound`.
pub async fn deactivate(tx: &mut Tx, id: SiteId, now: Moment) -> Result<()> {
    let site = get(tx, id).await?;
    clients::hold(tx, site.client_id).await?;
    on!(tx, c => sqlx::query(DEACTIVATE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    search::reindex_client(tx, site.client_id).await
}

/// In use again.
///
/// # Errors
/// `NotFound`.
pub async fn reactivate(tx: &mut Tx, id: SiteId, now: Moment) -> Result<()> {
    let site = get(tx, id).await?;
    clients::hold(tx, site.client_id).await?;
    on!(tx, c => sqlx::query(REACTIVATE).bind(id.0).bind(stamp(now)).execute(c).await.map(drop))?;
    search::reindex_client(tx, site.client_id).await
}

/// Why a site stays; the word of [`StoreError::Refused`].
pub const SITE_IN_USE: &str = "contacts are tied to the site";

const TIED: &str = "SELECT (SELECT COUNT(*) FROM affiliation WHERE site_id = $1 AND ended_at IS NULL)
  + (SELECT COUNT(*) FROM intervention WHERE site_id = $1 AND removed_at IS NULL)";
const HOLD: &str = "UPDATE site SET version = version WHERE id = $1";
// Whoever was tied to it received what concerned it; resumed without a site, the link would receive what concerns every other (P31).
const UNTIE_ENDED: &str = "UPDATE affiliation SET site_id = NULL, notification_type = 'none', version = version + 1
  WHERE site_id = $1 AND ended_at IS NOT NULL";
const REMOVE: &str = "DELETE FROM site WHERE id = $1";

/// Removes it for good.
///
/// # Errors
/// `NotFound`; `Refused` while somebody is tied to it, or an intervention is there.
pub async fn remove(tx: &mut Tx, id: SiteId) -> Result<()> {
    let site = get(tx, id).await?;
    clients::hold(tx, site.client_id).await?;
    // Whoever notes an intervention there at this instant comes before or after.
    on!(tx, c => sqlx::query(HOLD).bind(id.0).execute(c).await.map(drop))?;
    let tied: i64 = on!(tx, c => sqlx::query_scalar(TIED).bind(id.0).fetch_one(c).await)?;
    if tied > 0 {
        return Err(StoreError::Refused(SITE_IN_USE));
    }
    documents::untie(tx, id).await?;
    on!(tx, c => sqlx::query(UNTIE_ENDED).bind(id.0).execute(c).await.map(drop))?;
    on!(tx, c => sqlx::query(REMOVE).bind(id.0).execute(c).await.map(drop))?;
    search::reindex_client(tx, site.client_id).await
}
