//! Delivery reports that come back: read, matched to the very delivery, kept beside it (delivery.md §2).
//!
//! Nothing in a report is believed but what it knows: it has to name one of our mails, by the ENVID we gave it or by the Message-ID in
//! its returned header, both of 128 random bits, and an address that this mail went to. Everything else is ignored, and said to be.

mod fields;
mod mailer;
mod read;
mod status;

pub use read::{Ignored, REPORT_MAX, Recipient, Report, read};

use model::Moment;
use store::outbox::{Landed, ReportLine, land_report};
use store::{Pool, Result, secrets::Keys};

/// What became of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// Of each recipient that it names; never empty.
    Read(Vec<Landed>),
    /// Nothing of it is ours to know.
    Ignored(Ignored),
}

/// Reads a report and keeps what it says, in one transaction. The same again changes nothing.
///
/// # Errors
/// Of the database only: whatever the bytes are, they are no error.
pub async fn take(pool: &Pool, keys: &Keys, bytes: &[u8], now: Moment) -> Result<Taken> {
    let report = match read(bytes) {
        Ok(report) => report,
        Err(why) => return Ok(Taken::Ignored(why)),
    };
    let mut landed = vec![];
    let mut tx = pool.write().await?;
    for recipient in &report.recipients {
        let line = ReportLine {
            report: report.key,
            ids: &report.ids,
            addresses: &recipient.addresses,
            finding: &recipient.finding,
        };
        landed.push(land_report(&mut tx, keys, &line, now).await?);
    }
    tx.commit().await?;
    Ok(Taken::Read(landed))
}
