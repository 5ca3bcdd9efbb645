//! What the server has accepted: the truth that « Envoyé » is held against.

use super::script::At;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::sync::Mutex;
use tokio::sync::watch;

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub session: usize,
    /// By the script's clock; 0 without one.
    pub at_ms: i64,
    /// Between `<` and `>`.
    pub from: String,
    /// Each accepted recipient, in order.
    pub to: Vec<String>,
    /// Dots taken off.
    pub bytes: Vec<u8>,
    /// As it crossed the wire, without the final dot.
    pub wire: Vec<u8>,
}

impl Accepted {
    /// The value of a header of one line, or nothing.
    pub fn header(&self, name: &str) -> String {
        let text = String::from_utf8_lossy(&self.bytes).into_owned();
        let head = text.split("\r\n\r\n").next().unwrap_or_default();
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_default().to_owned()
    }
}

/// An answer, noted before it is given.
#[derive(Clone, Debug)]
pub struct Said {
    pub at: At,
    /// At RCPT who was asked for; from DATA on everybody in the transaction.
    pub about: Vec<String>,
    /// As it crosses the wire; the first 4 KB.
    pub bytes: Vec<u8>,
}

#[derive(Default)]
pub(super) struct Journal {
    said: Mutex<Vec<Said>>,
    accepted: Mutex<Vec<Accepted>>,
    lines: Mutex<Vec<String>>,
    file: Option<Mutex<File>>,
    /// Told of each mail that is accepted, and of each answer.
    news: watch::Sender<()>,
}

impl Journal {
    pub(super) fn new(file: Option<&Path>) -> Self {
        let open = |path| OpenOptions::new().create(true).append(true).open(path).unwrap();
        Self { file: file.map(|path| Mutex::new(open(path))), ..Self::default() }
    }

    /// One line for each recipient: address, tab, Message-ID; on the disk when this returns.
    pub(super) fn accept(&self, mail: Accepted) {
        if let Some(file) = &self.file {
            let id = mail.header("Message-ID");
            let lines: String = mail.to.iter().map(|to| format!("{to}\t{id}\n")).collect();
            let mut file = file.lock().unwrap();
            file.write_all(lines.as_bytes()).unwrap();
            file.sync_data().unwrap();
        }
        self.accepted.lock().unwrap().push(mail);
        self.news.send_replace(());
    }

    pub(super) fn say(&self, said: Said) {
        self.said.lock().unwrap().push(said);
        self.news.send_replace(());
    }

    pub(super) fn news(&self) -> watch::Receiver<()> {
        self.news.subscribe()
    }

    pub(super) fn said(&self) -> Vec<Said> {
        self.said.lock().unwrap().clone()
    }

    pub(super) fn hear(&self, line: &str) {
        self.lines.lock().unwrap().push(line.to_owned());
    }

    pub(super) fn accepted(&self) -> Vec<Accepted> {
        self.accepted.lock().unwrap().clone()
    }

    pub(super) fn lines(&self) -> Vec<String> {
        self.lines.lock().unwrap().clone()
    }
}
