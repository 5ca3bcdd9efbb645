//! Instants and time zones without a clock and without zone data: the server computes a zone's table, everybody reads it.

use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    /// Later by so many milliseconds; earlier when negative.
    pub fn plus_ms(self, ms: i64) -> Moment {
        Moment(self.0.saturating_add(ms))
    }

    /// Later by so many seconds.
    pub fn plus_seconds(self, seconds: i64) -> Moment {
        self.plus_ms(seconds.saturating_mul(1000))
    }

    /// Milliseconds from `earlier` to this one.
    pub fn since(self, earlier: Moment) -> i64 {
        self.0 - earlier.0
    }
}

/// A time zone as a table of offsets, for the years around the present (the server fills it from the tz database).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Zone {
    /// IANA name, such as `Europe/Brussels`.
    pub name: String,
    /// From this instant (seconds since 1970) on, so many minutes east of Greenwich. Ascending; the first holds before itself too.
    pub offsets: Vec<(i64, i16)>,
}

/// A date and time of day as people of a zone read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local {
    /// Such as 2026.
    pub year: i32,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0 is Monday.
    pub weekday: u8,
}

impl Zone {
    /// Minutes east of Greenwich at an instant; 0 when the table is empty.
    pub fn offset_at(&self, at: Moment) -> i16 {
        let seconds = at.0.div_euclid(1000);
        let after = self.offsets.partition_point(|(from, _)| *from <= seconds);
        self.offsets.get(after.saturating_sub(1)).map_or(0, |(_, minutes)| *minutes)
    }

    /// What a clock on the wall of this zone shows.
    pub fn local(&self, at: Moment) -> Local {
        let seconds = at.0.div_euclid(1000) + i64::from(self.offset_at(at)) * 60;
        let days = seconds.div_euclid(86_400);
        let of_day = seconds.rem_euclid(86_400);
        let (year, month, day) = civil(days);
        Local {
            year,
            month,
            day,
            hour: (of_day / 3600) as u8,
            minute: (of_day % 3600 / 60) as u8,
            weekday: (days + 3).rem_euclid(7) as u8,
        }
    }
}

impl Zone {
    /// When the clock on the wall shows this. What it shows twice, when the hour goes back, is the first time; what it skips, when the
    /// hour goes forward, is as if it had not been set yet.
    pub fn moment(&self, local: Local) -> Moment {
        const DAY: i64 = 86_400;
        let of_day = i64::from(local.hour) * 3600 + i64::from(local.minute) * 60;
        let shown = days(local.year, local.month, local.day) * DAY + of_day;
        let offset = |seconds: i64| i64::from(self.offset_at(Moment(seconds * 1000))) * 60;
        let (before, after) = (offset(shown - DAY), offset(shown + DAY));
        let fits = |east: &i64| offset(shown - east) == *east;
        let east = [before.max(after), before.min(after)].into_iter().find(fits).unwrap_or(before);
        Moment((shown - east) * 1000)
    }
}

impl Local {
    /// What a field for date and time holds: `2026-11-23T14:30`, seconds or not.
    pub fn read(text: &str) -> Option<Local> {
        let (day, time) = text.trim().split_once('T')?;
        let number = |text: &str, least: i32, most: i32| {
            let digits = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse().ok().filter(|n| digits && (least..=most).contains(n))
        };
        let mut parts = day.splitn(3, '-');
        let (year, month) = (number(parts.next()?, 1900, 2999)?, number(parts.next()?, 1, 12)?);
        let day = number(parts.next()?, 1, 31)?;
        let mut parts = time.splitn(3, ':');
        let (hour, minute) = (number(parts.next()?, 0, 23)?, number(parts.next()?, 0, 59)?);
        let seconds = days(year, month as u8, day as u8);
        // 30 February is 2 March.
        let same = civil(seconds) == (year, month as u8, day as u8);
        let weekday = (seconds + 3).rem_euclid(7) as u8;
        let (month, day, hour, minute) = (month as u8, day as u8, hour as u8, minute as u8);
        same.then_some(Local { year, month, day, hour, minute, weekday })
    }

    /// For such a field.
    pub fn written(self) -> String {
        let Local { year, month, day, hour, minute, .. } = self;
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}")
    }

    /// The same day of the calendar?
    pub fn same_day(self, other: Local) -> bool {
        (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

/// Days since 1970-01-01, of a day of the Gregorian calendar: the inverse of [`civil`].
fn days(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468
}

/// Year, month and day of a count of days since 1970-01-01 in the Gregorian calendar: eras of 400 years that begin on 1 March.
fn civil(days: i64) -> (i32, u8, u8) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * shifted + 2) / 5 + 1) as u8;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u8;
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year as i32, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_on_both_sides_of_a_change_of_hour() {
        // 2026-10-25T01:00:00Z: Brussels goes back from +2 to +1.
        let zone = Zone { name: "Europe/Brussels".into(), offsets: vec![(1_774_746_000, 120), (1_792_890_000, 60)] };
        let before = zone.local(Moment(1_792_889_999_000));
        assert_eq!((before.day, before.hour, before.minute), (25, 2, 59));
        let after = zone.local(Moment(1_792_890_000_000));
        assert_eq!((after.day, after.hour, after.minute, after.weekday), (25, 2, 0, 6));
    }

    #[test]
    fn what_the_clock_shows_leads_back_to_the_instant() {
        let zone = Zone {
            name: "Europe/Brussels".into(),
            offsets: vec![(1_774_746_000, 60), (1_774_746_001, 120), (1_792_890_000, 60)],
        };
        let at = |text: &str| zone.moment(Local::read(text).unwrap());
        assert_eq!(at("2026-11-23T14:30"), Moment(1_795_440_600_000));
        assert_eq!(at("2026-10-25T02:30"), Moment(1_792_888_200_000), "twice that night: the first time");
        assert_eq!(zone.local(at("2026-03-29T02:30")).written(), "2026-03-29T03:30", "not at all that night");
        for ms in [0, 951_782_400_000, 1_709_164_800_000, 1_795_440_600_000, -86_400_000 * 365] {
            assert_eq!(zone.moment(zone.local(Moment(ms))), Moment(ms));
        }
    }

    #[test]
    fn only_days_that_there_are_can_be_read() {
        let read = |text: &str| Local::read(text).map(Local::written);
        assert_eq!(read(" 2028-02-29T00:00:59 ").as_deref(), Some("2028-02-29T00:00"));
        for wrong in [
            "",
            "2026-02-29T10:00",
            "2026-13-01T10:00",
            "2026-11-23",
            "2026-11-23T24:00",
            "-26-11-23T1:00",
            "2026-11-23T+1:00",
            "99999-01-01T00:00",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(Local::read("2026-11-23T14:30").unwrap().weekday, 0);
    }

    #[test]
    fn leap_days_and_days_before_1970_are_right() {
        let utc = Zone::default();
        let leap = utc.local(Moment(1_709_164_800_000));
        assert_eq!((leap.year, leap.month, leap.day, leap.weekday), (2024, 2, 29, 3));
        let old = utc.local(Moment(-1));
        assert_eq!((old.year, old.month, old.day, old.hour, old.minute), (1969, 12, 31, 23, 59));
    }
}
