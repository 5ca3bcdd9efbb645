//! The one way in: an event, and what is to be done about it.

use super::{Active, ChipId, Effect, Event, Notice, Pointer, Role, Say, State, Timer, menu::Towards, say::SOON};

impl State {
    /// Answers an event. The same state and event always give the same answer.
    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(role, press) => self.key_in_text(role, press),
            Event::ChipKey(id, press) => self.key_on_chip(id, press),
            Event::Typed { role, before, after, inserted, composing } => {
                self.typed(role, &before, &after, &inserted, composing);
            }
            Event::Pasted { role, text, before, after } => self.pasted(role, &text, &before, &after),
            Event::Ticked(boxes) => self.ticked(&boxes),
            Event::Focused(role) => self.last = role,
            Event::ChipFocused(id) => self.chip_focused(id),
            Event::Left(role) => self.left(role),
            Event::LeftField => self.close(),
            Event::Pressed(role) => {
                self.emit(Effect::FocusText(role));
                self.open(role);
            }
            Event::Toggled(role) => self.toggle_list(role),
            Event::Hovered(row) => self.hovered(row),
            Event::Picked(row, by) => self.picked(row, by),
            Event::StarPressed(row) => self.press_second_cell(row),
            Event::Removed(id, by) => self.remove(id, Towards::Text, by),
            Event::MenuOpened(None) => self.menu = None,
            Event::MenuOpened(Some(id)) => self.open_menu(id),
            Event::MenuChosen(id, item) => self.choose(id, item),
            Event::Copied(id, cut) => self.copy(id, cut),
            Event::CopiesToggled => {
                self.field.copies = !self.field.copies;
                // It may be hidden now.
                self.last = Role::To;
                self.changed();
            }
            event => self.step_beside(event),
        }
        self.drain()
    }

    /// Messages, the panel, timers and answers of the server.
    fn step_beside(&mut self, event: Event) {
        match event {
            Event::UndoPressed => self.undo(),
            Event::MoveHere => self.move_here(),
            Event::MeantPressed => self.take_meant(),
            Event::NoticeClosed => self.close_notice(),
            Event::NoticeHeld(held) => self.hold_notice(held),
            Event::Panel(event) => self.panel_event(event),
            Event::Woke(Timer::Search(generation)) => self.search_now(generation),
            Event::Woke(Timer::Slow(generation)) => self.search_is_slow(generation),
            Event::Woke(Timer::Notice(number)) => self.notice_is_over(number),
            Event::Results { generation, query, rows } => self.found(generation, query, rows),
            Event::SearchFailed { generation, offline } => self.search_failed(generation, offline),
            Event::LookedUp(answers) => self.looked_up(answers),
            Event::LookUpFailed => {
                self.asking.clear();
                self.opening.clear();
            }
            Event::StarFailed { contact, on } => self.star_failed(contact, on),
            Event::Reactivated(candidate) => self.reactivated(candidate),
            Event::ReactivateFailed => {
                self.notify(Notice::ReactivateFailed);
                self.say(Say::ReactivateFailed, SOON);
            }
            _ => unreachable!("answered by step"),
        }
    }

    fn chip_focused(&mut self, id: ChipId) {
        if let Some((role, _)) = self.field.find(id) {
            self.last_chip[role as usize] = Some(id);
            self.last = role;
        }
    }

    fn hovered(&mut self, row: Option<usize>) {
        let unmarked = self.list.active.is_none_or(|active| active.hovered);
        match row.filter(|row| *row < self.list.rows.len()) {
            Some(row) => {
                self.list.active = Some(Active { row, star: false, hovered: true });
                self.emit(Effect::Hush);
            }
            None if unmarked => self.list.active = None,
            None => {}
        }
    }

    /// D50: the list stays for the next one; a finger does not bring the keyboard up again.
    fn picked(&mut self, row: usize, by: Pointer) {
        let Some(role) = self.list.role else { return };
        self.pick_row(role, row);
        if by == Pointer::Fine {
            self.emit(Effect::FocusText(role));
        }
    }

    fn move_here(&mut self) {
        if let Some(Notice::Already { chip, wanted, .. }) = self.notice().cloned() {
            self.move_chip(chip, wanted);
        }
    }

    /// The person pressed « Vouliez-vous dire … ? »: the chip becomes that address (D83).
    fn take_meant(&mut self) {
        if let Some(Notice::Meant { chip, address }) = self.notice().cloned() {
            self.close_notice();
            self.correct(chip, &address);
        }
    }
}
