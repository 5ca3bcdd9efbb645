//! What was sent: a batch, its messages, and what each address came to (E15, E9, E16). Only `DeliveryState::Sent` reads
//! « Envoyé » (P51), and not even that in the test mailbox (P52).

use crate::compose::Attachment;
use crate::delivery::{DeliveryState, Kind};
use crate::recipients::Role;
use crate::user::codes;
use crate::{AccountState, BatchId, ClientId, ContactId, DeliveryId, DraftId, MessageId, Moment, Transport, UserId};
use serde::{Deserialize, Serialize};

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Something of it may still leave.
    Running,
    /// A person stopped it for a while.
    Paused,
    /// A person stopped what had not left.
    Cancelled,
    /// Every delivery is settled.
    Done,
}
codes!(BatchState { Running => "running", Paused => "paused", Cancelled => "cancelled", Done => "done" });

/// A delivery's state in the words of the screens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// « En attente »
    Waiting,
    /// « En cours »
    Sending,
    /// « Envoyé »
    Sent,
    /// « Boîte d’essai »
    TestMailbox,
    /// « Reporté »: it is tried again by itself.
    Deferred,
    /// « Échec »
    Failed,
    /// « Incertain »: a person decides.
    Uncertain,
    /// « Annulé »
    Cancelled,
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
            DeliveryState::Sent => Shown::Sent,
            DeliveryState::Failed | DeliveryState::Expired | DeliveryState::Suppressed => Shown::Failed,
            DeliveryState::Uncertain => Shown::Uncertain,
            DeliveryState::Cancelled => Shown::Cancelled,
        }
    }

    /// « Corriger et renvoyer » (P36).
    pub fn can_be_corrected(&self) -> bool {
        self.shown() == Shown::Failed && self.corrected_by.is_none()
    }
}

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

    /// What a person should look at.
    pub fn in_trouble(&self) -> i64 {
        self.failed + self.uncertain
    }
}

/// An act of sending in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchSummary {
    /// Its id.
    pub id: BatchId,
    /// Why it exists.
    pub kind: Kind,
    /// Where it stands.
    pub state: BatchState,
    /// When the person sent it.
    pub created_at: Moment,
    /// Who sent it, by name.
    pub by: Option<(UserId, String)>,
    /// The client of its first mail.
    pub client: Option<(ClientId, String)>,
    /// Of its first mail.
    pub subject: String,
    /// The first recipients' names or addresses, at most three.
    pub first: Vec<String>,
    /// Files of its first mail.
    pub attachments: i64,
    /// What its deliveries came to. In a contact's history: of all of them, not only the contact's.
    pub counts: Counts,
}

/// A mail of a batch, with everything that E15 shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// Its id.
    pub id: MessageId,
    /// The client it was written to.
    pub client: Option<(ClientId, String)>,
    /// « De »
    pub from_address: String,
    /// « De »
    pub from_name: String,
    /// As sent.
    pub subject: String,
    /// The plain text, signature included.
    pub body: String,
    /// Bytes as encoded.
    pub size: i64,
    /// Its files.
    pub attachments: Vec<Attachment>,
    /// In the order of the mail.
    pub deliveries: Vec<DeliveryView>,
    /// The batch whose mail this one sends again.
    pub again_of: Option<BatchId>,
}

/// The account of a batch, as far as it explains why nothing leaves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountTrouble {
    /// It is the organisation's: an administrator has to change it.
    pub of_organisation: bool,
    /// Server or test mailbox.
    pub transport: Transport,
    /// Never `Ok`.
    pub state: AccountState,
    /// The server's words; hostile text (S38).
    pub text: String,
    /// When it is tried again by itself.
    pub next_ok_at: Option<Moment>,
}

/// One act of sending, whole (E15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchView {
    /// Its id.
    pub id: BatchId,
    /// Why it exists.
    pub kind: Kind,
    /// Where it stands.
    pub state: BatchState,
    /// When the person sent it.
    pub created_at: Moment,
    /// Until when all of it can be cancelled.
    pub undo_until: Option<Moment>,
    /// Who sent it, by name.
    pub by: Option<(UserId, String)>,
    /// The draft that « Annuler l’envoi » gives back.
    pub draft_id: Option<DraftId>,
    /// Its mails.
    pub messages: Vec<MessageView>,
    /// Why nothing leaves, when nothing leaves.
    pub trouble: Option<AccountTrouble>,
}

impl BatchView {
    /// Over all its mails.
    pub fn counts(&self) -> Counts {
        Counts::of(self.messages.iter().flat_map(|message| &message.deliveries))
    }
}

/// What became of « Annuler l’envoi »; exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Will not leave.
    pub stopped: i64,
    /// Left already, or is leaving.
    pub too_late: i64,
    /// The draft, given back with everything in it, when nothing had left.
    pub draft_id: Option<DraftId>,
}

/// What became of « Envoyer ».
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enqueued {
    /// The act of sending.
    pub batch_id: BatchId,
    /// Until when it can be cancelled.
    pub undo_until: Option<Moment>,
    /// The same form had been sent before: nothing new was made.
    pub already: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

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
        }
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

    #[test]
    fn counts_add_up() {
        let all: Vec<_> = DeliveryState::ALL.into_iter().map(delivery).collect();
        let c = Counts::of(&all);
        let sum = c.waiting + c.sending + c.sent + c.test_mailbox + c.deferred + c.failed + c.uncertain + c.cancelled;
        assert_eq!((c.total, sum), (10, 10));
        assert!(!c.is_settled());
        assert_eq!(c.in_trouble(), 4);
    }
}
