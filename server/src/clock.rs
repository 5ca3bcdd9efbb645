//! The one place of this room that reads the clock.

/// Now, for names of files: `20261121-183042`, UTC.
#[allow(clippy::disallowed_methods, reason = "this is the edge where the clock is read")]
pub fn stamp() -> String {
    chrono::Utc::now().format("%Y%m%d-%H%M%S").to_string()
}
