//! The states of a delivery and the only ways from one to another. Whatever is not written here cannot happen: the store writes
//! each turn as a statement of its own, and its test `turns` compares every one of them with this table.

use crate::codes::codes;
use serde::{Deserialize, Serialize};

/// Where a delivery stands. Bounces and complaints are later events on a sent delivery, never another state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// The seconds in which « Annuler l’envoi » still works.
    Held,
    /// Waits for its `due_at`.
    Queued,
    /// Chosen by a worker; nothing irreversible yet, a crash puts it back.
    Leased,
    /// Committed before DATA; after a crash nobody knows whether the server has it.
    InFlight,
    /// The server said 250 after the dot, for this mail and this address.
    Sent,
    /// Refused for good.
    Failed,
    /// Nobody knows whether it arrived; a person decides.
    Uncertain,
    /// Stopped by a person before it left.
    Cancelled,
    /// Never left because the address must not be written to: mails to it came back twice.
    Suppressed,
    /// Put off until its time was over.
    Expired,
}
codes!(DeliveryState[10] {
    Held => "held",
    Queued => "queued",
    Leased => "leased",
    InFlight => "in_flight",
    Sent => "sent",
    Failed => "failed",
    Uncertain => "uncertain",
    Cancelled => "cancelled",
    Suppressed => "suppressed",
    Expired => "expired",
});

/// What moves a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The seconds for cancelling are over.
    Release,
    /// A worker chose it.
    Lease,
    /// The worker, or its crash, gives back untouched what it chose.
    Return,
    /// About to say DATA.
    Begin,
    /// 250 after the dot.
    Accept,
    /// Try again later, whether the try counts or not; also how an ambiguous delivery of a kind that is sent at least once comes
    /// back.
    Defer,
    /// Refused for good, or cannot be built.
    Fail,
    /// Ambiguous, and not to be risked again: of a kind that is sent at most once, for the third time, or of a stopped batch.
    Doubt,
    /// A person stopped its batch.
    Cancel,
    /// It would be tried again, but its batch was stopped while it was in flight.
    CallOff,
    /// Nothing is sent to its address any more.
    Suppress,
    /// Its time is over.
    Expire,
    /// A person chose « Renvoyer » on an uncertain one.
    SendAgain,
    /// A person chose « Considérer comme envoyé » on an uncertain one.
    ConsiderSent,
}

impl Turn {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Release,
        Self::Lease,
        Self::Return,
        Self::Begin,
        Self::Accept,
        Self::Defer,
        Self::Fail,
        Self::Doubt,
        Self::Cancel,
        Self::CallOff,
        Self::Suppress,
        Self::Expire,
        Self::SendAgain,
        Self::ConsiderSent,
    ];
}

impl DeliveryState {
    /// The state after this turn; `None` when the turn is not allowed here and nothing may be written.
    pub fn after(self, turn: Turn) -> Option<Self> {
        use DeliveryState::*;
        Some(match (self, turn) {
            (Held, Turn::Release) => Queued,
            (Queued, Turn::Lease) => Leased,
            (Leased, Turn::Return) | (Leased | InFlight, Turn::Defer) => Queued,
            (Leased, Turn::Begin) => InFlight,
            (InFlight, Turn::Accept) => Sent,
            (Leased | InFlight, Turn::Fail) => Failed,
            (InFlight, Turn::Doubt) => Uncertain,
            (Held | Queued | Leased, Turn::Cancel) | (InFlight, Turn::CallOff) => Cancelled,
            (Leased, Turn::Suppress) => Suppressed,
            (Queued, Turn::Expire) => Expired,
            (Uncertain, Turn::SendAgain) => Queued,
            (Uncertain, Turn::ConsiderSent) => Sent,
            _ => return None,
        })
    }

    /// No worker will touch it again; an uncertain one waits for a person.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Held | Self::Queued | Self::Leased | Self::InFlight)
    }
}

#[cfg(test)]
mod tests {
    use super::DeliveryState::*;
    use super::*;

    #[test]
    fn sent_is_reached_only_from_in_flight_or_by_a_person_p51() {
        for from in DeliveryState::ALL {
            for turn in Turn::ALL {
                if from.after(turn) == Some(Sent) {
                    assert!(matches!((from, turn), (InFlight, Turn::Accept) | (Uncertain, Turn::ConsiderSent)));
                }
            }
        }
    }

    #[test]
    fn what_is_settled_never_moves_again_but_for_a_person_on_an_uncertain_one() {
        for from in [Sent, Failed, Cancelled, Suppressed, Expired] {
            assert!(from.is_settled());
            assert!(Turn::ALL.iter().all(|turn| from.after(*turn).is_none()), "{from:?}");
        }
        assert_eq!(Uncertain.after(Turn::SendAgain), Some(Queued));
        assert!(Turn::ALL.iter().filter(|turn| Uncertain.after(**turn).is_some()).count() == 2);
    }

    #[test]
    fn what_is_in_flight_can_no_longer_be_cancelled() {
        assert_eq!(InFlight.after(Turn::Cancel), None);
        assert_eq!(InFlight.after(Turn::CallOff), Some(Cancelled), "but it is not tried again");
        for state in [Held, Queued, Leased] {
            assert_eq!(state.after(Turn::Cancel), Some(Cancelled));
        }
    }

    #[test]
    fn only_a_leased_delivery_takes_off() {
        for from in DeliveryState::ALL {
            assert_eq!(from.after(Turn::Begin).is_some(), from == Leased);
        }
    }

    #[test]
    fn codes_come_back() {
        for state in DeliveryState::ALL {
            assert_eq!(DeliveryState::from_code(state.code()), Some(state));
            assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
        }
        assert_eq!(DeliveryState::from_code("Sent"), None);
    }
}
