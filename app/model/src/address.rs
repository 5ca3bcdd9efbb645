//! E-mail addresses and the people in front of them. An [`EmailAddress`] has been checked once and is trusted from then
//! on: whatever is stored, shown as a recipient or written on the wire went through [`EmailAddress::parse`] (S31).
//!
//! Our policy is narrower than RFC 5321: one dotted domain name, no quoted local part, no comment, no literal, no numeric
//! top level. Letters of any script are accepted in both halves.

pub mod lookalike;
mod mailbox;
pub mod paste;
mod public_mail;
pub mod typo;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use lookalike::{Familiarity, familiarity};
pub use mailbox::Mailbox;

/// An address that follows our policy, as it was written, without blanks around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// Why a text is not an address we write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum AddressProblem {
    /// Nothing was written.
    Empty,
    /// No `@`, nothing before it, nothing after it, or a domain without a dot: probably still being typed.
    Incomplete,
    /// A character that no address of ours has, a second `@` or a blank among them. Line breaks are reported like this.
    Character(char),
    /// A dot first, last, or twice in a row.
    Dots,
    /// A part of the domain is empty, too long, begins or ends with a hyphen; or the top level is no top level.
    Domain,
    /// Over 64 bytes before the `@` or over 254 in all (RFC 5321 §4.5.3.1).
    TooLong,
}

/// RFC 5321 §4.5.3.1.1, in bytes.
const LOCAL_MAX: usize = 64;
/// RFC 5321 §4.5.3.1.3: 256 with the angle brackets.
const ADDRESS_MAX: usize = 254;
/// RFC 1035 §2.3.4.
const LABEL_MAX: usize = 63;

impl EmailAddress {
    /// Trims blanks, then checks.
    pub fn parse(text: &str) -> Result<Self, AddressProblem> {
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return Err(AddressProblem::Empty);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(AddressProblem::Incomplete)?;
        if let Some(c) = local.chars().find(|&c| !is_local(c)).or_else(|| domain.chars().find(|&c| !is_domain(c))) {
            return Err(AddressProblem::Character(c));
        }
        if local.is_empty() || !domain.contains('.') {
            return Err(AddressProblem::Incomplete);
        }
        if has_stray_dot(local) || has_stray_dot(domain) {
            return Err(AddressProblem::Dots);
        }
        if local.len() > LOCAL_MAX || text.len() > ADDRESS_MAX {
            return Err(AddressProblem::TooLong);
        }
        if !domain.split('.').all(is_label) || !domain.rsplit('.').next().is_some_and(is_top_level) {
            return Err(AddressProblem::Domain);
        }
        Ok(Self(text.to_owned()))
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Before the `@`.
    pub fn local(&self) -> &str {
        self.halves().0
    }

    /// After the `@`, as it was written; compare with [`EmailAddress::key`] or lower-case it first.
    pub fn domain(&self) -> &str {
        self.halves().1
    }

    /// What makes two addresses the same in the browser: lower case. The server's key also turns the domain into its
    /// A-label form (P02), so two addresses that differ here may still be one there.
    pub fn key(&self) -> String {
        self.0.to_lowercase()
    }

    fn halves(&self) -> (&str, &str) {
        self.0.rsplit_once('@').expect("an address has an @")
    }
}

/// Is this a bare, complete address, so that a blank, a comma or Enter may end it (D18, D26, D27)?
pub fn looks_complete(text: &str) -> bool {
    EmailAddress::parse(text).is_ok()
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}')
}

fn is_local(c: char) -> bool {
    c == '.' || "!#$%&'*+-/=?^_`{|}~".contains(c) || is_letter(c)
}

fn is_domain(c: char) -> bool {
    c == '.' || c == '-' || is_letter(c)
}

/// Letters and digits of any script, and the accents that follow them in decomposed text.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36F}')
}

fn has_stray_dot(part: &str) -> bool {
    part.starts_with('.') || part.ends_with('.') || part.contains("..")
}

fn is_label(label: &str) -> bool {
    (1..=LABEL_MAX).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
}

/// Letters only, two or more; an A-label may hold the rest. Every top level of the root zone is like this.
fn is_top_level(label: &str) -> bool {
    let a_label = label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"));
    a_label || (label.chars().count() >= 2 && !label.contains(|c: char| c.is_numeric() || c == '-'))
}

impl TryFrom<String> for EmailAddress {
    type Error = AddressProblem;

    fn try_from(text: String) -> Result<Self, AddressProblem> {
        Self::parse(&text)
    }
}

impl std::str::FromStr for EmailAddress {
    type Err = AddressProblem;

    fn from_str(text: &str) -> Result<Self, AddressProblem> {
        Self::parse(text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

impl AsRef<str> for EmailAddress {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AddressProblem {
    /// For developers; people read the words of `app::ui::problems`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "empty address",
            Self::Incomplete => "incomplete address",
            Self::Character(_) => "character not allowed in an address",
            Self::Dots => "misplaced dot in an address",
            Self::Domain => "not a domain name",
            Self::TooLong => "address too long",
        })
    }
}

impl std::error::Error for AddressProblem {}
