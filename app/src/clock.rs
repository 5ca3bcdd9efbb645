//! The clock of server functions, read here and nowhere else.

use model::Moment;
use std::sync::atomic::{AtomicI64, Ordering::Relaxed};

/// Milliseconds that the clock which all machines share is ahead of this one's.
static AHEAD: AtomicI64 = AtomicI64::new(0);

/// Now, to the millisecond: by the machine's clock, or by the one that it was [`set`] to.
pub fn now() -> Moment {
    of_machine().plus_ms(ahead_ms())
}

/// By the clock of this machine alone.
#[allow(clippy::disallowed_methods)]
pub fn of_machine() -> Moment {
    Moment(chrono::Utc::now().timestamp_millis())
}

/// From here on this process goes by a clock that is so many milliseconds ahead of its machine's.
pub fn set(ahead_ms: i64) {
    AHEAD.store(ahead_ms, Relaxed);
}

/// How far this process is ahead of its machine, in milliseconds.
pub fn ahead_ms() -> i64 {
    AHEAD.load(Relaxed)
}
