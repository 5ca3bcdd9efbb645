//! The header of a mail.

use super::{BuildError, Letter, Party, message_id, words};
use chrono::{DateTime, Utc};
use model::recipients::Role;
use std::fmt::Write as _;

pub(super) fn write(letter: &Letter) -> Result<String, BuildError> {
    let mut head = String::new();
    let mut line = |name: &str, value: &str| write!(head, "{name}: {value}\r\n").expect("a String takes everything");
    let from = mailbox(&letter.from, "from")?.ok_or(BuildError::InternationalSender)?;
    line("From", &from);
    if let Some(address) = &letter.reply_to {
        let party = Party { name: String::new(), address: address.clone() };
        line("Reply-To", &mailbox(&party, "reply_to")?.ok_or(BuildError::NotAnAddress("reply_to"))?);
    }
    let to = list(letter, Role::To)?;
    let cc = list(letter, Role::Cc)?;
    match (&to, &cc) {
        (None, None) => line("To", "undisclosed-recipients:;"),
        _ => {
            to.iter().for_each(|to| line("To", to));
            cc.iter().for_each(|cc| line("Cc", cc));
        }
    }
    line("Subject", &words::text(&letter.subject, "Subject: ".len()));
    line("Date", &date(letter));
    line("Message-ID", &format!("<{}>", message_id(letter)?));
    line("MIME-Version", "1.0");
    Ok(head)
}

/// One address a line, in order; nothing when there is none of this role. « Cci » is never asked for.
fn list(letter: &Letter, role: Role) -> Result<Option<String>, BuildError> {
    let mut mailboxes = vec![];
    for (_, party) in letter.recipients.iter().filter(|(own, _)| *own == role && role != Role::Bcc) {
        mailboxes.push(match mailbox(party, "recipient")? {
            Some(mailbox) => mailbox,
            None => unreachable_by_others(party),
        });
    }
    Ok((!mailboxes.is_empty()).then(|| mailboxes.join(",\r\n ")))
}

/// `"Name" <address>`; nothing when the local part is not ASCII.
fn mailbox(party: &Party, field: &'static str) -> Result<Option<String>, BuildError> {
    let address = ascii_domain(&party.address, field)?;
    if !address.is_ascii() {
        return Ok(None);
    }
    Ok(Some(match party.name.trim() {
        "" => address,
        name if words::phrase(name).len() + address.len() > 70 => format!("{}\r\n <{address}>", words::phrase(name)),
        name => format!("{} <{address}>", words::phrase(name)),
    }))
}

/// An address that only servers with SMTPUTF8 understand stands as an empty group with its text as name (RFC 6857 §3.1.7), so that
/// the others get the mail all the same, and all get the same bytes.
fn unreachable_by_others(party: &Party) -> String {
    let name = match party.name.trim() {
        "" => party.address.clone(),
        name => format!("{name} {}", party.address),
    };
    format!("{}:;", words::phrase(&name))
}

/// The address with its domain in A-labels.
pub(super) fn ascii_domain(address: &str, field: &'static str) -> Result<String, BuildError> {
    let address = model::EmailAddress::parse(address).map_err(|_| BuildError::NotAnAddress(field))?;
    let domain = idna::domain_to_ascii(address.domain()).map_err(|_| BuildError::NotAnAddress(field))?;
    Ok(format!("{}@{domain}", address.local()))
}

fn date(letter: &Letter) -> String {
    DateTime::<Utc>::from_timestamp_millis(letter.date.0).unwrap_or(DateTime::UNIX_EPOCH).to_rfc2822()
}
