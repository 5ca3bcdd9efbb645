//! What became of a document as a whole: the words by which the invoice book is filtered (E13).

use crate::{DeliveryId, codes::codes, delivery::DeliveryState};

/// Where a document stands, over all mails that were made of it. Copies to oneself and what was cancelled say nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum DocumentState {
    /// It is for nobody yet: no mail was made of it, or all were cancelled.
    #[default]
    None,
    /// Some of it is on its way: held, waiting, or with the server.
    Waiting,
    /// All of it was accepted, by a server or by the test mailbox (P52).
    Sent,
    /// Somebody did not get it, or nobody knows: refused, given up, held back, uncertain. What was sent again to the same address, or to a
    /// corrected one (P36), counts no more, nor does what went to somebody whose data is gone (P06).
    Failed,
}
codes!(DocumentState[4] { None => "none", Waiting => "waiting", Sent => "sent", Failed => "failed" });

/// One delivery of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Later ones have greater ids.
    pub delivery: DeliveryId,
    /// Where it stands.
    pub state: DeliveryState,
    /// The folded address; empty when it was forgotten.
    pub to: String,
    /// The failed one whose address this one corrects.
    pub corrects: Option<DeliveryId>,
}

impl DocumentState {
    /// Of all that was sent of one document, in any order.
    pub fn of(sendings: &[Sending]) -> DocumentState {
        let live: Vec<&Sending> = sendings.iter().filter(|one| one.state != DeliveryState::Cancelled).collect();
        let failed = |one: &Sending| {
            let again = |other: &&Sending| {
                other.corrects == Some(one.delivery) || (other.to == one.to && other.delivery > one.delivery)
            };
            of_one(one.state) == DocumentState::Failed && !one.to.is_empty() && !live.iter().any(again)
        };
        if live.iter().any(|one| failed(one)) {
            return DocumentState::Failed;
        }
        let any = |state| live.iter().any(|one| of_one(one.state) == state);
        [DocumentState::Waiting, DocumentState::Sent].into_iter().find(|state| any(*state)).unwrap_or_default()
    }
}

fn of_one(state: DeliveryState) -> DocumentState {
    match state {
        DeliveryState::Held | DeliveryState::Queued | DeliveryState::Leased | DeliveryState::InFlight => {
            DocumentState::Waiting
        }
        DeliveryState::Sent => DocumentState::Sent,
        DeliveryState::Failed | DeliveryState::Uncertain | DeliveryState::Suppressed | DeliveryState::Expired => {
            DocumentState::Failed
        }
        DeliveryState::Cancelled => DocumentState::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use DeliveryState::{Cancelled, Expired, Failed, Held, InFlight, Queued, Sent, Suppressed, Uncertain};

    fn sending(id: i64, state: DeliveryState, to: &str, corrects: Option<i64>) -> Sending {
        Sending { delivery: DeliveryId(id), state, to: to.into(), corrects: corrects.map(DeliveryId) }
    }

    fn of(all: &[(DeliveryState, &str, Option<i64>)]) -> DocumentState {
        let sendings: Vec<Sending> =
            all.iter().zip(1..).map(|((state, to, corrects), id)| sending(id, *state, to, *corrects)).collect();
        let mut turned = sendings.clone();
        turned.reverse();
        assert_eq!(DocumentState::of(&sendings), DocumentState::of(&turned), "in any order");
        DocumentState::of(&sendings)
    }

    #[test]
    fn p36_the_worst_of_its_mails_is_the_state_of_a_document() {
        assert_eq!(of(&[]), DocumentState::None);
        assert_eq!(of(&[(Cancelled, "a", None)]), DocumentState::None, "for nobody again");
        for state in [Held, Queued, DeliveryState::Leased, InFlight] {
            assert_eq!(of(&[(Sent, "a", None), (state, "b", None)]), DocumentState::Waiting);
        }
        assert_eq!(of(&[(Sent, "a", None), (Cancelled, "b", None)]), DocumentState::Sent);
        for state in [Failed, Uncertain, Suppressed, Expired] {
            assert_eq!(of(&[(Sent, "a", None), (state, "b", None), (Held, "c", None)]), DocumentState::Failed);
        }
    }

    #[test]
    fn p36_what_was_corrected_or_sent_again_counts_no_more() {
        assert_eq!(of(&[(Failed, "a", None), (Sent, "a", None)]), DocumentState::Sent);
        assert_eq!(of(&[(Failed, "a", None), (Queued, "a", None)]), DocumentState::Waiting);
        assert_eq!(of(&[(Failed, "a", None), (Cancelled, "a", None)]), DocumentState::Failed, "nothing was sent");
        assert_eq!(of(&[(Sent, "a", None), (Failed, "a", None)]), DocumentState::Failed, "the last one counts");
        assert_eq!(of(&[(Failed, "a", None), (Sent, "b", None)]), DocumentState::Failed, "somebody else");
        assert_eq!(of(&[(Failed, "a", None), (Sent, "b", Some(1))]), DocumentState::Sent);
        assert_eq!(of(&[(Failed, "a", None), (Failed, "b", Some(1)), (Sent, "c", Some(2))]), DocumentState::Sent);
        assert_eq!(of(&[(Failed, "a", None), (Cancelled, "b", Some(1))]), DocumentState::Failed);
    }

    #[test]
    fn p06_whoever_is_forgotten_is_no_failure() {
        assert_eq!(of(&[(Failed, "", None)]), DocumentState::None);
        assert_eq!(of(&[(Failed, "", None), (Sent, "b", None)]), DocumentState::Sent);
    }
}
