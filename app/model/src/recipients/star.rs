//! The star: for the next mail to this client, not for this one (P21, D72).

use super::{Effect, Notice, Say, State, Who, say::SOON, undo::Act};
use crate::ContactId;

impl State {
    /// Flips a favourite at once; the list keeps its order until it is opened again (D72).
    pub(super) fn toggle_star(&mut self, contact: ContactId) {
        let Some(on) = self.starred(contact).map(|on| !on) else { return };
        let before = self.snapshot();
        self.set_star(contact, on);
        self.remember(before, Act::Starred(contact, on));
        let name = self.name_of(contact);
        self.notify(if on { Notice::Starred(name.clone()) } else { Notice::Unstarred(name.clone()) });
        self.say(if on { Say::Starred(name) } else { Say::Unstarred(name) }, SOON);
    }

    /// The second cell of a row: its star, or « Réactiver » of an inactive contact.
    pub(super) fn press_second_cell(&mut self, row: usize) {
        let row = self.list.rows.get(row).filter(|row| self.second_cell(row));
        let Some(Who::Own(at)) = row.map(|row| row.who.clone()) else { return };
        let candidate = &self.facts.candidates[at];
        match candidate.contact {
            Some(contact) if candidate.active => self.toggle_star(contact),
            Some(contact) => self.emit(Effect::Reactivate(contact)),
            None => {}
        }
    }

    pub(super) fn set_star(&mut self, contact: ContactId, on: bool) {
        self.show_star(contact, on);
        self.emit(Effect::Star { contact, on });
    }

    /// It could not be saved: back as it was.
    pub(super) fn star_failed(&mut self, contact: ContactId, on: bool) {
        self.show_star(contact, !on);
        self.forget(&Act::Starred(contact, on));
        let name = self.name_of(contact);
        self.notify(Notice::StarFailed(name.clone()));
        self.say(Say::StarFailed(name), SOON);
    }

    fn show_star(&mut self, contact: ContactId, on: bool) {
        for candidate in self.facts.candidates.iter_mut().filter(|c| c.contact == Some(contact)) {
            candidate.starred = on;
        }
        for asked in &mut self.panel {
            asked.follow_star(contact, on);
        }
        self.recognise();
    }

    fn starred(&self, contact: ContactId) -> Option<bool> {
        self.facts.candidates.iter().find(|c| c.contact == Some(contact) && c.has_star()).map(|c| c.starred)
    }

    pub(super) fn name_of(&self, contact: ContactId) -> String {
        let found = self.facts.candidates.iter().find(|c| c.contact == Some(contact));
        found.map(|candidate| candidate.shown().to_owned()).unwrap_or_default()
    }
}
