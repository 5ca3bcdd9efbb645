//! Instants between the model and the databases.

use chrono::{DateTime, Utc};
use model::Moment;

/// The model's instant as both drivers bind it; milliseconds, so that Postgres gives back the same value.
pub(crate) fn stamp(at: Moment) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.0).unwrap_or(DateTime::UNIX_EPOCH)
}

/// A stored instant as the model's.
pub(crate) fn moment(at: DateTime<Utc>) -> Moment {
    Moment(at.timestamp_millis())
}
