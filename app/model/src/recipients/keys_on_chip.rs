//! Keys while a chip has the focus (D37–D42).

use super::{ChipId, Effect, Key, Pointer, Press, Role, State, menu::Towards};

impl State {
    pub(super) fn key_on_chip(&mut self, id: ChipId, press: Press) {
        let Some((role, at)) = self.field.find(id).filter(|_| !press.composing && !press.alt) else { return };
        if press.ctrl {
            return self.control_on_chip(press);
        }
        let chips = self.chips(role);
        let (previous, next, first) =
            (at.checked_sub(1).map(|at| chips[at].id), chips.get(at + 1).map(|chip| chip.id), chips[0].id);
        match press.key {
            Key::Left => {
                self.emit(Effect::Prevent);
                self.emit(Effect::FocusChip(previous.unwrap_or(id)));
            }
            Key::Right => {
                self.emit(Effect::Prevent);
                self.emit(next.map_or(Effect::FocusText(role), Effect::FocusChip));
            }
            Key::Home => {
                self.emit(Effect::Prevent);
                self.emit(Effect::FocusChip(first));
            }
            Key::End => {
                self.emit(Effect::Prevent);
                self.emit(Effect::FocusText(role));
            }
            Key::Delete => self.delete(id, Towards::Next, press),
            Key::Backspace => self.delete(id, Towards::Previous, press),
            Key::F2 => {
                self.emit(Effect::Prevent);
                self.start_edit(id);
            }
            Key::Menu => self.open_menu(id),
            Key::F10 if press.shift => self.open_menu(id),
            Key::F6 => self.go_to_panel(),
            Key::Char(_) => self.type_from_chip(role),
            _ => {}
        }
    }

    fn control_on_chip(&mut self, press: Press) {
        match press.key {
            Key::Enter => {
                self.emit(Effect::Prevent);
                self.emit(Effect::Submit);
            }
            Key::Char('z' | 'Z' | 'y' | 'Y') => self.undo_key(press),
            _ => {}
        }
    }

    /// A held key never eats one chip after the other (D28).
    fn delete(&mut self, id: ChipId, towards: Towards, press: Press) {
        self.emit(Effect::Prevent);
        if !press.repeat {
            self.remove(id, towards, Pointer::Fine);
        }
    }

    /// Also from the context menu and a long press (D40).
    pub(super) fn open_menu(&mut self, id: ChipId) {
        self.emit(Effect::Prevent);
        self.close();
        self.menu = Some(id);
    }

    /// The letter lands in the box by itself: the focus is there before the browser types it (D42).
    fn type_from_chip(&mut self, role: Role) {
        self.emit(Effect::FocusText(role));
    }

    /// F6 (D85).
    pub(super) fn go_to_panel(&mut self) {
        if !self.panel.is_empty() {
            self.emit(Effect::Prevent);
            self.emit(Effect::FocusPanel(0));
        }
    }

    pub(super) fn undo_key(&mut self, press: Press) {
        self.emit(Effect::Prevent);
        match press.key {
            Key::Char('z' | 'Z') if !press.shift => self.undo(),
            _ => self.redo(),
        }
    }
}
