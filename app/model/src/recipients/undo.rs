//! Twenty steps back and forth (D93). A step is the chips as they were; what the server did is asked back from it.

use super::{Chip, FieldState, NewContact, Notice, Say, State, say::SOON};
use crate::ContactId;

/// What a step did.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Act {
    Added,
    Removed(String),
    Moved,
    Edited,
    Pasted,
    Starred(ContactId, bool),
    /// `existed`: affiliated, not created.
    Created {
        contact: ContactId,
        existed: bool,
        new: NewContact,
    },
}

#[derive(Clone, Debug)]
struct Step {
    act: Act,
    /// The chips before it; after it when it has been undone.
    chips: Chips,
}

/// The chips of the three lines.
pub(super) type Chips = [Vec<Chip>; 3];

/// Steps done and undone, the last one last.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
}

/// Steps kept.
const MOST_STEPS: usize = 20;

impl State {
    /// The chips of now, a chip being edited as it was.
    pub(super) fn snapshot(&self) -> Chips {
        let FieldState { lines: [to, cc, bcc], .. } = self.field();
        [to.chips, cc.chips, bcc.chips]
    }

    /// The message of another step goes: its « Annuler » would take back this one.
    pub(super) fn remember(&mut self, before: Chips, act: Act) {
        if self.notice().is_some_and(Notice::can_be_undone) {
            self.close_notice();
        }
        self.history.done.push(Step { act, chips: before });
        if self.history.done.len() > MOST_STEPS {
            self.history.done.remove(0);
        }
        self.history.undone.clear();
    }

    /// Forgets a step that did not happen after all.
    pub(super) fn forget(&mut self, act: &Act) {
        if let Some(at) = self.history.done.iter().rposition(|step| step.act == *act) {
            self.history.done.remove(at);
        }
    }

    /// Ctrl+Z with an empty box, or « Annuler ».
    pub(super) fn undo(&mut self) {
        self.settle();
        let Some(step) = self.history.done.pop() else { return };
        let now = self.snapshot();
        match &step.act {
            Act::Starred(contact, on) => self.set_star(*contact, !on),
            Act::Created { contact, existed, new } => {
                self.take_back(new.address.clone(), *contact, *existed);
            }
            _ => self.restore(step.chips),
        }
        self.history.undone.push(Step { act: step.act, chips: now });
        self.say(Say::Undone, SOON);
    }

    /// Ctrl+Shift+Z, Ctrl+Y.
    pub(super) fn redo(&mut self) {
        self.settle();
        let Some(step) = self.history.undone.pop() else { return };
        let now = self.snapshot();
        match &step.act {
            Act::Starred(contact, on) => self.set_star(*contact, *on),
            Act::Created { contact, existed: true, new } => {
                self.affiliate(new.address.clone(), *contact, new.starred);
                return;
            }
            Act::Created { new, .. } => {
                self.create(vec![new.clone()]);
                return;
            }
            _ => self.restore(step.chips),
        }
        self.history.done.push(Step { act: step.act, chips: now });
        self.say(Say::Redone, SOON);
    }

    /// An edit in progress would mix with the step.
    fn settle(&mut self) {
        self.cancel_edit();
        self.close_notice();
    }

    fn restore(&mut self, chips: Chips) {
        for (line, chips) in self.field.lines.iter_mut().zip(chips) {
            line.chips = chips;
        }
        self.recognise();
        self.chips_changed();
    }
}
