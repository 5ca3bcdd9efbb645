//! Log lines, to standard error. They hold no password, cookie, token or body: nobody logs headers or values (S59).

use crate::cli::{LogFormat, Place};
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt};

/// Starts logging as configured. Only the first call of a process counts.
pub fn start(place: &Place) {
    let filter = EnvFilter::try_new(&place.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let _ = match place.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}
