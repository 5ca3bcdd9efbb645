//! The test mailbox (P52): mails become `.eml` files in a folder, and nothing leaves. Its deliveries read « Boîte d’essai ».

mod kept_mail;

pub use kept_mail::KeptMail;

use crate::smtp::Envelope;
use model::Moment;
use std::collections::BTreeSet;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// A folder of mails.
#[derive(Clone, Debug)]
pub struct TestMailbox {
    folder: PathBuf,
}

/// A mail in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its file without the ending, for [`TestMailbox::open`].
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// When it arrived.
    pub at: Moment,
    /// Only what its beginning holds: whoever wants the text opens it.
    pub mail: KeptMail,
}

/// So much of a file is read for the list: all heads but those of hundreds of recipients with long names.
const HEAD: u64 = 128 * 1024;

impl TestMailbox {
    /// Made when the first mail comes.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    /// Keeps a mail under a name that begins with its time. The envelope stands in front of the mail, as a receiving server writes
    /// it; the mail's own bytes follow unchanged.
    pub(crate) async fn put(&self, name: &str, envelope: &Envelope, mail: &[u8], now: Moment) -> io::Result<()> {
        let to = envelope.to.join(",\r\n ");
        let mut bytes = format!("Return-Path: <{}>\r\nX-Envelope-To: {to}\r\n", envelope.from).into_bytes();
        bytes.extend_from_slice(mail);
        let folder = self.folder.clone();
        let name = format!("{:013}-{name}", now.0);
        tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await.map_err(io::Error::other)?
    }

    /// The newest first; those older than `before`, the last of the page before. Of all the others only the names are
    /// looked at.
    ///
    /// # Errors
    /// When the folder cannot be read; a missing one is empty.
    pub async fn list(&self, before: Option<String>, limit: usize) -> io::Result<Vec<Kept>> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || list(&folder, before, limit)).await.map_err(io::Error::other)?
    }

    /// Whether no mail ever came, or none is left.
    pub(crate) async fn is_empty(&self) -> bool {
        self.list(None, 1).await.is_ok_and(|first| first.is_empty())
    }

    /// Takes out the mails that were made of these messages.
    pub(crate) async fn remove(&self, messages: BTreeSet<i64>) -> io::Result<()> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || remove(&folder, &messages)).await.map_err(io::Error::other)?
    }

    /// A kept mail to read, and when it arrived.
    ///
    /// # Errors
    /// As [`TestMailbox::read`].
    pub async fn open(&self, name: &str) -> io::Result<(Moment, KeptMail)> {
        Ok((arrived(name), KeptMail::of(&self.read(name).await?)))
    }

    /// Its bytes, with its envelope in front. Only names that [`TestMailbox::list`] gives: nothing else is opened
    /// (S47).
    ///
    /// # Errors
    /// `NotFound` for every other name.
    pub async fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        let path = file(&self.folder, name);
        if !is_name(name) || !tokio::fs::symlink_metadata(&path).await?.is_file() {
            return Err(io::ErrorKind::NotFound.into());
        }
        tokio::fs::read(path).await
    }
}

/// Beside its final name first, so that nobody ever reads half a mail. For its owner only (S48).
fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let mut maker = std::fs::DirBuilder::new();
    maker.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        maker.mode(0o700);
        options.mode(0o600);
    }
    maker.create(folder)?;
    let beside = folder.join(format!("{name}.part"));
    let mut file = options.open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(beside, folder.join(format!("{name}.eml")))
}

fn list(folder: &Path, before: Option<String>, limit: usize) -> io::Result<Vec<Kept>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    let mut names: Vec<String> = entries.filter_map(|entry| name_of(&entry.ok()?)).collect();
    names.retain(|name| before.as_ref().is_none_or(|before| name < before));
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(limit);
    // One that somebody took away meanwhile is not there.
    let there = |kept: io::Result<Kept>| match kept {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        kept => Some(kept),
    };
    names.into_iter().filter_map(|name| there(kept(folder, name))).collect()
}

fn remove(folder: &Path, messages: &BTreeSet<i64>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let Some(name) = name_of(&entry?) else { continue };
        // The worker names a mail by its time, its message, and the first of its deliveries.
        let message = name.split('-').nth(1).and_then(|id| id.parse().ok());
        if message.is_some_and(|id| messages.contains(&id)) {
            std::fs::remove_file(file(folder, &name))?;
        }
    }
    Ok(())
}

fn kept(folder: &Path, name: String) -> io::Result<Kept> {
    let file = std::fs::File::open(file(folder, &name))?;
    let size = file.metadata()?.len();
    let mut head = vec![];
    file.take(HEAD).read_to_end(&mut head)?;
    Ok(Kept { size, at: arrived(&name), mail: KeptMail::of(&head), name })
}

/// Of a mail of ours; other files, and what only leads elsewhere, are passed over.
fn name_of(entry: &std::fs::DirEntry) -> Option<String> {
    let name = entry.file_name().into_string().ok()?;
    let name = name.strip_suffix(".eml").filter(|name| is_name(name))?;
    entry.file_type().ok()?.is_file().then(|| name.to_owned())
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.eml"))
}

fn arrived(name: &str) -> Moment {
    Moment(name.get(..13).and_then(|digits| digits.parse().ok()).unwrap_or_default())
}

fn is_name(name: &str) -> bool {
    name.len() > 13 && name.bytes().all(|b| b.is_ascii_digit() || b == b'-') && name.as_bytes()[13] == b'-'
}
