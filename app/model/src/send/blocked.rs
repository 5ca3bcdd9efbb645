//! Addresses that nothing is sent to any more, as the page of administrators shows them.

use crate::codes::codes;
use crate::{BatchId, Moment};

/// Why nothing is sent to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockedWhy {
    /// Two of our mails came back: it does not exist (`delivery::SUPPRESSED_AFTER`).
    Bounces,
}
codes!(BlockedWhy[1] { Bounces => "bounces" });

/// An address that is blocked, or was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Its hash, by which forms name it.
    pub id: String,
    /// Empty when its owner was forgotten (P06).
    pub address: String,
    /// Why.
    pub why: BlockedWhy,
    /// Since when.
    pub since: Moment,
    /// When somebody let mails leave for it again.
    pub removed_at: Option<Moment>,
    /// The send that came back last.
    pub batch: Option<BatchId>,
    /// What the server said then.
    pub code: Option<u16>,
    /// Such as `5.1.1`; may be empty.
    pub enhanced: String,
    /// The server's words; hostile text (S38).
    pub text: String,
}
