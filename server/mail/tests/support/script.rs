//! What the server does at each step.

use super::certificate::Certified;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// A step, as the server sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Somebody connected.
    Greeting,
    Ehlo,
    StartTls,
    Auth,
    Mail,
    Rcpt,
    Data,
    /// The first line of a mail has arrived.
    Body,
    /// The lone dot has arrived.
    Dot,
    Rset,
    Quit,
}

/// What to do instead of the usual.
#[derive(Clone, Debug)]
pub enum Act {
    /// Answer as a friendly server does; at the dot: journal, then 250.
    Usual,
    /// These lines, CRLF added. A 2xx or 3xx has the usual effect, but at the dot nothing is journalled.
    Say(String),
    /// These bytes as they are, in one write; the usual effect.
    Raw(Vec<u8>),
    /// The same byte by byte.
    Drip(Vec<u8>),
    /// So many bytes without an end of line.
    Flood(usize),
    /// No answer, and nothing is read any more; the socket stays.
    Silence,
    /// Close.
    HangUp,
    /// One after the other; useful with `HangUp` last.
    Then(Box<Act>, Box<Act>),
    /// At the dot: journal the mail, then do this.
    Accept(Box<Act>),
    /// Wait, then do this.
    After(Duration, Box<Act>),
    /// Wait until the test gives a permit, then do this.
    Held(Arc<Semaphore>, Box<Act>),
}

impl Act {
    pub fn say(text: &str) -> Self {
        Self::Say(text.to_owned())
    }

    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Self::Raw(bytes.as_ref().to_vec())
    }

    pub fn then(self, next: Act) -> Self {
        Self::Then(Box::new(self), Box::new(next))
    }

    pub fn accept(self) -> Self {
        Self::Accept(Box::new(self))
    }

    pub fn held(self, until: &Arc<Semaphore>) -> Self {
        Self::Held(until.clone(), Box::new(self))
    }

    pub fn after(self, wait: Duration) -> Self {
        Self::After(wait, Box::new(self))
    }
}

/// The question a script answers.
#[derive(Clone, Debug)]
pub struct Asked {
    pub at: At,
    /// The command as it came, or the first line of the mail.
    pub line: String,
    /// The connection, from 0.
    pub session: usize,
    /// Transactions begun by MAIL on all connections, this one included.
    pub transaction: usize,
    /// How often this step was asked on all connections, this time included.
    pub nth: usize,
    pub encrypted: bool,
}

impl Asked {
    pub fn about(&self, address: &str) -> bool {
        self.line.contains(&format!("<{address}>"))
    }
}

/// How the server encrypts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    #[default]
    None,
    StartTls,
    Implicit,
}

type Hours = Arc<dyn Fn() -> i64 + Send + Sync>;
type Rule = Arc<dyn Fn(&Asked) -> Act + Send + Sync>;

/// Usual in everything but what is added to it.
#[derive(Clone)]
pub struct Script {
    rules: Vec<(At, Rule)>,
    pub(super) offers: Vec<String>,
    pub(super) encryption: Encryption,
    pub(super) certified: Certified,
    pub(super) login: Option<(String, String)>,
    pub(super) delay_ms: Option<(u64, u64)>,
    pub(super) journal: Option<PathBuf>,
    pub(super) clock: Option<Hours>,
}

impl Default for Script {
    fn default() -> Self {
        Self {
            rules: Vec::new(),
            offers: ["PIPELINING", "SIZE 30000000", "8BITMIME", "SMTPUTF8"].map(str::to_owned).to_vec(),
            encryption: Encryption::None,
            certified: Certified::Rightly,
            login: None,
            delay_ms: None,
            journal: None,
            clock: None,
        }
    }
}

impl Script {
    /// The first rule of a step that is not `Usual` decides.
    pub fn on(mut self, at: At, rule: impl Fn(&Asked) -> Act + Send + Sync + 'static) -> Self {
        self.rules.push((at, Arc::new(rule)));
        self
    }

    /// The same act each time.
    pub fn always(self, at: At, act: Act) -> Self {
        self.on(at, move |_| act.clone())
    }

    /// What EHLO offers, instead of PIPELINING, SIZE, 8BITMIME and SMTPUTF8. STARTTLS and AUTH are added when they apply.
    pub fn offering(mut self, offers: &[&str]) -> Self {
        self.offers = offers.iter().map(|offer| offer.to_string()).collect();
        self
    }

    pub fn encrypted(mut self, encryption: Encryption) -> Self {
        self.encryption = encryption;
        self
    }

    pub fn certified(mut self, certified: Certified) -> Self {
        self.certified = certified;
        self
    }

    /// Offers AUTH PLAIN LOGIN and refuses MAIL without it.
    pub fn login(mut self, name: &str, secret: &str) -> Self {
        self.login = Some((name.to_owned(), secret.to_owned()));
        self
    }

    /// Every answer comes so many milliseconds late, drawn anew each time.
    pub fn slow(mut self, least_ms: u64, most_ms: u64) -> Self {
        self.delay_ms = Some((least_ms, most_ms));
        self
    }

    /// Accepts are also appended to this file and flushed to the disk before the answer.
    pub fn journal(mut self, file: impl Into<PathBuf>) -> Self {
        self.journal = Some(file.into());
        self
    }

    /// The journal notes the time of each accept, in milliseconds.
    pub fn clock(mut self, clock: impl Fn() -> i64 + Send + Sync + 'static) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    pub(super) fn act(&self, asked: &Asked) -> Act {
        let rules = self.rules.iter().filter(|(at, _)| *at == asked.at);
        rules.map(|(_, rule)| rule(asked)).find(|act| !matches!(act, Act::Usual)).unwrap_or(Act::Usual)
    }
}
