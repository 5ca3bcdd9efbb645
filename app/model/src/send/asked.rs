//! « Envois » (E16): by what all acts of sending are narrowed. Its address holds all of it.

use crate::{AccountId, Moment, UserId, codes::codes, delivery::Kind};

/// Rows of a page of it.
pub const SENDS_PAGE: usize = 50;

/// The states by which it is narrowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SendsState {
    /// A person has to do something: a failure nobody acted on, something uncertain, an account or the machine that stopped it.
    Trouble,
    /// Something may still leave by itself.
    Running,
    /// Somebody, or the machine, holds it back.
    Paused,
    /// An address failed.
    Failed,
    /// Nobody knows whether it arrived.
    Uncertain,
    /// A person stopped it.
    Cancelled,
    /// Everything came to its end.
    Done,
}
codes!(SendsState[7] {
    Trouble => "a-traiter",
    Running => "en-cours",
    Paused => "en-pause",
    Failed => "echecs",
    Uncertain => "incertains",
    Cancelled => "annules",
    Done => "termines",
});

/// What its address asks for; everything cumulates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendsAsked {
    /// Any without.
    pub state: Option<SendsState>,
    /// Why they exist.
    pub kind: Option<Kind>,
    /// Who sent them.
    pub by: Option<UserId>,
    /// By which they leave.
    pub account: Option<AccountId>,
    /// Not before.
    pub since: Option<Moment>,
    /// Before this.
    pub until: Option<Moment>,
    /// Words of a subject or of a client, the beginning of an address or of a document's number.
    pub search: String,
    /// Where the page before ended, as it said itself; from the newest on without.
    pub before: Option<i64>,
}

impl SendsAsked {
    /// Something beside the state narrows it.
    pub fn narrowed(&self) -> bool {
        let SendsAsked { state: _, kind, by, account, since, until, search, before: _ } = self;
        kind.is_some()
            || by.is_some()
            || account.is_some()
            || since.is_some()
            || until.is_some()
            || !search.trim().is_empty()
    }
}
