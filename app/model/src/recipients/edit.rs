//! A chip edited in place (D39): its text stands in the box until it is accepted again or given up.

use crate::address::{EmailAddress, Mailbox};

use super::{
    Chip, ChipId, Effect, FieldState, Known, Origin, Role, Say, Select, State, chip::same, say::SOON, undo::Act,
};

/// The chip that is out of its line while its text is in the box.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    pub(super) role: Role,
    chip: Chip,
    place: usize,
    /// What stood in the box before.
    aside: String,
    /// The chip's text as it was put into the box.
    text: String,
    /// The chip's id is taken by what replaces it.
    replaced: bool,
}

impl Edit {
    /// The field as it was before.
    pub(super) fn put_back(&self, field: &mut FieldState) {
        field.insert(self.role, self.place, self.chip.clone());
        field.line_mut(self.role).text.clone_from(&self.aside);
    }
}

impl State {
    /// F2, or « Modifier ».
    pub(super) fn start_edit(&mut self, id: ChipId) {
        self.give_up_edit();
        let Some((role, place)) = self.field.find(id) else { return };
        self.menu = None;
        self.close();
        let line = self.field.line_mut(role);
        let chip = line.chips.remove(place);
        let aside = std::mem::take(&mut line.text);
        let text = match chip.known {
            Known::Here { .. } | Known::Elsewhere { .. } | Known::Inactive { .. } => chip.address.clone(),
            _ => chip.written(),
        };
        self.say(Say::Editing(chip.shown().to_owned()), SOON);
        self.edit = Some(Edit { role, chip, place, aside, text: text.clone(), replaced: false });
        self.set_text(role, text, Select::All);
        self.emit(Effect::FocusText(role));
    }

    /// Escape: the original chip in its place. True when there was one.
    pub(super) fn cancel_edit(&mut self) -> bool {
        match self.give_up_edit() {
            Some(id) => {
                self.emit(Effect::FocusChip(id));
                true
            }
            None => false,
        }
    }

    fn give_up_edit(&mut self) -> Option<ChipId> {
        let edit = self.edit.take()?;
        self.field.insert(edit.role, edit.place, edit.chip.clone());
        self.set_text(edit.role, edit.aside, Select::End);
        self.close();
        Some(edit.chip.id)
    }

    /// Enter or leaving with unchanged or no text. True when that settled it.
    pub(super) fn settle_edit(&mut self, role: Role) -> bool {
        let Some(edit) = self.edit.as_ref().filter(|edit| edit.role == role) else { return false };
        let text = self.field.line(role).text.trim();
        if text == edit.text {
            self.give_up_edit();
        } else if text.is_empty() {
            self.drop_edited(role);
        } else {
            return false;
        }
        true
    }

    /// Emptied: removed.
    fn drop_edited(&mut self, role: Role) {
        let before = self.snapshot();
        let name = self.edit.as_ref().map(|edit| edit.chip.shown().to_owned()).unwrap_or_default();
        let aside = self.end_edit(role);
        self.set_text(role, aside, Select::End);
        self.remember(before, Act::Removed(name.clone()));
        self.report_removed(name);
        self.chips_changed();
    }

    /// Leaving with text that is no address: it goes back to its place as a chip to correct (D76), nothing is lost.
    pub(super) fn leave_edit(&mut self, role: Role) {
        if self.edit.as_ref().is_none_or(|edit| edit.role != role) {
            return;
        }
        let before = self.snapshot();
        let address = self.field.line(role).text.trim().to_owned();
        let (place, id) = self.next_place(role);
        let chip = Chip { id, address, name: String::new(), origin: Origin::Typed, known: Known::Invalid };
        self.field.insert(role, place, chip);
        let aside = self.end_edit(role);
        self.set_text(role, aside, Select::End);
        self.remember(before, Act::Edited);
        self.chips_changed();
    }

    /// Another address in the place of a chip, as if it had been edited (D83).
    pub(super) fn correct(&mut self, id: ChipId, address: &str) {
        let Ok(address) = EmailAddress::parse(address) else { return };
        self.give_up_edit();
        let Some((role, place)) = self.field.find(id) else { return };
        let chip = self.field.line_mut(role).chips.remove(place);
        let mailbox = Mailbox::new(&chip.name, address);
        let aside = std::mem::take(&mut self.field.line_mut(role).text);
        self.edit = Some(Edit { role, chip, place, aside, text: String::new(), replaced: false });
        self.commit(role, vec![mailbox], Origin::Typed, String::new());
    }

    /// Where the next chip of a line goes, and under which id: in the place of the edited one, else at the end.
    pub(super) fn next_place(&mut self, role: Role) -> (usize, ChipId) {
        match self.edit.as_mut().filter(|edit| edit.role == role) {
            None => (usize::MAX, self.field.fresh_id()),
            Some(edit) => {
                let id = if edit.replaced { self.field.fresh_id() } else { edit.chip.id };
                edit.replaced = true;
                edit.place += 1;
                (edit.place - 1, id)
            }
        }
    }

    /// The chip of this address, when it is being edited in another line: it may yet go back to its place (D81).
    pub(super) fn edited_elsewhere(&self, role: Role, address: &str) -> Option<(ChipId, Role)> {
        let edit = self.edit.as_ref().filter(|edit| edit.role != role && same(&edit.chip.address, address))?;
        Some((edit.chip.id, edit.role))
    }

    /// The edit is over; gives what stood in the box before.
    pub(super) fn end_edit(&mut self, role: Role) -> String {
        match self.edit.take_if(|edit| edit.role == role) {
            Some(edit) => edit.aside,
            None => String::new(),
        }
    }
}
