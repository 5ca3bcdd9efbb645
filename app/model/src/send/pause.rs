//! What may be done with a batch that is not at its end: pausing it, letting it go on, stopping it.

use super::BatchState;
use serde::{Deserialize, Serialize};

/// What moves a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchAct {
    /// « Mettre en pause », by a person or by the machine after refusals in a row.
    Pause,
    /// « Reprendre »
    Resume,
    /// « Annuler l’envoi », « Annuler le reste »
    Cancel,
    /// The last of its deliveries came to its end.
    Settle,
}

impl BatchAct {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Pause, Self::Resume, Self::Cancel, Self::Settle];
}

impl BatchState {
    /// The state after this act; `None` when it is not possible here. The same act again changes nothing: a double click is one act.
    pub fn after(self, act: BatchAct) -> Option<Self> {
        use BatchState::*;
        Some(match (self, act) {
            (Running | Paused, BatchAct::Pause) => Paused,
            (Running | Paused, BatchAct::Resume) => Running,
            (Running | Paused | Cancelled, BatchAct::Cancel) => Cancelled,
            (Running | Paused, BatchAct::Settle) => Done,
            _ => return None,
        })
    }
}

/// What became of « Mettre en pause » or « Reprendre »; exact. Copies to oneself are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Have not left: while the batch is paused they stay, afterwards they leave.
    pub waiting: i64,
    /// Were leaving at that instant, which nothing stops.
    pub in_flight: i64,
}

#[cfg(test)]
mod tests {
    use super::BatchState::*;
    use super::*;

    #[test]
    fn what_was_stopped_or_is_at_its_end_never_goes_on_again() {
        for state in [Cancelled, Done] {
            assert_eq!((state.after(BatchAct::Pause), state.after(BatchAct::Resume)), (None, None), "{state:?}");
        }
        assert_eq!(Done.after(BatchAct::Cancel), None);
    }

    #[test]
    fn an_act_twice_is_the_act_once() {
        for state in BatchState::ALL {
            for act in [BatchAct::Pause, BatchAct::Resume, BatchAct::Cancel] {
                if let Some(after) = state.after(act) {
                    assert_eq!(after.after(act), Some(after), "{state:?} {act:?}");
                }
            }
        }
    }

    #[test]
    fn a_paused_batch_is_stopped_or_settled_like_one_that_goes_on() {
        for act in BatchAct::ALL {
            assert_eq!(Paused.after(act), Running.after(act), "{act:?}");
        }
    }
}
