//! Delivery reports that come back: read, matched to the very delivery, kept beside it (delivery.md §2).
//!
//! Nothing in a report is believed but what it knows: it has to name one of our mails, by the ENVID we gave it or by the Message-ID in
//! its returned header, both of 128 random bits, and an address that this mail went to. Everything else is ignored, and said to be.
//! Whoever got the mail knows both, too: README, « What is known to be short ».

mod fields;
mod mailer;
mod nesting;
mod read;
mod status;

pub use read::{Ignored, REPORT_MAX, Recipient, Report, read};

use model::Moment;
use store::outbox::{Landed, ReportLine, find_reported, land_report};
use store::{Pool, Result, secrets::Keys};

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Of each recipient that it names; never empty.
    Read(Vec<Landed>),
    /// Nothing of it is ours to know.
    Ignored(Ignored),
}

/// Reads a report and keeps what it says, in one transaction. The same again changes nothing. What is about no mail of ours is only
/// looked up: nobody waits for it.
///
/// # Errors
/// Of the database only: whatever the bytes are, they are no error.
pub async fn take(pool: &Pool, keys: &Keys, bytes: &[u8], now: Moment) -> Result<Taken> {
    let report = match read_apart(bytes).await {
        Ok(report) => report,
        Err(why) => return Ok(Taken::Ignored(why)),
    };
    let line = |one: &Recipient| ReportLine {
        addresses: one.addresses.clone(),
        refused: one.refused.clone(),
        finding: one.finding.clone(),
    };
    let lines: Vec<ReportLine> = report.recipients.iter().map(line).collect();
    let mut tx = pool.read().await?;
    let found = find_reported(&mut tx, &report.ids, &lines).await?;
    drop(tx);
    let mut landed = vec![Landed::Unknown; found.unknown];
    if !found.ours.is_empty() {
        let mut tx = pool.write().await?;
        landed.extend(land_report(&mut tx, keys, report.key, &found.ours, now).await?);
        tx.commit().await?;
    }
    Ok(Taken::Read(landed))
}

/// Beside the tasks of the runtime, which a megabyte of parts would hold up.
async fn read_apart(bytes: &[u8]) -> std::result::Result<Report, Ignored> {
    let bytes = bytes[..bytes.len().min(REPORT_MAX)].to_vec();
    // What the parser breaks over is no mail to us.
    tokio::task::spawn_blocking(move || read(&bytes)).await.unwrap_or(Err(Ignored::NotAMail))
}
