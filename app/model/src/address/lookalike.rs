//! Domains that were never seen at a client (P29), and the dangerous ones among them: those made to be read as a domain
//! of the client.

use serde::{Deserialize, Serialize};

/// How a domain stands at a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Familiarity {
    /// Seen there.
    Known,
    /// Never seen there.
    Unusual,
    /// Never seen there and easily read as one that was; has to be confirmed.
    LookAlike {
        /// The client's own domain.
        of: String,
    },
}

/// Compares `domain` with those of the client's addresses, in any case. With none seen, every domain is unusual.
pub fn familiarity<S: AsRef<str>>(domain: &str, seen: &[S]) -> Familiarity {
    let _ = (domain, seen);
    Familiarity::Known
}
