//! The message under the field: what just happened, with the way back.

use super::{ChipId, Counts, Role, State, Timer, effect::Effect};

/// One message. Errors stay until closed or overtaken, the rest passes (D93).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// « Retiré : Marie Durand — Annuler »
    Removed(String),
    /// « Marie Durand : maintenant dans « Cc » — Annuler »
    Moved(String, Role),
    /// « 12 adresses ajoutées, 2 déjà présentes, 1 à corriger — Annuler » (D45)
    Pasted(Counts),
    /// « Favori : Marie Durand. Sera proposé d'office au prochain envoi » (D72)
    Starred(String),
    /// « Plus favori : Marie Durand »
    Unstarred(String),
    /// « Marie Durand est déjà dans « Cc » — Déplacer ici » (D81)
    Already {
        /// The chip that is there.
        chip: ChipId,
        /// Its name.
        name: String,
        /// Where it is.
        role: Role,
        /// Where it was wanted.
        wanted: Role,
    },
    /// « Vouliez-vous dire jean@gmail.com ? » (D83)
    Meant {
        /// The chip as it was typed.
        chip: ChipId,
        /// What was probably meant.
        address: String,
    },
    /// Over 500 (D46).
    TooMany,
    /// The star could not be saved; it is back as it was (D72).
    StarFailed(String),
    /// The contact could not be reactivated.
    ReactivateFailed,
}

impl Notice {
    /// Vanishes by itself; errors and questions do not (D93).
    pub fn passes(&self) -> bool {
        use Notice::*;
        matches!(self, Removed(_) | Moved(..) | Starred(_) | Unstarred(_)) || matches!(self, Pasted(c) if c.left == 0)
    }

    /// « Annuler » stands beside it.
    pub fn can_be_undone(&self) -> bool {
        use Notice::*;
        matches!(self, Removed(_) | Moved(..) | Pasted(_) | Starred(_) | Unstarred(_))
    }
}

/// How long a passing message stays, at least (D93).
const STAYS: u32 = 8000;

/// The message shown, with the number of its timer.
#[derive(Clone, Debug, Default)]
pub(super) struct Shown {
    pub(super) notice: Option<Notice>,
    number: u32,
    held: bool,
}

impl State {
    /// The message under the field.
    pub fn notice(&self) -> Option<&Notice> {
        self.shown.notice.as_ref()
    }

    pub(super) fn notify(&mut self, notice: Notice) {
        self.shown.number += 1;
        // What was held is taken from under the pointer, and nothing will say that it left.
        self.shown.held = false;
        if notice.passes() {
            self.emit(Effect::Wake(Timer::Notice(self.shown.number), STAYS));
        }
        self.shown.notice = Some(notice);
    }

    pub(super) fn close_notice(&mut self) {
        self.shown.notice = None;
        self.shown.held = false;
    }

    /// While the pointer or the focus is on it, it stays; then it stays as long again.
    pub(super) fn hold_notice(&mut self, held: bool) {
        if self.shown.held == held {
            return;
        }
        self.shown.held = held;
        self.shown.number += 1;
        if !held && self.notice().is_some_and(Notice::passes) {
            self.emit(Effect::Wake(Timer::Notice(self.shown.number), STAYS));
        }
    }

    pub(super) fn notice_is_over(&mut self, number: u32) {
        if number == self.shown.number && !self.shown.held {
            self.shown.notice = None;
        }
    }
}
