//! `bonport bounces`: delivery reports from files, Maildirs or standard input, once or as they arrive. A line for each on standard
//! output, in words and without any address: it may go to a log (S60).

mod maildir;

use self::maildir::{Maildir, Unseen};
use super::{open_database, serve::stop_on_signals};
use crate::{
    cli::{Bounces as Act, Place},
    data_folder,
};
use anyhow::{Context, Result, bail};
use app::clock::now;
use mail::bounces::{Ignored, REPORT_MAX, Taken, take};
use model::delivery::ReportKind;
use std::{
    collections::{HashMap, HashSet},
    fs::File,
    io::{Read, Write, stdin, stdout},
    path::{Path, PathBuf},
    time::Duration,
};
use store::{Pool, outbox::Landed, secrets::Keys};
use tokio_util::sync::CancellationToken;

pub(super) async fn run(place: &Place, act: Act) -> Result<()> {
    let (maildirs, files): (Vec<_>, Vec<_>) = act.from.into_iter().partition(|path| Maildir::is_one(path));
    if act.watch && maildirs.is_empty() {
        bail!("--watch wants a Maildir: a folder with new and cur in it");
    }
    let keys = data_folder::keys(place)?;
    let pool = open_database(place).await?;
    let mut reader = Reader { pool, keys, counts: Counts::default(), left: HashMap::new() };
    let done = reader.all(&files, &maildirs, act.watch.then(|| Duration::from_secs(act.every))).await;
    told(&reader.counts.summary());
    reader.pool.close().await;
    done
}

struct Reader {
    pool: Pool,
    keys: Keys,
    counts: Counts,
    /// Of each Maildir what was read and left where it is: it is read once, or it would be told at every look. Who starts anew reads it
    /// again, which changes nothing.
    left: HashMap<PathBuf, HashSet<(&'static str, String)>>,
}

/// What a mail came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// A report about a mail of ours.
    Ours,
    /// Anything else.
    NotOurs,
    /// It could not be read, or not be kept.
    Trouble,
}

/// How many reports came to what.
#[derive(Debug, Default)]
struct Counts {
    bounced: u64,
    delayed: u64,
    known: u64,
    ignored: u64,
    unreadable: u64,
}

impl Counts {
    fn summary(&self) -> String {
        let Counts { bounced, delayed, known, ignored, unreadable } = self;
        format!(
            "refused: {bounced}, late: {delayed}, known before: {known}, ignored: {ignored}, not readable: {unreadable}"
        )
    }
}

impl Reader {
    async fn all(&mut self, files: &[PathBuf], maildirs: &[PathBuf], every: Option<Duration>) -> Result<()> {
        for file in files {
            self.file(file).await;
        }
        let stop = stop_on_signals()?;
        match every {
            None => self.look(maildirs, &stop).await,
            Some(every) => self.watch(maildirs, every, &stop).await,
        }
        // Of a watch each trouble was told when it happened, and may have passed.
        match self.counts.unreadable {
            n if n > 0 && every.is_none() => bail!("{n} could not be read, see above"),
            _ => Ok(()),
        }
    }

    async fn watch(&mut self, maildirs: &[PathBuf], every: Duration, stop: &CancellationToken) {
        let mut round = tokio::time::interval(every);
        round.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! { _ = round.tick() => (), () = stop.cancelled() => return }
            self.look(maildirs, stop).await;
        }
    }

    async fn file(&mut self, path: &Path) {
        let (name, bytes) = match path.to_str() {
            Some("-") => ("standard input".to_owned(), beginning(stdin().lock())),
            _ => (path.display().to_string(), File::open(path).and_then(beginning)),
        };
        match bytes {
            Ok(bytes) => self.take(&name, &bytes).await,
            Err(error) => self.trouble(&name, &error.into()),
        };
    }

    /// What nobody has seen in each, one by one: a stop waits for one report, not for all.
    async fn look(&mut self, maildirs: &[PathBuf], stop: &CancellationToken) {
        for folder in maildirs {
            let maildir = Maildir(folder);
            let unseen = match maildir.unseen() {
                Ok(unseen) => unseen,
                Err(error) => {
                    self.trouble(&folder.display().to_string(), &error.into());
                    continue;
                }
            };
            let before = self.left.remove(folder).unwrap_or_default();
            let mut left = HashSet::new();
            for mail in unseen {
                if stop.is_cancelled() {
                    return;
                }
                let key = mail.key();
                if before.contains(&key) || self.mail(&maildir, &mail).await == End::NotOurs {
                    left.insert(key);
                }
            }
            self.left.insert(folder.clone(), left);
        }
    }

    /// A mail that could not be kept stays as it is, for the next look.
    async fn mail(&mut self, maildir: &Maildir<'_>, mail: &Unseen) -> End {
        let end = match maildir.open(mail).and_then(|file| file.map(beginning).transpose()) {
            Ok(Some(bytes)) => self.take(&mail.name, &bytes).await,
            Ok(None) => End::NotOurs,
            Err(error) => self.trouble(&mail.name, &error.into()),
        };
        match end {
            End::Ours => {
                maildir.keep_as_seen(mail).map_or_else(|error| self.trouble(&mail.name, &error.into()), |()| end)
            }
            End::NotOurs | End::Trouble => end,
        }
    }

    async fn take(&mut self, name: &str, bytes: &[u8]) -> End {
        match take(&self.pool, &self.keys, bytes, now()).await.context("the database could not be written") {
            Ok(Taken::Ignored(why)) => {
                self.counts.ignored += 1;
                told(&format!("{name}: ignored: {}", reason(why)));
                End::NotOurs
            }
            Ok(Taken::Read(landed)) => {
                landed.iter().for_each(|one| self.landed(name, one));
                if landed.iter().all(|one| *one == Landed::Unknown) { End::NotOurs } else { End::Ours }
            }
            Err(error) => self.trouble(name, &error),
        }
    }

    fn landed(&mut self, name: &str, landed: &Landed) {
        let count = match landed {
            Landed::Unknown => &mut self.counts.ignored,
            Landed::Known(_) => &mut self.counts.known,
            Landed::Kept { kind: ReportKind::Delayed, .. } => &mut self.counts.delayed,
            Landed::Kept { .. } => &mut self.counts.bounced,
        };
        *count += 1;
        told(&format!("{name}: {}", said(landed)));
    }

    fn trouble(&mut self, name: &str, error: &anyhow::Error) -> End {
        self.counts.unreadable += 1;
        eprintln!("{name}: not readable: {error:#}");
        End::Trouble
    }
}

/// More of a report is not read, however large it is.
fn beginning(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![];
    from.take(REPORT_MAX as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whoever reads it may have gone: that stops nothing.
fn told(line: &str) {
    drop(writeln!(stdout(), "{line}"));
}

fn reason(why: Ignored) -> &'static str {
    match why {
        Ignored::NotAMail => "no mail",
        Ignored::NotAReport => "no delivery report",
        Ignored::Nested => "more parts inside parts than any report has",
        Ignored::NamesNoMail => "it does not say which mail it is about",
        Ignored::NamesNobody => "nobody in it was refused or is late",
    }
}

fn said(landed: &Landed) -> String {
    match landed {
        Landed::Unknown => "ignored: it is about no mail of ours".into(),
        Landed::Known(delivery) => format!("known before: delivery {delivery}"),
        Landed::Kept { delivery, batch, kind, suppressed, uncounted } => {
            let what = match kind {
                ReportKind::Hard => "refused, the address does not exist",
                ReportKind::Soft => "refused",
                ReportKind::Delayed => "late, the server goes on trying",
            };
            let blocked = match (suppressed, uncounted) {
                (true, _) => "; the address is blocked from now on",
                (_, true) => "; it does not count against the address: the key of blocked addresses cannot be read",
                _ => "",
            };
            format!("{what}: delivery {delivery} of send {batch}{blocked}")
        }
    }
}
