//! Affiliations as they are read: of a client with their people, of a contact with its clients.

use crate::{
    Result, Tx,
    coded::coded,
    contacts::{self, columns as contact_columns},
    moment, on, phones,
};
use chrono::{DateTime, Utc};
use model::{AffiliatedContact, Affiliation, AffiliationId, ClientId, ContactId, NotificationType, SiteId};

#[derive(sqlx::FromRow)]
struct Row {
    affiliation_id: i64,
    of_contact_id: i64,
    client_id: i64,
    client_label: String,
    client_inactive: bool,
    function: String,
    site_id: Option<i64>,
    site_label: Option<String>,
    notification_type: String,
    starred_at: Option<DateTime<Utc>>,
    since: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    version: i64,
}

macro_rules! columns {
    () => {
        "a.id AS affiliation_id, a.contact_id AS of_contact_id, a.client_id, cl.label AS client_label,
         cl.inactive_at IS NOT NULL AS client_inactive, a.function, a.site_id, s.label AS site_label,
         a.notification_type, a.starred_at, a.since, a.ended_at, a.version"
    };
}

macro_rules! from {
    () => {
        " FROM affiliation a JOIN client cl ON cl.id = a.client_id LEFT JOIN site s ON s.id = a.site_id "
    };
}

impl TryFrom<Row> for Affiliation {
    type Error = crate::StoreError;

    fn try_from(row: Row) -> Result<Affiliation> {
        let (what, code) = ("affiliation.notification_type", &row.notification_type);
        Ok(Affiliation {
            id: AffiliationId(row.affiliation_id),
            contact_id: ContactId(row.of_contact_id),
            client_id: ClientId(row.client_id),
            notification_type: coded(what, code, NotificationType::from_code)?,
            client_label: row.client_label,
            client_inactive: row.client_inactive,
            function: row.function,
            site: row.site_id.map(SiteId).zip(row.site_label),
            starred_at: row.starred_at.map(moment),
            since: moment(row.since),
            ended_at: row.ended_at.map(moment),
            version: row.version,
        })
    }
}

const GET: &str = concat!("SELECT ", columns!(), from!(), "WHERE a.id = $1");

/// One, live or ended.
///
/// # Errors
/// `NotFound`.
pub async fn get(tx: &mut Tx, id: AffiliationId) -> Result<Affiliation> {
    let row: Row = on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?;
    row.try_into()
}

const LIVE: &str =
    concat!("SELECT ", columns!(), from!(), "WHERE a.client_id = $1 AND a.contact_id = $2 AND a.ended_at IS NULL");

/// The live one of a pair.
pub async fn live(tx: &mut Tx, client: ClientId, contact: ContactId) -> Result<Option<Affiliation>> {
    let row: Option<Row> = on!(tx, c => sqlx::query_as(LIVE).bind(client.0).bind(contact.0).fetch_optional(c).await)?;
    row.map(Affiliation::try_from).transpose()
}

const OF_CONTACT: &str = concat!(
    "SELECT ",
    columns!(),
    from!(),
    "WHERE a.contact_id = $1
     ORDER BY CASE WHEN a.ended_at IS NULL THEN 0 ELSE 1 END, cl.sort_key, a.since DESC, a.id"
);

/// All of a contact: live ones first, by client.
pub async fn of_contact(tx: &mut Tx, contact: ContactId) -> Result<Vec<Affiliation>> {
    let rows: Vec<Row> = on!(tx, c => sqlx::query_as(OF_CONTACT).bind(contact.0).fetch_all(c).await)?;
    rows.into_iter().map(Affiliation::try_from).collect()
}

/// Which affiliations of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All that live: favourites first, then by last name, inactive people last.
    Live,
    /// The first so many of these.
    First(i64),
    /// Ended ones, the last ended first; of people who are not affiliated again.
    Ended,
}

#[derive(sqlx::FromRow)]
struct Both {
    #[sqlx(flatten)]
    contact: contacts::Row,
    #[sqlx(flatten)]
    affiliation: Row,
}

macro_rules! with_contact {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            contact_columns!(),
            ", ",
            columns!(),
            from!(),
            "JOIN contact ct ON ct.id = a.contact_id WHERE a.client_id = $1 AND ct.erased_at IS NULL AND ",
            $rest
        )
    };
}

const LIVE_OF_CLIENT: &str = with_contact!(
    "a.ended_at IS NULL
     ORDER BY CASE WHEN ct.inactive_at IS NULL THEN 0 ELSE 1 END, CASE WHEN a.starred_at IS NULL THEN 1 ELSE 0 END,
       ct.sort_key, ct.id LIMIT $2"
);
const ENDED_OF_CLIENT: &str = with_contact!(
    "a.ended_at IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM affiliation l
         WHERE l.client_id = a.client_id AND l.contact_id = a.contact_id AND (l.ended_at IS NULL OR l.id > a.id))
     ORDER BY a.ended_at DESC, a.id DESC LIMIT $2"
);

/// A client with more contacts than that is searched, not listed.
const MOST: i64 = 2000;

/// The people of a client, each with its link and phones.
pub async fn of_client(tx: &mut Tx, client: ClientId, which: Which) -> Result<Vec<AffiliatedContact>> {
    let (sql, limit) = match which {
        Which::Live => (LIVE_OF_CLIENT, MOST),
        Which::First(n) => (LIVE_OF_CLIENT, n),
        Which::Ended => (ENDED_OF_CLIENT, MOST),
    };
    let rows: Vec<Both> = on!(tx, c => sqlx::query_as(sql).bind(client.0).bind(limit).fetch_all(c).await)?;
    let ids: Vec<i64> = rows.iter().map(|row| row.contact.contact_id).collect();
    let mut phones = phones::of_contacts(tx, &ids).await?;
    rows.into_iter()
        .map(|row| {
            let phones = phones.remove(&row.contact.contact_id).unwrap_or_default();
            Ok(AffiliatedContact { contact: row.contact.contact(phones)?, affiliation: row.affiliation.try_into()? })
        })
        .collect()
}
