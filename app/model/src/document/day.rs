//! The day that stands on a document: a day of the calendar, of no time zone.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A day such as 2026-11-23; sorted as its text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// Of the years 1900 to 2999.
    pub fn new(year: u16, month: u8, day: u8) -> Option<Day> {
        let right = (1900..3000).contains(&year) && (1..=12).contains(&month) && day >= 1;
        (right && day <= last(year, month)).then_some(Day { year, month, day })
    }

    /// Such as 2026.
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1–12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// 1–31.
    pub fn day(self) -> u8 {
        self.day
    }
}

fn last(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// `2026-11-23`
impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// What is no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADay;

impl FromStr for Day {
    type Err = NotADay;

    /// `2026-11-23` as browsers and databases write it; `23/11/2026` and `23.11.2026` as people do.
    fn from_str(text: &str) -> Result<Day, NotADay> {
        let text = text.trim();
        let digits = |part: &str| part.len() <= 4 && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
        let [a, b, c] = parts[..] else { return Err(NotADay) };
        if ![a, b, c].into_iter().all(digits) {
            return Err(NotADay);
        }
        let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, b, a) };
        if year.len() != 4 || month.len() > 2 || day.len() > 2 {
            return Err(NotADay);
        }
        let number = |part: &str| part.parse::<u16>().map_err(|_| NotADay);
        let small = |part: &str| part.parse::<u8>().map_err(|_| NotADay);
        Day::new(number(year)?, small(month)?, small(day)?).ok_or(NotADay)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_machines_and_people_write_it() {
        let day = Day::new(2026, 11, 3).unwrap();
        for text in ["2026-11-03", " 03/11/2026 ", "3.11.2026", "2026-11-3"] {
            assert_eq!(text.parse(), Ok(day), "{text}");
        }
        assert_eq!(day.to_string(), "2026-11-03");
    }

    #[test]
    fn what_is_no_day_of_the_calendar_is_none() {
        for text in
            ["", "2026-02-29", "2026-13-01", "31/04/2026", "26-11-03", "2026-11", "2026-11-03-1", "a-b-c", "0026-11-03"]
        {
            assert_eq!(text.parse::<Day>(), Err(NotADay), "{text}");
        }
        assert!("2024-02-29".parse::<Day>().is_ok() && "2100-02-29".parse::<Day>().is_err());
    }
}
