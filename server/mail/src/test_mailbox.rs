//! The test mailbox (P52): mails become `.eml` files in a folder, and nothing leaves. Its deliveries read « Boîte d’essai ».

use crate::smtp::Envelope;
use model::Moment;
use std::io;
use std::path::{Path, PathBuf};

/// A folder of mails.
#[derive(Clone, Debug)]
pub struct TestMailbox {
    folder: PathBuf,
}

/// A mail in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its file, for [`TestMailbox::read`].
    pub name: String,
    /// In bytes.
    pub size: u64,
    /// When it arrived.
    pub at: Moment,
}

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

    /// The newest first.
    ///
    /// # Errors
    /// When the folder cannot be read; a missing one is empty.
    pub async fn list(&self, limit: usize) -> io::Result<Vec<Kept>> {
        let folder = self.folder.clone();
        tokio::task::spawn_blocking(move || list(&folder, limit)).await.map_err(io::Error::other)?
    }

    /// A kept mail with its envelope in front. Only names that [`TestMailbox::list`] gives: nothing else is opened (S47).
    ///
    /// # Errors
    /// `NotFound` for every other name.
    pub async fn read(&self, name: &str) -> io::Result<Vec<u8>> {
        if !is_name(name) {
            return Err(io::ErrorKind::NotFound.into());
        }
        tokio::fs::read(self.folder.join(name)).await
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

fn list(folder: &Path, limit: usize) -> io::Result<Vec<Kept>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
        entries => entries?,
    };
    let mut names: Vec<String> = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect();
    names.retain(|name| is_name(name));
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(limit);
    let kept = names.into_iter().map(|name| {
        let at = name.get(..13).and_then(|digits| digits.parse().ok()).unwrap_or_default();
        Ok(Kept { size: std::fs::metadata(folder.join(&name))?.len(), at: Moment(at), name })
    });
    kept.collect()
}

fn is_name(name: &str) -> bool {
    name.strip_suffix(".eml").is_some_and(|stem| {
        stem.len() > 13 && stem.bytes().all(|b| b.is_ascii_digit() || b == b'-') && stem.as_bytes()[13] == b'-'
    })
}
