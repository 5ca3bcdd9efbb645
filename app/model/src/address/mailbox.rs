//! A name and an address, as people write and copy them: `Marie Durand <marie@acme.example>`.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{EmailAddress, paste};
use crate::control::is_forbidden;
use crate::fold::is_invisible;

/// An address and the name in front of it. The name is never blank and holds no control character, also when it comes
/// from the wire.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Mailbox {
    /// As it is shown, without quotes.
    pub name: Option<String>,
    /// Where the mail goes.
    pub address: EmailAddress,
}

impl Mailbox {
    /// Blanks in the name are joined, invisible characters go (some turn the reading direction), control characters count as blanks, single quotes around it go, and a name that
    /// only repeats the address is dropped.
    pub fn new(name: &str, address: EmailAddress) -> Self {
        let name: String = name.chars().filter(|&c| !is_invisible(c)).collect();
        let name = name.split(|c: char| c.is_whitespace() || is_forbidden(c)).filter(|word| !word.is_empty());
        let joined = name.collect::<Vec<_>>().join(" ");
        let mut name = joined.as_str();
        while let Some(inner) = name.strip_prefix('\'').and_then(|name| name.strip_suffix('\'')) {
            name = inner.trim();
        }
        let repeats = name.to_lowercase() == address.key();
        Self { name: (!name.is_empty() && !repeats).then(|| name.to_owned()), address }
    }

    /// One mailbox and nothing else, bare or with a name (D18). More than one, or any rest, is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut read = paste::read(text);
        let alone = read.entries.len() == 1 && read.duplicates.is_empty() && read.rest.is_empty();
        alone.then(|| read.entries.remove(0))
    }
}

impl From<EmailAddress> for Mailbox {
    fn from(address: EmailAddress) -> Self {
        Self { name: None, address }
    }
}

impl fmt::Display for Mailbox {
    /// What copying gives (D41): names with `, ; < > " @` are quoted, so that pasting reads the same mailbox again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.name {
            None => write!(f, "{}", self.address),
            Some(name) if is_plain(name) => write!(f, "{name} <{}>", self.address),
            Some(name) => write!(f, "\"{}\" <{}>", name.replace('\\', "\\\\").replace('"', "\\\""), self.address),
        }
    }
}

/// Would the name be read back as it is? Besides D41's signs: what the reader takes for quotes or for a group's name.
fn is_plain(name: &str) -> bool {
    !name.contains([',', ';', '<', '>', '"', '@', ':', '\\', '“', '”', '„'])
}

/// What arrives, before its name is cleaned.
#[derive(Deserialize)]
struct Written {
    #[serde(default)]
    name: Option<String>,
    address: EmailAddress,
}

impl From<Written> for Mailbox {
    fn from(written: Written) -> Self {
        Self::new(written.name.as_deref().unwrap_or_default(), written.address)
    }
}
