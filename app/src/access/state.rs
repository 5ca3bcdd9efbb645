//! What signing in needs in memory: limits, and few hashes at a time. One per process; several machines each keep their own.

use super::{limits::Limits, password::Passwords};

/// Made once at start, part of the services.
#[derive(Debug, Default)]
pub struct Access {
    pub(super) limits: Limits,
    pub(super) passwords: Passwords,
}
