//! What was sent: a batch, its messages, and what each address came to (E15, E9, E16). Only `DeliveryState::Sent` reads
//! « Envoyé » (P51), and not even that in the test mailbox (P52).

mod asked;
mod batch;
mod blocked;
mod counts;
mod delivery;
mod pause;

use crate::codes::codes;
use crate::{BatchId, DraftId, Moment};
use serde::{Deserialize, Serialize};

pub use asked::{SENDS_PAGE, SendsAsked, SendsState};
pub use batch::{AccountTrouble, BatchSummary, BatchView, MessageView, NewAddress, Stopped};
pub use blocked::{Blocked, BlockedWhy};
pub use counts::Counts;
pub use delivery::{Bounce, DeliveryView};
pub use pause::{BatchAct, Waits};

/// Where a batch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Something of it may still leave.
    Running,
    /// A person, or the machine after refusals in a row, holds back what has not left.
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
    /// « Remise refusée »: a server had taken it, and it came back.
    Bounced,
    /// « Incertain »: a person decides.
    Uncertain,
    /// « Annulé »
    Cancelled,
}

/// What became of « Annuler l’envoi » or « Annuler le reste »; exact. What was refused is neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// Will not leave.
    pub stopped: i64,
    /// Left already, or is leaving, or may have left.
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
