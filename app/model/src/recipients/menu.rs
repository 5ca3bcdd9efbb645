//! A chip's menu (D40): the way of one pointer, of the keyboard and of screen readers to everything a chip can do.

use super::{ChipId, Cut, Effect, Notice, Pointer, Role, Say, State, say::SOON, undo::Act};
use serde::{Deserialize, Serialize};

/// An item of the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MenuItem {
    /// « Modifier »
    Edit,
    /// « Copier l'adresse »
    Copy,
    /// « Déplacer vers … »
    Move(Role),
    /// « Favori », as it stands now.
    Star(bool),
    /// « Ouvrir la fiche »
    Open,
    /// « Retirer »
    Remove,
}

impl State {
    /// The items for a chip, in the order of the menu.
    pub fn menu_items(&self, id: ChipId) -> Vec<MenuItem> {
        let (Some((role, _)), Some(chip)) = (self.field.find(id), self.chip(id)) else { return vec![] };
        let mut items = vec![MenuItem::Edit, MenuItem::Copy];
        items.extend([Role::Cc, Role::Bcc, Role::To].into_iter().filter(|r| *r != role).map(MenuItem::Move));
        items.extend(chip.star().map(|(_, on)| MenuItem::Star(on)));
        items.extend(chip.contact().map(|_| MenuItem::Open));
        items.push(MenuItem::Remove);
        items
    }

    pub(super) fn choose(&mut self, id: ChipId, item: MenuItem) {
        self.menu = None;
        let Some(chip) = self.chip(id).cloned() else { return };
        match item {
            MenuItem::Edit => self.start_edit(id),
            MenuItem::Copy => {
                self.emit(Effect::Copy(chip.address.clone()));
                self.say(Say::Copied(chip.address), SOON);
                self.emit(Effect::FocusChip(id));
            }
            MenuItem::Move(role) => {
                self.move_chip(id, role);
                self.emit(Effect::FocusChip(id));
            }
            MenuItem::Star(_) => {
                if let Some((contact, _)) = chip.star() {
                    self.toggle_star(contact);
                }
                self.emit(Effect::FocusChip(id));
            }
            MenuItem::Open => {
                if let Some(contact) = chip.contact() {
                    self.emit(Effect::OpenCard(contact));
                }
            }
            MenuItem::Remove => self.remove(id, Towards::Next, Pointer::Fine),
        }
    }

    /// Takes a chip to the end of another line.
    pub(super) fn move_chip(&mut self, id: ChipId, role: Role) {
        let Some((from, at)) = self.field.find(id).filter(|(from, _)| *from != role) else { return };
        let before = self.snapshot();
        let chip = self.field.line_mut(from).chips.remove(at);
        let name = chip.shown().to_owned();
        self.field.insert(role, usize::MAX, chip);
        self.field.copies |= role != Role::To;
        self.remember(before, Act::Moved);
        self.notify(Notice::Moved(name.clone(), role));
        self.say(Say::Moved(name, role), SOON);
        self.chips_changed();
    }

    /// Removing does not un-star; the person is in the list again (P24).
    pub(super) fn remove(&mut self, id: ChipId, towards: Towards, by: Pointer) {
        let Some((role, at)) = self.field.find(id) else { return };
        let before = self.snapshot();
        let chip = self.field.line_mut(role).chips.remove(at);
        let name = chip.shown().to_owned();
        self.remember(before, Act::Removed(name.clone()));
        self.report_removed(name);
        self.chips_changed();
        let chips = self.chips(role);
        let next = match towards {
            _ if by == Pointer::Coarse => chips.get(at).or_else(|| chips.last()),
            Towards::Next => chips.get(at),
            Towards::Previous => at.checked_sub(1).and_then(|at| chips.get(at)).or_else(|| chips.first()),
            Towards::Text => None,
        };
        match next.map(|chip| chip.id) {
            Some(id) => self.emit(Effect::FocusChip(id)),
            None if by == Pointer::Coarse => {}
            None => self.emit(Effect::FocusText(role)),
        }
    }

    pub(super) fn report_removed(&mut self, name: String) {
        self.notify(Notice::Removed(name.clone()));
        self.say(Say::Removed(name, self.field.count()), SOON);
    }

    /// Ctrl+C and Ctrl+X on a chip (D41).
    pub(super) fn copy(&mut self, id: ChipId, cut: Cut) {
        let Some(chip) = self.chip(id) else { return };
        let (written, name) = (chip.written(), chip.shown().to_owned());
        self.emit(Effect::Prevent);
        self.emit(Effect::Copy(written));
        match cut {
            Cut::No => self.say(Say::Copied(name), SOON),
            Cut::Yes => self.remove(id, Towards::Next, Pointer::Fine),
        }
    }
}

/// Where the focus goes when a chip is gone (D38).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Towards {
    Next,
    Previous,
    Text,
}
