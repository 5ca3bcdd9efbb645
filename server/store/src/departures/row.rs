//! How a departure looks in its table.

use super::Taken;
use crate::{Result, Tx, affiliations, coded::coded, on, stamp};
use chrono::{DateTime, Utc};
use model::{Affiliation, AffiliationId, ContactId, Departure, DepartureId, Moment, NotificationType, Succession};

#[derive(sqlx::FromRow)]
pub(super) struct Row {
    id: i64,
    ended_id: i64,
    pub(super) ended_version: i64,
    begun_id: Option<i64>,
    pub(super) begun_starred_at: Option<DateTime<Utc>>,
    successor_id: Option<i64>,
    pub(super) successor_version: Option<i64>,
    successor_type: Option<String>,
    pub(super) star_taken_at: Option<DateTime<Utc>>,
    pub(super) function_taken_at: Option<DateTime<Utc>>,
    inactive_at: Option<DateTime<Utc>>,
    inactive_by_client_id: Option<i64>,
}

const GET: &str = "SELECT id, ended_id, ended_version, begun_id, begun_starred_at, successor_id, successor_version,
    successor_type, star_taken_at, function_taken_at, inactive_at, inactive_by_client_id
  FROM departure WHERE id = $1";

pub(super) async fn get(tx: &mut Tx, id: DepartureId) -> Result<Row> {
    Ok(on!(tx, c => sqlx::query_as(GET).bind(id.0).fetch_one(c).await)?)
}

impl Row {
    pub(super) async fn departure(self, tx: &mut Tx) -> Result<Departure> {
        let ended = affiliations::get(tx, AffiliationId(self.ended_id)).await?;
        let begun = match self.begun_id {
            Some(id) => Some(affiliations::get(tx, AffiliationId(id)).await?),
            None => None,
        };
        let succession = match self.successor_id {
            Some(id) => Some(Succession {
                affiliation: affiliations::get(tx, AffiliationId(id)).await?,
                receives_more: self
                    .received_before()?
                    .is_some_and(|before| before.and(ended.notification_type) != before),
                starred: self.star_taken_at.is_some(),
                function: self.function_taken_at.is_some(),
            }),
            None => None,
        };
        Ok(Departure { id: DepartureId(self.id), ended, begun, succession })
    }

    /// What the successor received by itself, when its record changed.
    pub(super) fn received_before(&self) -> Result<Option<NotificationType>> {
        let code = self.successor_type.as_ref();
        code.map(|code| coded("departure.successor_type", code, NotificationType::from_code)).transpose()
    }

    /// Since when, and by which client's cascade, the contact had been inactive (P04).
    pub(super) fn cascade(&self) -> Cascade {
        self.inactive_at.zip(self.inactive_by_client_id)
    }
}

/// Since when and by which client a contact is inactive.
pub(super) type Cascade = Option<(DateTime<Utc>, i64)>;

const CASCADE: &str = "SELECT inactive_at, inactive_by_client_id FROM contact WHERE id = $1";

/// Of this contact; none when a person made it inactive.
pub(super) async fn cascade(tx: &mut Tx, contact: ContactId) -> Result<Cascade> {
    let (at, by): (Option<DateTime<Utc>>, Option<i64>) =
        on!(tx, c => sqlx::query_as(CASCADE).bind(contact.0).fetch_one(c).await)?;
    Ok(at.zip(by))
}

const INSERT: &str = "INSERT INTO departure (ended_id, ended_version, begun_id, begun_starred_at, successor_id,
    successor_version, successor_type, star_taken_at, function_taken_at, inactive_at, inactive_by_client_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id";

pub(super) async fn insert(
    tx: &mut Tx,
    left: &Affiliation,
    begun: Option<(AffiliationId, bool)>,
    taken: Option<&Taken>,
    cascade: Cascade,
    now: Moment,
) -> Result<DepartureId> {
    let at = stamp(now);
    let record = taken.and_then(|taken| taken.record);
    let id: i64 = on!(tx, c => sqlx::query_scalar(INSERT)
        .bind(left.id.0).bind(left.version)
        .bind(begun.map(|(id, _)| id.0)).bind(begun.filter(|(_, starred)| *starred).map(|_| at))
        .bind(taken.map(|taken| taken.link.0)).bind(record.map(|(version, _)| version))
        .bind(record.map(|(_, before)| before.code()))
        .bind(taken.filter(|taken| taken.star).map(|_| at)).bind(taken.filter(|taken| taken.function).map(|_| at))
        .bind(cascade.map(|(since, _)| since)).bind(cascade.map(|(_, by)| by)).bind(at)
        .fetch_one(c).await)?;
    Ok(DepartureId(id))
}
