//! One mail to one address, and how it reads.

use super::Shown;
use crate::delivery::DeliveryState;
use crate::recipients::Role;
use crate::{BatchId, ContactId, DeliveryId, Moment};
use serde::{Deserialize, Serialize};

/// What came back after a server had taken the mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounce {
    /// The address does not exist; else something that may pass.
    pub hard: bool,
    /// Nothing is sent to the address any more, as it stands now.
    pub blocked: bool,
    /// 550…, where the report told it.
    pub code: Option<u16>,
    /// Such as `5.1.1`; may be empty.
    pub enhanced: String,
    /// The words of the server that refused; hostile text (S38).
    pub text: String,
    /// When the report was read.
    pub at: Moment,
}

/// One mail to one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// Its id.
    pub id: DeliveryId,
    /// As written on the mail.
    pub address: String,
    /// The name in front of it; may be empty.
    pub name: String,
    /// À, Cc, Cci.
    pub role: Role,
    /// « Copie à moi-même »
    pub self_copy: bool,
    /// The contact it went to, while it is known.
    pub contact_id: Option<ContactId>,
    /// The state of the outbox.
    pub state: DeliveryState,
    /// It went to the test mailbox.
    pub test_mailbox: bool,
    /// What the server said last: 250, 550…
    pub code: Option<u16>,
    /// Such as `5.1.1`; may be empty.
    pub enhanced: String,
    /// The server's words, or the code of a fault (`delivery::Fault::code`); hostile text (S38).
    pub text: String,
    /// The phase of the dialogue that ended it (`delivery::Phase::code`); empty before the first try.
    pub phase: String,
    /// Tries that counted.
    pub attempts: i64,
    /// When it is tried next.
    pub due_at: Moment,
    /// When the server accepted it.
    pub sent_at: Option<Moment>,
    /// « peut-être reçu deux fois »
    pub dup_risk: bool,
    /// Sent again to a corrected address, in this batch.
    pub corrected_by: Option<(BatchId, String)>,
    /// How often it was corrected, cancelled ones counted: the next correction is the one after these.
    pub corrections: i64,
    /// The last report that it came back.
    pub bounce: Option<Bounce>,
}

impl DeliveryView {
    /// In the words of the screens.
    pub fn shown(&self) -> Shown {
        match self.state {
            DeliveryState::Held => Shown::Waiting,
            DeliveryState::Queued if self.attempts > 0 => Shown::Deferred,
            DeliveryState::Queued => Shown::Waiting,
            DeliveryState::Leased | DeliveryState::InFlight => Shown::Sending,
            DeliveryState::Sent if self.test_mailbox => Shown::TestMailbox,
            DeliveryState::Sent if self.bounce.is_some() => Shown::Bounced,
            DeliveryState::Sent => Shown::Sent,
            DeliveryState::Failed | DeliveryState::Expired | DeliveryState::Suppressed => Shown::Failed,
            DeliveryState::Uncertain => Shown::Uncertain,
            DeliveryState::Cancelled => Shown::Cancelled,
        }
    }

    /// « Considérer comme envoyé »: a person said so, no server did (P51).
    pub fn taken_as_sent(&self) -> bool {
        self.shown() == Shown::Sent && !self.code.is_some_and(|code| (200..300).contains(&code))
    }

    /// « Corriger et renvoyer » (P36); of a deleted contact there is no address left (P06).
    pub fn can_be_corrected(&self) -> bool {
        matches!(self.shown(), Shown::Failed | Shown::Bounced)
            && self.corrected_by.is_none()
            && !self.address.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::Counts;

    fn delivery(state: DeliveryState) -> DeliveryView {
        DeliveryView {
            id: DeliveryId(1),
            address: "a@x.example".into(),
            name: String::new(),
            role: Role::To,
            self_copy: false,
            contact_id: None,
            state,
            test_mailbox: false,
            code: None,
            enhanced: String::new(),
            text: String::new(),
            phase: String::new(),
            attempts: 0,
            due_at: Moment(0),
            sent_at: None,
            dup_risk: false,
            corrected_by: None,
            corrections: 0,
            bounce: None,
        }
    }

    fn bounce() -> Bounce {
        Bounce {
            hard: true,
            blocked: false,
            code: Some(550),
            enhanced: "5.1.1".into(),
            text: String::new(),
            at: Moment(1),
        }
    }

    /// P36, delivery.md §2: what came back is told beside the state, which stays.
    #[test]
    fn a_sent_mail_that_came_back_reads_refused_and_can_be_corrected() {
        for state in DeliveryState::ALL {
            let came_back = DeliveryView { bounce: Some(bounce()), ..delivery(state) };
            let sent = state == DeliveryState::Sent;
            assert_eq!(came_back.shown() == Shown::Bounced, sent);
            assert_eq!(came_back.can_be_corrected(), sent || delivery(state).can_be_corrected());
        }
        let came_back = DeliveryView { bounce: Some(bounce()), ..delivery(DeliveryState::Sent) };
        let counts = Counts::of([&came_back]);
        assert_eq!((counts.total, counts.sent, counts.bounced, counts.gone(), counts.in_trouble()), (1, 0, 1, 1, 1));
        assert!(counts.is_settled());
    }

    /// P51, P52
    #[test]
    fn only_sent_outside_the_test_mailbox_reads_sent() {
        for state in DeliveryState::ALL {
            for test_mailbox in [false, true] {
                let shown = DeliveryView { test_mailbox, ..delivery(state) }.shown();
                assert_eq!(shown == Shown::Sent, state == DeliveryState::Sent && !test_mailbox);
            }
        }
    }

    /// P51: what no server accepted is never said to be accepted.
    #[test]
    fn p51_what_a_person_takes_for_sent_is_told_apart_from_what_a_server_accepted() {
        for (code, taken) in
            [(Some(250), false), (Some(251), false), (None, true), (Some(421), true), (Some(354), true)]
        {
            let sent = DeliveryView { code, ..delivery(DeliveryState::Sent) };
            assert_eq!(sent.taken_as_sent(), taken, "{code:?}");
            assert!(!DeliveryView { test_mailbox: true, ..sent }.taken_as_sent());
        }
        assert!(
            DeliveryState::ALL
                .into_iter()
                .all(|state| delivery(state).taken_as_sent() == (state == DeliveryState::Sent))
        );
    }

    #[test]
    fn counts_add_up() {
        let all: Vec<_> = DeliveryState::ALL.into_iter().map(delivery).collect();
        let c = Counts::of(&all);
        let sum = c.waiting
            + c.sending
            + c.sent
            + c.test_mailbox
            + c.deferred
            + c.failed
            + c.uncertain
            + c.cancelled
            + c.bounced;
        assert_eq!((c.total, sum), (10, 10));
        assert!(!c.is_settled());
        assert_eq!((c.waits(), c.gone()), (true, 4));
        let of = |states: &[DeliveryState]| Counts::of(&states.iter().copied().map(delivery).collect::<Vec<_>>());
        assert!(!of(&[DeliveryState::InFlight, DeliveryState::Failed]).waits(), "what is in flight is not stopped");
        assert_eq!(of(&[DeliveryState::Queued, DeliveryState::Failed, DeliveryState::Cancelled]).gone(), 0);
        assert_eq!(c.in_trouble(), 4);
    }
}
