//! À, Cc, Cci.

use crate::codes::codes;
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

// The order shown is the order in which an address wins over its repetitions (D95).
codes!(Role[3] { To => "to", Cc => "cc", Bcc => "bcc" });
