//! From what a person wrote to the bytes of a mail. The head is written here, because lettre panics on a line break in a display
//! name; the parts are lettre's. Bodies are always quoted-printable or base64, so that nothing in them can end a line (S29), and
//! what came out is looked at once more before anybody stores it.

mod head;
mod html;
mod parts;
mod words;

use model::Moment;
use model::control::has_forbidden;
use model::recipients::Role;

/// A name and an address in a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    /// May be empty.
    pub name: String,
    /// As it was written; its domain is turned into A-labels here (S32).
    pub address: String,
}

/// A file of the mail.
#[derive(Clone, Debug)]
pub struct File {
    /// Accents are kept.
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Everything that makes the bytes: the same letter is the same mail.
#[derive(Clone, Debug)]
pub struct Letter {
    /// « De »
    pub from: Party,
    /// « Répondre à », when another address.
    pub reply_to: Option<String>,
    /// Everybody but those in « Cci », which stand nowhere in the bytes (S34).
    pub recipients: Vec<(Role, Party)>,
    /// One line.
    pub subject: String,
    /// Plain text, the signature included, lines ended by `\n`.
    pub text: String,
    /// In order.
    pub files: Vec<File>,
    /// « Date »
    pub date: Moment,
    /// 32 hexadecimal digits nobody else has: for the Message-ID and the boundaries.
    pub token: String,
}

/// Why there is no mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BuildError {
    /// A line break or another control character where none may be (S28).
    #[error("a control character in {0}")]
    Unprintable(&'static str),
    /// An address that is none.
    #[error("not an address in {0}")]
    NotAnAddress(&'static str),
    /// The sender's local part is not ASCII: servers could not answer it.
    #[error("the sender's address is international")]
    InternationalSender,
    /// What came out could not go on the wire. Never seen; it guards against the rest of this file.
    #[error("the mail cannot go on the wire")]
    Unwritable,
}

/// The mail as it is stored and sent: ASCII, CRLF, no line over 998.
pub fn build(letter: &Letter) -> Result<Vec<u8>, BuildError> {
    check(letter)?;
    let mut mail = head::write(letter)?.into_bytes();
    mail.extend(parts::write(letter));
    if is_writable(&mail) { Ok(mail) } else { Err(BuildError::Unwritable) }
}

/// Without `<` and `>`; in the domain of the sender.
pub fn message_id(letter: &Letter) -> Result<String, BuildError> {
    let address = head::ascii_domain(&letter.from.address, "from")?;
    let (_, domain) = address.rsplit_once('@').ok_or(BuildError::NotAnAddress("from"))?;
    Ok(format!("{}@{domain}", letter.token))
}

fn check(letter: &Letter) -> Result<(), BuildError> {
    let lines = [("subject", &letter.subject), ("from", &letter.from.name), ("from", &letter.from.address)];
    let recipients = letter.recipients.iter().flat_map(|(_, p)| [("recipient", &p.name), ("recipient", &p.address)]);
    let files = letter.files.iter().flat_map(|file| [("file", &file.name), ("file", &file.media_type)]);
    let reply_to = letter.reply_to.iter().map(|address| ("reply_to", address));
    match lines.into_iter().chain(recipients).chain(files).chain(reply_to).find(|(_, text)| has_forbidden(text)) {
        Some((field, _)) => Err(BuildError::Unprintable(field)),
        None if letter.token.is_empty() || !letter.token.bytes().all(|b| b.is_ascii_alphanumeric()) => {
            Err(BuildError::Unwritable)
        }
        None => Ok(()),
    }
}

fn is_writable(mail: &[u8]) -> bool {
    let line = |line: &[u8]| {
        line.strip_suffix(b"\r\n")
            .is_some_and(|line| line.len() <= 998 && line.iter().all(|b| matches!(b, b'\t' | b' '..=b'~')))
    };
    mail.split_inclusive(|b| *b == b'\n').all(line)
}
