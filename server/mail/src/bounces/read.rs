//! From the bytes of a mail to what it reports. RFC 3464 first; then the two older shapes that name what they refuse.

use super::fields::{fields, may_be_ours, message_ids, value};
use super::{mailer, nesting, status};
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use model::delivery::{Finding, ReportKind};
use sha2::{Digest, Sha256};
use std::collections::HashSet;

/// Bytes of a report that are read: what counts stands in front of the mail that it returns.
pub const REPORT_MAX: usize = 1024 * 1024;
/// Mails that a report may be about: it is about one, which it names in a few ways.
const MOST_IDS: usize = 20;

/// What a report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// By which the same report is known again: of its Message-ID, else of all its bytes.
    pub key: [u8; 32],
    /// Message-IDs that it may be about, ours hopefully among them; not empty, each once, at most twenty.
    pub ids: Vec<String>,
    /// Those of whom something follows; not empty.
    pub recipients: Vec<Recipient>,
}

/// One recipient of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// As the report names it, what we called it first; none is checked yet.
    pub addresses: Vec<String>,
    /// Of them, who was refused in the end: where ours was an alias or forwards, somebody else.
    pub refused: Vec<String>,
    /// What follows.
    pub finding: Finding,
}

/// Why nothing of a mail is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ignored {
    /// No mail at all.
    NotAMail,
    /// A mail, but no report that is known for sure.
    NotAReport,
    /// Parts inside parts, more than any report has.
    Nested,
    /// A report that does not say about which mail.
    NamesNoMail,
    /// Nobody in it was refused or is late.
    NamesNobody,
}

/// What these bytes report. Of a longer mail its beginning is read; what is cut there, or broken, is not in it.
///
/// # Errors
/// Why it is none.
pub fn read(bytes: &[u8]) -> Result<Report, Ignored> {
    let bytes = &bytes[..bytes.len().min(REPORT_MAX)];
    if nesting::is_too_deep(bytes) {
        return Err(Ignored::Nested);
    }
    let mail = MessageParser::default().parse(bytes).ok_or(Ignored::NotAMail)?;
    let (mut ids, mut recipients) = match mail.parts.iter().find(|part| is_status(part)) {
        Some(part) => status::read(&String::from_utf8_lossy(part.contents())),
        None => mailer::read(&mail).ok_or(Ignored::NotAReport)?,
    };
    if mail.parts.iter().any(is_status) && !is_report(&mail) {
        // Somebody may have attached it: it is told, and blocks nobody.
        let hard = recipients.iter_mut().filter(|one| one.finding.kind == ReportKind::Hard);
        hard.for_each(|one| one.finding.kind = ReportKind::Soft);
    }
    ids.extend(returned(&mail));
    ids.extend(answered(&mail));
    let mut known = HashSet::new();
    ids.retain(|id| known.len() < MOST_IDS && may_be_ours(id) && known.insert(id.clone()));
    if recipients.is_empty() {
        return Err(Ignored::NamesNobody);
    }
    if ids.is_empty() {
        return Err(Ignored::NamesNoMail);
    }
    Ok(Report { key: key(&mail, bytes), ids, recipients })
}

fn is_status(part: &MessagePart<'_>) -> bool {
    ["delivery-status", "global-delivery-status"].iter().any(|kind| part.is_content_type("message", kind))
}

/// RFC 3462: the mail as a whole says that it is a report.
fn is_report(mail: &Message<'_>) -> bool {
    mail.parts.first().is_some_and(|part| part.is_content_type("multipart", "report"))
}

/// Of the mail that is returned, or of its header.
fn returned(mail: &Message<'_>) -> Vec<String> {
    let is_header = |part: &MessagePart<'_>| {
        part.is_content_type("text", "rfc822-headers")
            || part.is_content_type("message", "rfc822-headers")
            || part.is_content_type("message", "global-headers")
    };
    let of = |part: &MessagePart<'_>| match &part.body {
        PartType::Message(inner) => inner.message_id().map(str::to_owned),
        _ if is_header(part) => {
            let header = fields(&String::from_utf8_lossy(part.contents()));
            value(&header, "message-id").and_then(|id| message_ids(id).next())
        }
        _ => None,
    };
    mail.parts.iter().filter_map(of).collect()
}

/// Some servers name the mail in the header of their report alone.
fn answered(mail: &Message<'_>) -> Vec<String> {
    let named = ["In-Reply-To", "References"].into_iter().filter_map(|name| mail.header_raw(name));
    named.flat_map(message_ids).take(20).collect()
}

fn key(mail: &Message<'_>, bytes: &[u8]) -> [u8; 32] {
    match mail.message_id() {
        Some(id) => Sha256::new().chain_update(b"Message-ID\0").chain_update(id).finalize().into(),
        None => Sha256::digest(bytes).into(),
    }
}
