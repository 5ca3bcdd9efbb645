//! How the worker of this process is, and what it has done since it started.

use model::Moment;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::Relaxed};
use store::outbox::Next;

/// Seconds without a round that went well, after which the worker is stuck. Each looks for work every two.
const STUCK_SECONDS: i64 = 60;

/// Tries by what they came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// 250 after the dot.
    pub sent: u64,
    /// Refused for good.
    pub failed: u64,
    /// To be tried again.
    pub put_off: u64,
    /// Nobody knows.
    pub uncertain: u64,
}

/// How the worker is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Health {
    /// This process delivers.
    pub delivers: bool,
    /// Since the last round that went well; nothing for a process that does not deliver.
    pub round_age_ms: i64,
    /// Since the start.
    pub tally: Tally,
}

impl Health {
    /// Mails that are due do not leave by this process.
    pub fn is_stuck(&self) -> bool {
        self.delivers && self.round_age_ms > STUCK_SECONDS * 1000
    }
}

#[derive(Debug, Default)]
pub(super) struct Pulse {
    last_round: AtomicI64,
    sent: AtomicU64,
    failed: AtomicU64,
    put_off: AtomicU64,
    uncertain: AtomicU64,
}

impl Pulse {
    pub(super) fn beat(&self, now: Moment) {
        self.last_round.store(now.0, Relaxed);
    }

    pub(super) fn count(&self, next: Next) {
        let counter = match next {
            Next::Sent { .. } => &self.sent,
            Next::Failed => &self.failed,
            Next::Queued { .. } => &self.put_off,
            Next::Uncertain => &self.uncertain,
        };
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn health(&self, delivers: bool, now: Moment) -> Health {
        let [sent, failed, put_off, uncertain] =
            [&self.sent, &self.failed, &self.put_off, &self.uncertain].map(|counter| counter.load(Relaxed));
        let round_age_ms = if delivers { now.since(Moment(self.last_round.load(Relaxed))).max(0) } else { 0 };
        Health { delivers, round_age_ms, tally: Tally { sent, failed, put_off, uncertain } }
    }
}
