//! À, Cc, Cci.

use serde::{Deserialize, Serialize};

/// How a recipient stands on a message, in the order shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// « À »
    #[default]
    To,
    /// « Cc »
    Cc,
    /// « Cci »: in no header (S34).
    Bcc,
}

impl Role {
    /// In the order shown, which is the order in which an address wins over its repetitions (D95).
    pub const ALL: [Role; 3] = [Role::To, Role::Cc, Role::Bcc];

    /// The word in form fields, the database and URLs.
    pub fn code(self) -> &'static str {
        match self {
            Role::To => "to",
            Role::Cc => "cc",
            Role::Bcc => "bcc",
        }
    }

    /// The role of a code.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}
