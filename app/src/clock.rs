//! The clock of server functions, read here and nowhere else.

use model::Moment;

/// Now, to the millisecond.
#[allow(clippy::disallowed_methods)]
pub fn now() -> Moment {
    Moment(chrono::Utc::now().timestamp_millis())
}
