//! Days and moments in words, inside `<time>`: « 21 novembre 2026 », « 14 nov., 9 h 12 », « aujourd’hui, 9 h 12 ».

use crate::{
    facts::{Facts, now},
    words::{Words, words},
};
use leptos::prelude::*;
use model::{Lang, Local, Moment, Zone};

/// « 21 novembre 2026 ».
pub fn day_text(w: Words, day: Local) -> String {
    let month = nth(w.date_months(), day.month);
    w.date_full(&day_number(w, day), month, &day.year.to_string())
}

/// « aujourd’hui, 9 h 12 », « hier, 9 h 12 », « 14 nov., 9 h 12 », and with its year when that is not this one.
pub(crate) fn moment_text(w: Words, zone: &Zone, at: Moment, now: Moment) -> String {
    const DAY: i64 = 86_400;
    let (local, today) = (zone.local(at), zone.local(now));
    let time = w.date_time(&clock_hour(w, local), &two(local.minute));
    if local.same_day(today) {
        w.date_today_at(&time)
    } else if local.same_day(zone.local(now.plus_seconds(-DAY))) {
        w.date_yesterday_at(&time)
    } else if local.same_day(zone.local(now.plus_seconds(DAY))) {
        w.date_tomorrow_at(&time)
    } else {
        w.date_day_at(&short_day(w, local, today.year), &time)
    }
}

fn short_day(w: Words, day: Local, this_year: i32) -> String {
    let month = nth(w.date_months_short(), day.month);
    if day.year == this_year {
        w.date_short(&day_number(w, day), month)
    } else {
        w.date_full(&day_number(w, day), month, &day.year.to_string())
    }
}

/// The first of a month is « 1er » in French.
fn day_number(w: Words, day: Local) -> String {
    if day.day == 1 { w.date_first().into() } else { day.day.to_string() }
}

/// « 9 h 12 », “09:12”.
fn clock_hour(w: Words, at: Local) -> String {
    match w.0 {
        Lang::Fr => at.hour.to_string(),
        Lang::En => two(at.hour),
    }
}

fn nth(months: &'static str, month: u8) -> &'static str {
    months.split(' ').nth(usize::from(month) - 1).expect("twelve months in the locales")
}

fn two(n: u8) -> String {
    let mut text = String::from(if n < 10 { "0" } else { "" });
    text.push_str(&n.to_string());
    text
}

/// ISO 8601 in UTC, for `datetime`.
fn machine(at: Moment) -> String {
    let utc = Zone::default().local(at);
    [
        utc.year.to_string().as_str(),
        "-",
        &two(utc.month),
        "-",
        &two(utc.day),
        "T",
        &two(utc.hour),
        ":",
        &two(utc.minute),
        "Z",
    ]
    .concat()
}

/// A moment as this page's reader says it.
#[component]
pub fn When(at: Moment) -> AnyView {
    view! { <time datetime=machine(at)>{when_text(at)}</time> }.into_any()
}

/// The same, within a sentence.
pub fn when_text(at: Moment) -> String {
    with_facts(|facts| moment_text(words(), &facts.zone, at, now()))
}

/// The day of a moment, in full.
#[component]
pub fn Day(at: Moment) -> AnyView {
    let text = with_facts(|facts| day_text(words(), facts.zone.local(at)));
    view! { <time datetime=machine(at)>{text}</time> }.into_any()
}

fn with_facts<T>(read: impl FnOnce(&Facts) -> T) -> T {
    with_context(read).expect("App provides the facts")
}

#[cfg(test)]
mod tests {
    use super::*;

    const FR: Words = Words(Lang::Fr);
    const EN: Words = Words(Lang::En);
    /// 2026-11-21T08:12:00Z.
    const NOW: Moment = Moment(1_795_248_720_000);

    fn brussels() -> Zone {
        Zone {
            name: "Europe/Brussels".into(),
            offsets: vec![(1_761_440_400, 60), (1_774_746_000, 120), (1_792_890_000, 60)],
        }
    }

    #[test]
    fn a_day_is_written_in_full() {
        let day = brussels().local(NOW);
        assert_eq!(day_text(FR, day), "21 novembre 2026");
        assert_eq!(day_text(EN, day), "21 November 2026");
        let first = brussels().local(NOW.plus_seconds(-20 * 86_400));
        assert_eq!(day_text(FR, first), "1er novembre 2026");
    }

    #[test]
    fn a_moment_is_told_by_its_distance() {
        let zone = brussels();
        let text = |w, seconds| moment_text(w, &zone, NOW.plus_seconds(seconds), NOW);
        assert_eq!(text(FR, 0), "aujourd’hui, 9\u{a0}h\u{a0}12");
        assert_eq!(text(EN, 0), "today, 09:12");
        assert_eq!(text(FR, -86_400), "hier, 9\u{a0}h\u{a0}12");
        assert_eq!(text(FR, 86_400), "demain, 9\u{a0}h\u{a0}12");
        assert_eq!(text(FR, -7 * 86_400), "14 nov., 9\u{a0}h\u{a0}12");
        assert_eq!(text(EN, -7 * 86_400), "14 Nov, 09:12");
        assert_eq!(text(FR, -365 * 86_400), "21 nov. 2025, 9\u{a0}h\u{a0}12");
    }

    #[test]
    fn the_machine_reads_utc() {
        assert_eq!(machine(NOW), "2026-11-21T08:12Z");
    }
}
