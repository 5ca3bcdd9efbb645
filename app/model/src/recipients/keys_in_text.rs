//! Keys while the text box has the focus (D12–D36). Nothing is accepted that was not marked for exactly this text.

use super::{
    Active, Effect, Key, Press, Role, Say, Select, State, commit::complete, list::PAGE, remote::Progress, say::SOON,
};

impl State {
    pub(super) fn key_in_text(&mut self, role: Role, press: Press) {
        if press.composing {
            return;
        }
        let (open, marked) = (self.list.shows(role), self.list.active.is_some());
        let bare = !press.shift && !press.ctrl && !press.alt;
        match press.key {
            Key::Enter => self.enter(role, press),
            Key::Tab if press.shift => self.shift_tab(role),
            Key::Tab if !press.ctrl && !press.alt => self.tab(role),
            Key::Escape => self.escape(role),
            Key::Down if press.alt => {
                self.emit(Effect::Prevent);
                self.open(role);
            }
            Key::Up if press.alt => {
                self.emit(Effect::Prevent);
                self.close();
            }
            Key::Down | Key::Up if !press.ctrl && !press.shift => self.vertical(role, press.key),
            Key::PageDown | Key::PageUp if open => {
                self.emit(Effect::Prevent);
                self.move_active(if press.key == Key::PageDown { PAGE } else { -PAGE });
            }
            Key::Left | Key::Right if marked && bare => self.horizontal(press.key),
            Key::Home if marked => self.list.active = None,
            Key::Left | Key::Home | Key::Backspace if press.at_start && bare => self.leave_for_chips(role, press),
            Key::F6 => self.go_to_panel(),
            Key::Char('z' | 'Z' | 'y' | 'Y') if press.ctrl && self.text(role).is_empty() => self.undo_key(press),
            Key::Other | Key::F2 | Key::F10 | Key::Menu => {}
            _ => self.list.active = None,
        }
    }

    /// D16–D21. The form is never submitted by a bare Enter.
    fn enter(&mut self, role: Role, press: Press) {
        self.emit(Effect::Prevent);
        if press.ctrl {
            return self.emit(Effect::Submit);
        }
        if let Some(active) = self.marked(role) {
            return self.press_active(role, active);
        }
        if self.settle_edit(role) {
            return;
        }
        if self.text(role).trim().is_empty() {
            return self.close();
        }
        if self.commit_text(role) {
            return self.close();
        }
        match self.list.offered.filter(|_| self.list.shows(role)) {
            Some(row) => {
                let row = self.list.rows[row].clone();
                self.accept(role, &row);
                self.close();
            }
            None if matches!(self.remote.progress, Progress::Waiting | Progress::Slow) => {}
            None => self.refuse(role),
        }
    }

    /// The active row, but not one that only lies under a resting mouse while a complete address was typed (D23).
    pub(super) fn marked(&self, role: Role) -> Option<Active> {
        let active = self.list.active.filter(|_| self.list.shows(role))?;
        (!active.hovered || complete(self.text(role)).is_none()).then_some(active)
    }

    /// D16, D17: the list stays for the next one.
    fn press_active(&mut self, role: Role, active: Active) {
        if active.star {
            return self.press_second_cell(active.row);
        }
        self.pick_row(role, active.row);
    }

    /// A row was marked and taken: the list stays open with who is left (D16, D50).
    pub(super) fn pick_row(&mut self, role: Role, row: usize) {
        let Some(row) = self.list.rows.get(row).cloned() else { return };
        if row.who == super::Who::Retry {
            return self.search_again();
        }
        if self.accept(role, &row) {
            self.list.token.clear();
            self.refresh_rows();
        }
    }

    /// D22–D24: never the browser's default withheld, the focus moves on.
    fn tab(&mut self, role: Role) {
        let marked = self.marked(role).filter(|active| !active.star).map(|active| active.row);
        let offered =
            self.list.offered.filter(|_| self.list.shows(role) && self.text(role).trim().chars().count() >= 2);
        if let Some(row) = marked {
            let row = self.list.rows[row].clone();
            self.accept(role, &row);
        } else if self.settle_edit(role) || self.commit_text(role) {
        } else if let Some(row) = offered {
            let row = self.list.rows[row].clone();
            self.accept(role, &row);
        }
        self.close();
    }

    /// D25
    fn shift_tab(&mut self, role: Role) {
        if !self.settle_edit(role) {
            self.commit_text(role);
        }
        self.close();
    }

    /// D32, D33, D39
    fn escape(&mut self, role: Role) {
        if self.list.role == Some(role) {
            self.close();
        } else if self.cancel_edit() {
        } else if !self.text(role).is_empty() {
            self.set_text(role, String::new(), Select::End);
            self.changed();
        } else {
            return;
        }
        self.emit(Effect::Prevent);
        self.emit(Effect::Stop);
    }

    /// D12, D13
    fn vertical(&mut self, role: Role, key: Key) {
        self.emit(Effect::Prevent);
        self.open(role);
        self.move_active(if key == Key::Down { 1 } else { -1 });
    }

    /// D15
    fn horizontal(&mut self, key: Key) {
        self.emit(Effect::Prevent);
        let Some(active) = self.list.active else { return };
        let star = key == Key::Right && self.second_cell(&self.list.rows[active.row]);
        self.list.active = Some(Active { star, ..active });
    }

    /// D28, D29: a held Backspace stops at the first letter.
    fn leave_for_chips(&mut self, role: Role, press: Press) {
        self.list.active = None;
        let chips = self.chips(role);
        let chip = if press.key == Key::Home { chips.first() } else { chips.last() };
        let Some(id) = chip.map(|chip| chip.id) else { return };
        if press.key == Key::Backspace && press.repeat {
            return;
        }
        self.emit(Effect::Prevent);
        self.emit(Effect::FocusChip(id));
    }

    /// Enter on text that is nobody: it stays, and is said to be unfinished (D20, D52).
    fn refuse(&mut self, role: Role) {
        self.errors[role as usize] = true;
        self.say(Say::Incomplete(self.text(role).trim().to_owned()), SOON);
    }
}
