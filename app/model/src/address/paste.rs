//! What people paste, drop or type into the recipient field, read into mailboxes (D43, D44). Every run of text ends in
//! exactly one entry or in the rest; nothing is invented and nothing is lost but punctuation, and the question part of a
//! `mailto:`.

use super::Mailbox;

/// What a text was read into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text; no address twice.
    pub entries: Vec<Mailbox>,
    /// Addresses that the same text had before, in lower or upper case.
    pub duplicates: Vec<Mailbox>,
    /// What is not an address, on one line, for the person to correct.
    pub rest: String,
}

/// Reads a list in any of the forms of D43.
pub fn read(text: &str) -> Pasted {
    Pasted::default()
}

/// Is the pasted text one thing without a separator, so that it is inserted like typed text (D44)? A mailbox in angle
/// brackets and a `mailto:` are not.
pub fn is_plain_text(text: &str) -> bool {
    true
}
