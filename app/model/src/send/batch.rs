//! One act of sending, in a list and whole.

use super::{BatchState, Counts, DeliveryView};
use crate::compose::Attachment;
use crate::delivery::Kind;
use crate::{
    AccountOwner, AccountState, BatchId, ClientId, DeliveryId, DocumentId, DocumentKind, DraftId, FieldProblem,
    MessageId, Moment, Transport, UserId,
};
use serde::{Deserialize, Serialize};

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
    /// The client of its first mail; in a client's or a document's history of the first that is theirs, like all that follows.
    pub client: Option<(ClientId, String)>,
    /// Of its first mail.
    pub subject: String,
    /// The first recipients' names or addresses, at most three.
    pub first: Vec<String>,
    /// Files of its first mail.
    pub attachments: i64,
    /// What its deliveries came to. In a contact's history: of all of them, not only the contact's.
    pub counts: Counts,
    /// Of a batch to several clients how many mails and clients; only the server tells it, in the place of the subject (P50).
    #[serde(skip)]
    pub several: Option<(i64, i64)>,
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
    /// The documents that it carries (P50), with their numbers.
    pub documents: Vec<(DocumentId, DocumentKind, String)>,
}

/// The account of a batch, as far as it explains why nothing leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountTrouble {
    /// Whose it is: the organisation's an administrator has to change, a user's the user.
    pub owner: AccountOwner,
    /// Server or test mailbox.
    pub transport: Transport,
    /// Never `Ok`.
    pub state: AccountState,
    /// The server's words; hostile text (S38).
    pub text: String,
    /// When it is tried again by itself.
    pub next_ok_at: Option<Moment>,
}

/// Why nothing of a batch leaves, in the words of who reads it: the browser has none for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stopped {
    /// What is wrong, and who has to do what.
    pub text: String,
    /// The server's words; hostile text (S38), may be empty.
    pub said: String,
    /// Where who reads it may mend it; empty for others.
    pub mend: String,
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
    /// Its account's trouble, when nothing leaves; the server tells it as [`Stopped`].
    #[serde(skip)]
    pub trouble: Option<AccountTrouble>,
    /// Why nothing leaves, when nothing leaves.
    pub stopped: Option<Stopped>,
    /// Since when it is paused, by whom and why, in the words of who reads it: the browser has none for it. Empty while it is not.
    pub paused: String,
    /// Where the documents of mails that were stopped are taken up again; empty without any.
    pub redo: String,
    /// What a plain form on it came to a moment ago, in the words of who pressed it.
    pub said: String,
    /// Typed for it, and nobody's yet: offered to be added (D91).
    pub new_addresses: Vec<NewAddress>,
}

/// An address of a batch that no contact has and about which nobody decided (D91).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAddress {
    /// The delivery to it.
    pub delivery: DeliveryId,
    /// As typed.
    pub address: String,
    /// From `Name <…>`; may be empty.
    pub first_name: String,
    /// From `Name <…>`; may be empty.
    pub last_name: String,
    /// Empty until it was typed.
    pub function: String,
    /// On by default (D86).
    pub starred: bool,
    /// Why it could not be saved as it was filled in.
    pub problems: Vec<FieldProblem>,
}

impl BatchView {
    /// Over all its mails.
    pub fn counts(&self) -> Counts {
        Counts::of(self.messages.iter().flat_map(|message| &message.deliveries))
    }
}
