//! Log lines, to standard error: a name of what happened and fields of numbers and codes. No password, cookie, token, address, subject
//! or body stands in one, at any level: every test listens at TRACE (`store::testing::quiet`; S59, S60, I12).

use crate::cli::{LogFormat, Place};
use std::io::IsTerminal;
use tracing_subscriber::{EnvFilter, fmt};

/// Targets of libraries that would tell what was asked for: axum repeats what it could not read of a path or a form.
const SILENT: [&str; 1] = ["axum::rejection"];

/// Starts logging as configured. Only the first call of a process counts.
pub fn start(place: &Place) {
    let filter = filter(&place.log);
    let lines = fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(std::io::stderr().is_terminal());
    let _ = match place.log_format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
}

/// What is logged when somebody asks for this; never what [`SILENT`] names.
pub fn filter(wanted: &str) -> EnvFilter {
    let filter = EnvFilter::try_new(wanted).unwrap_or_else(|_| EnvFilter::new("info"));
    SILENT.into_iter().fold(filter, |filter, target| {
        filter.add_directive(format!("{target}=off").parse().expect("a target and a level"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s59_what_repeats_requests_stays_silent_whatever_is_asked_for() {
        for wanted in ["trace", "info,axum::rejection=trace", "axum=debug", "no filter!"] {
            let filter = filter(wanted).to_string();
            assert!(filter.contains("axum::rejection=off") && !filter.contains("rejection=trace"), "{filter}");
        }
    }
}
