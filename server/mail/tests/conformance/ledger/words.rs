//! What the history says, held against what the server said.

use super::{Found, Wrong};
use crate::books::Books;
use crate::support::{At, Said};
use model::delivery::{DeliveryState, Reply};
use std::collections::HashMap;
use store::testing::KeptAttempt;

type Words = (Option<i64>, String, String);

/// I5: the last try stands on the delivery as it was written; each reply was given, for that address, at that step, in those words.
pub(super) fn words(books: &Books, found: &mut Found) {
    let mut said: HashMap<Words, Vec<&Said>> = HashMap::new();
    for (one, words) in books.said.iter().filter_map(|said| Some((said, heard(&said.bytes)?))) {
        said.entry(words).or_default().push(one);
    }
    let mut tries_of: HashMap<i64, Vec<&KeptAttempt>> = HashMap::new();
    for attempt in &books.kept.attempts {
        tries_of.entry(attempt.delivery).or_default().push(attempt);
    }
    for one in &books.kept.deliveries {
        let tries = tries_of.remove(&one.id).unwrap_or_default();
        let last = tries.last().map(|attempt| attempt.end.clone());
        if last.is_some_and(|last| last != one.last) {
            found.insert((Wrong::OtherWords, format!("not its last try: {one:?}")));
            continue;
        }
        let is_yes = one.last.0 == "dot" && one.last.1 == Some(250);
        if one.state == DeliveryState::Sent && !is_yes {
            found.insert((Wrong::OtherWords, format!("sent without a 250: {one:?}")));
            continue;
        }
        let mut dots: HashMap<Words, usize> = HashMap::new();
        for attempt in tries.iter().filter(|attempt| attempt.end.1.is_some() && !one.test_mailbox) {
            let (phase, code, enhanced, text) = &attempt.end;
            let words = (*code, enhanced.clone(), text.clone());
            let about_it = |said: &&&Said| {
                // 421 ends it for everybody, whoever it was said of.
                let it = *code == Some(421) || said.about.is_empty() || said.about.contains(&one.address);
                it && is_at(said.at, phase)
            };
            let given = said.get(&words).map_or(0, |said| said.iter().filter(about_it).count());
            // After the dot each reply is of this mail alone: not one more than were given.
            let wanted = if phase == "dot" { dots.entry(words).and_modify(|n| *n += 1).or_insert(1) } else { &mut 1 };
            if given < *wanted {
                found.insert((Wrong::OtherWords, format!("never said: {attempt:?} of {one:?}")));
            }
        }
    }
}

/// Whether what was said there is written down as of this phase. A no in the middle of the mail counts as one to DATA.
fn is_at(at: At, phase: &str) -> bool {
    match at {
        At::Greeting => phase == "greeting",
        At::Ehlo => phase == "ehlo",
        At::StartTls => phase == "starttls",
        At::Auth => phase == "auth",
        At::Mail | At::Rset => phase == "mail",
        At::Rcpt => phase == "rcpt",
        At::Data | At::Body => phase == "data",
        At::Dot => phase == "dot",
        At::Quit => false,
    }
}

/// The first reply in these bytes, as it is to be stored: unprintable bytes replaced, enhanced codes taken off.
fn heard(bytes: &[u8]) -> Option<Words> {
    let mut lines = vec![];
    for line in bytes.split(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let printable = line.iter().map(|b| if (b' '..=b'~').contains(b) { char::from(*b) } else { '\u{fffd}' });
        let line: String = printable.collect();
        let code: u16 = line.get(..3)?.parse().ok()?;
        lines.push(line.get(4..).unwrap_or_default().to_owned());
        if !line[3..].starts_with('-') {
            let reply = Reply::new(code, &lines.join("\n"));
            let enhanced = reply.enhanced.map(|enhanced| enhanced.to_string()).unwrap_or_default();
            return Some((Some(i64::from(code)), enhanced, reply.text));
        }
    }
    None
}
