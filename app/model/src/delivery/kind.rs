//! The kinds of batches, and what each does when nobody knows whether a mail arrived.

use crate::codes::codes;
use core::time::Duration;
use serde::{Deserialize, Serialize};

/// Why a batch of mails exists. The order is the order of priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Invitations, new passwords.
    System,
    /// Written by a person to a few people.
    OneOff,
    /// Quotes, invoices.
    Document,
    /// One text to many.
    Campaign,
}
codes!(Kind[4] { System => "system", OneOff => "one_off", Document => "document", Campaign => "campaign" });

/// What may happen to a mail whose arrival nobody knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ambiguity {
    /// Never risk a second copy: the delivery becomes uncertain.
    AtMostOnce,
    /// Never risk a loss: the same bytes again, and history says « peut-être reçu deux fois ».
    AtLeastOnce,
}

/// What becomes of an ambiguous delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// Queue it again with `dup_risk`.
    SendAgain,
    /// `uncertain`: a person decides.
    AskAPerson,
}

impl Kind {
    /// At most once for campaigns, at least once for everything else.
    pub fn ambiguity(self) -> Ambiguity {
        match self {
            Self::Campaign => Ambiguity::AtMostOnce,
            Self::System | Self::OneOff | Self::Document => Ambiguity::AtLeastOnce,
        }
    }

    /// `doubts` counts the tries that ended like this one, which is included; not those that were merely put off. A server that
    /// takes every mail and always hangs up before saying so would get a copy with each: after the third a person is asked.
    pub fn settle(self, doubts: u32) -> Settlement {
        match self.ambiguity() {
            Ambiguity::AtLeastOnce if doubts < 3 => Settlement::SendAgain,
            _ => Settlement::AskAPerson,
        }
    }

    /// How long deliveries are tried before they expire.
    pub fn lifetime(self) -> Duration {
        let hours = match self {
            Self::OneOff | Self::Document => 72,
            Self::System | Self::Campaign => 24,
        };
        Duration::from_secs(hours * 3600)
    }

    /// Lower is served first.
    pub fn priority(self) -> i64 {
        self as i64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_campaign_is_never_repeated_when_in_doubt() {
        assert_eq!(Kind::Campaign.settle(1), Settlement::AskAPerson);
        for kind in [Kind::System, Kind::OneOff, Kind::Document] {
            assert_eq!(kind.settle(1), Settlement::SendAgain);
            assert_eq!(kind.settle(3), Settlement::AskAPerson);
        }
    }

    #[test]
    fn system_mails_go_first_and_campaigns_last() {
        let mut kinds = Kind::ALL;
        kinds.sort_by_key(|kind| kind.priority());
        assert_eq!(kinds, Kind::ALL);
        assert!(Kind::ALL.iter().all(|kind| Kind::from_code(kind.code()) == Some(*kind)));
    }
}
