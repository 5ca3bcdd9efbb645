//! The log, listened to at TRACE while tests run: no secret stands in it, and nothing of a mail or a person (S59, S60, I12).
//!
//! Whoever hands a secret out in a test, or hears one, says so ([`secret`], [`private`]); what was logged a moment before is searched
//! for it, too. E-mail addresses are known by their shape. A test fails at its end when something was found, and so does every later
//! one of the same program.

use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Once, PoisonError};
use tracing::{Level, Subscriber};
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

/// Shorter ones are found in any text.
const SHORTEST: usize = 6;
/// Bytes that are searched again when a secret becomes known: what made it was logged before.
const RECENT: usize = 512 * 1024;
const MOST_WARNINGS: usize = 40;
/// More of the same says nothing new.
const MOST_FOUND: usize = 20;

/// The span of a test's own statement, which is nobody's log.
pub(super) const PLANTED: &str = "planted_by_a_test";

static WATCH: LazyLock<Arc<Watch>> = LazyLock::new(Arc::default);

/// While it lives the log of this program is listened to; dropped, it fails the test if something was found.
#[derive(Debug)]
pub struct Quiet(());

/// Listens to everything that this program and its libraries log from now on.
///
/// # Panics
/// Something else listens already.
pub fn listen() -> Quiet {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| Watch::subscriber(&WATCH).init());
    Quiet(())
}

/// A password, cookie, token or key: nowhere, in no spelling that a program makes of it by itself.
pub fn secret(what: &'static str, text: &str) {
    WATCH.secret(what, text);
}

/// What a person wrote or looked for, line by line.
pub fn private(what: &'static str, text: &str) {
    WATCH.private(what, text);
}

/// What another program logged.
pub fn heard(log: &str) {
    log.lines().for_each(|line| WATCH.hear(line));
}

/// The last warnings and errors of this program's log, for whoever has to say why nothing goes on.
pub fn warnings() -> Vec<String> {
    WATCH.known().warnings.iter().cloned().collect()
}

/// # Panics
/// Something was found.
pub fn check() {
    let found = WATCH.found();
    assert!(found.is_empty(), "S59, S60, I12: the log holds\n{}", found.join("\n"));
}

impl Drop for Quiet {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            check();
        }
    }
}

/// Knows what must not be logged, and remembers what was all the same. A program has one; whoever tests it makes another.
#[derive(Debug, Default)]
pub struct Watch(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// By their first bytes.
    words: HashMap<[u8; SHORTEST], Vec<(String, &'static str)>>,
    /// Whether a word may begin so; made with the first word.
    starts: Vec<bool>,
    recent: VecDeque<String>,
    recent_bytes: usize,
    warnings: VecDeque<String>,
    lines: u64,
    found: Vec<String>,
}

impl Watch {
    /// Writes lines like those of `bonport --log trace` to this one.
    pub fn subscriber(watch: &Arc<Watch>) -> impl Subscriber + Send + Sync + use<> {
        let watch = watch.clone();
        tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_span_events(FmtSpan::NEW)
            .with_ansi(false)
            .with_writer(move || Ear(watch.clone()))
            .finish()
    }

    /// As it is; as the list of its bytes, which a derived `Debug` writes; in hexadecimal.
    pub fn secret(&self, what: &'static str, text: &str) {
        if text.len() >= SHORTEST {
            let list = format!("{:?}", text.as_bytes());
            let mut known = self.known();
            known.add(what, text);
            known.add(what, list.trim_matches(['[', ']']));
            known.add(what, &model::hex(text.as_bytes()));
        }
    }

    /// Each line of it.
    pub fn private(&self, what: &'static str, text: &str) {
        let mut known = self.known();
        for line in text.lines().map(str::trim).filter(|line| line.len() >= SHORTEST) {
            known.add(what, line);
        }
    }

    /// One line of a log.
    pub fn hear(&self, line: &str) {
        if line.contains(PLANTED) {
            return;
        }
        let mut known = self.known();
        known.lines += 1;
        if let Some(what) = known.what_is_in(line) {
            known.note(what, line);
        }
        known.remember(line);
    }

    /// What, and the whole line.
    pub fn found(&self) -> Vec<String> {
        self.known().found.clone()
    }

    /// How many were heard.
    pub fn lines(&self) -> u64 {
        self.known().lines
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn add(&mut self, what: &'static str, word: &str) {
        let Some(start) = word.as_bytes().first_chunk() else { return };
        let alike = self.words.entry(*start).or_default();
        if alike.iter().any(|(known, _)| known == word) {
            return;
        }
        alike.push((word.to_owned(), what));
        self.starts.resize(1 << 16, false);
        self.starts[slot(start)] = true;
        let before: Vec<String> = self.recent.iter().filter(|line| line.contains(word)).cloned().collect();
        before.iter().for_each(|line| self.note(what, line));
    }

    fn what_is_in(&self, line: &str) -> Option<&'static str> {
        if has_address(line) {
            return Some("an e-mail address");
        }
        let bytes = line.as_bytes();
        if self.starts.is_empty() {
            return None;
        }
        let mut rest = bytes;
        while let Some(start) = rest.first_chunk() {
            if self.starts[slot(start)]
                && let Some(alike) = self.words.get(start)
                && let Some((_, what)) = alike.iter().find(|(word, _)| rest.starts_with(word.as_bytes()))
            {
                return Some(what);
            }
            rest = &rest[1..];
        }
        None
    }

    fn note(&mut self, what: &str, line: &str) {
        if self.found.len() < MOST_FOUND {
            self.found.push(format!("{what}: {}", line.trim_end()));
        }
    }

    fn remember(&mut self, line: &str) {
        if line.contains(" WARN ") || line.contains(" ERROR ") {
            if self.warnings.len() == MOST_WARNINGS {
                self.warnings.pop_front();
            }
            self.warnings.push_back(line.to_owned());
        }
        self.recent_bytes += line.len();
        self.recent.push_back(line.to_owned());
        while self.recent_bytes > RECENT {
            self.recent_bytes -= self.recent.pop_front().map_or(self.recent_bytes, |line| line.len());
        }
    }
}

fn slot(start: &[u8; SHORTEST]) -> usize {
    let first = u32::from_le_bytes([start[0], start[1], start[2], start[3]]);
    (first.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

/// `somebody@somewhere.tld`, whatever stands around it.
fn has_address(line: &str) -> bool {
    line.match_indices('@').any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + 1..].split(|c: char| !c.is_alphanumeric() && c != '-' && c != '.').next();
        before.is_some_and(|c| c.is_alphanumeric() || "._%+-\"".contains(c))
            && after.is_some_and(|domain| domain.trim_matches('.').contains('.'))
    })
}

/// The formatter writes a line at once.
struct Ear(Arc<Watch>);

impl Write for Ear {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.hear(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
