//! Documents that are to leave by themselves as they arrive, and why one of them waits for a person instead.

use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// Why a document that should have left by itself did not. It stays under « À faire » until somebody sends it or says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitsFor {
    /// Nobody of the client receives it by itself (P31).
    Recipient,
    /// The organisation has no account that works (P52).
    Account,
    /// The phrase asks for what the document does not have (P35).
    Phrase,
    /// More than the account's server takes.
    Room,
    /// The mail cannot be made of what there is.
    Mail,
    /// Its kind does not leave by itself any more.
    Unticked,
    /// One of its number had left before it was removed.
    LeftBefore,
    /// It was about to leave when the copy was made that is in place now: it may have left since.
    Restored,
}
codes!(WaitsFor {
    Recipient => "recipient",
    Account => "account",
    Phrase => "phrase",
    Room => "room",
    Mail => "mail",
    Unticked => "unticked",
    LeftBefore => "left_before",
    Restored => "restored",
});
