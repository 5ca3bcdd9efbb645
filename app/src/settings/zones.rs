//! The time zones that people choose from.

use chrono_tz::{TZ_VARIANTS, Tz};

/// Names of places, by continent; without the old names that the tz database keeps for other programs.
pub(super) fn zones() -> Vec<String> {
    const PLACES: [&str; 9] =
        ["Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/"];
    let names = TZ_VARIANTS.iter().map(|zone| zone.name());
    let mut zones: Vec<String> =
        names.filter(|name| PLACES.iter().any(|place| name.starts_with(place))).map(str::to_owned).collect();
    zones.push("UTC".into());
    zones
}

/// Is there such a zone?
pub(super) fn exists(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}
