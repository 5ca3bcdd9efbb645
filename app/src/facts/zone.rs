//! A zone's table of offsets from the tz database, which stays on the server.

use chrono::{DateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::Tz;
use model::{Moment, Zone};
use std::{
    collections::HashMap,
    sync::{Mutex, OnceLock},
};

/// Years of the table before and after the present.
const BEFORE: i64 = 5;
const AFTER: i64 = 3;
const DAY: i64 = 86_400;

/// The table of an IANA zone around `now`; UTC when the name is unknown. Kept until the next day: every page needs one, and
/// walking eight years takes longer than rendering many a page.
pub fn zone(name: &str, now: Moment) -> Zone {
    static KEPT: OnceLock<Mutex<HashMap<Tz, (i64, Zone)>>> = OnceLock::new();
    let tz: Tz = name.parse().unwrap_or(Tz::UTC);
    let today = now.0.div_euclid(1000 * DAY);
    let mut kept = KEPT.get_or_init(Mutex::default).lock().expect("nothing panics while it is held");
    let (day, table) = kept.entry(tz).or_insert_with(|| (today, table(tz, now)));
    if *day != today {
        (*day, *table) = (today, self::table(tz, now));
    }
    table.clone()
}

fn table(tz: Tz, now: Moment) -> Zone {
    let middle = now.0.div_euclid(1000);
    let (first, last) = (middle - BEFORE * 365 * DAY, middle + AFTER * 365 * DAY);
    let mut offsets = vec![(first, offset(tz, first))];
    let mut day = first;
    while day < last {
        let (before, after) = (offset(tz, day), offset(tz, day + DAY));
        if before != after {
            offsets.push((change(tz, day, day + DAY), after));
        }
        day += DAY;
    }
    Zone { name: tz.name().to_owned(), offsets }
}

/// The second between `low` and `high` from which the later offset holds.
fn change(tz: Tz, mut low: i64, mut high: i64) -> i64 {
    let before = offset(tz, low);
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if offset(tz, middle) == before { low = middle } else { high = middle }
    }
    high
}

fn offset(tz: Tz, seconds: i64) -> i16 {
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let east = tz.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
    (TimeDelta::seconds(i64::from(east)).num_minutes()) as i16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brussels_changes_its_hour_twice_a_year() {
        let now = Moment(1_795_000_000_000);
        let table = zone("Europe/Brussels", now);
        assert_eq!(table.local(Moment(1_792_889_999_000)).hour, 2);
        assert_eq!(table.local(Moment(1_792_890_000_000)).hour, 2);
        assert_eq!(table.offset_at(Moment(1_792_889_999_000)), 120);
        assert_eq!(table.offset_at(Moment(1_792_890_000_000)), 60);
        assert_eq!(table.offsets.len(), 17);
    }

    #[test]
    fn an_unknown_zone_is_utc() {
        assert_eq!(zone("Mars/Olympus", Moment(0)).offset_at(Moment(0)), 0);
    }
}
