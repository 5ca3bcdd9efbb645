//! How many deliveries stand where.

use super::{DeliveryView, Shown};
use serde::{Deserialize, Serialize};

/// How many deliveries stand where; they add up to `total`. Copies to oneself are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// All.
    pub total: i64,
    /// « En attente »
    pub waiting: i64,
    /// « En cours »
    pub sending: i64,
    /// « Envoyé »
    pub sent: i64,
    /// « Boîte d’essai »
    pub test_mailbox: i64,
    /// « Reporté »
    pub deferred: i64,
    /// « Échec »
    pub failed: i64,
    /// « Remise refusée »
    pub bounced: i64,
    /// « Incertain »
    pub uncertain: i64,
    /// « Annulé »
    pub cancelled: i64,
}

impl Counts {
    /// Of these deliveries.
    pub fn of<'a>(deliveries: impl IntoIterator<Item = &'a DeliveryView>) -> Self {
        let mut counts = Self::default();
        for delivery in deliveries.into_iter().filter(|delivery| !delivery.self_copy) {
            counts.total += 1;
            *match delivery.shown() {
                Shown::Waiting => &mut counts.waiting,
                Shown::Sending => &mut counts.sending,
                Shown::Sent => &mut counts.sent,
                Shown::TestMailbox => &mut counts.test_mailbox,
                Shown::Deferred => &mut counts.deferred,
                Shown::Failed => &mut counts.failed,
                Shown::Bounced => &mut counts.bounced,
                Shown::Uncertain => &mut counts.uncertain,
                Shown::Cancelled => &mut counts.cancelled,
            } += 1;
        }
        counts
    }

    /// Nothing moves any more by itself.
    pub fn is_settled(&self) -> bool {
        self.waiting + self.sending + self.deferred == 0
    }

    /// Something waits that can still be stopped.
    pub fn waits(&self) -> bool {
        self.waiting + self.deferred > 0
    }

    /// Left, or is leaving, or may have left.
    pub fn gone(&self) -> i64 {
        self.sending + self.left()
    }

    /// Left, or may have left.
    pub fn left(&self) -> i64 {
        self.sent + self.test_mailbox + self.bounced + self.uncertain
    }

    /// What a person should look at.
    pub fn in_trouble(&self) -> i64 {
        self.failed + self.bounced + self.uncertain
    }
}
