//! How a connection to a mail server is encrypted.

use serde::{Deserialize, Serialize};

/// Never « if possible »: what is chosen holds, or the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte, usually port 465.
    Tls,
    /// After STARTTLS, usually port 587.
    StartTls,
    /// Only towards loopback and hosts an administrator allowed (P52).
    None,
}

impl Security {
    /// All of them, best first.
    pub const ALL: [Self; 3] = [Self::Tls, Self::StartTls, Self::None];

    /// As stored in the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::StartTls => "starttls",
            Self::None => "none",
        }
    }

    /// The inverse of `code`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|security| security.code() == code)
    }

    /// The port people expect with it.
    pub fn usual_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::StartTls => 587,
            Self::None => 25,
        }
    }
}
