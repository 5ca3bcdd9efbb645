//! How text or a row becomes a chip: each address once, no more than 500 (D18, D46, D81).

use super::{
    Chip, ChipId, Effect, Known, Notice, Origin, Role, Row, Say, Select, State, list::Who, say::SOON, undo::Act,
};
use crate::{
    address::{Mailbox, paste, typo},
    compose::RECIPIENTS_MAX,
};

/// The mailboxes of a text that is nothing else: one complete address, or several (D18, D102).
pub(super) fn complete(text: &str) -> Option<Vec<Mailbox>> {
    if !text.contains('@') {
        return None;
    }
    let read = paste::read(text);
    (read.rest.is_empty() && !read.entries.is_empty()).then_some(read.entries)
}

/// What became of one mailbox.
pub(super) enum Put {
    New(ChipId),
    Already(ChipId, Role),
    Full,
}

impl State {
    /// Takes the text of a box if it is complete, and says so. False when it is not: the text stays.
    pub(super) fn commit_text(&mut self, role: Role) -> bool {
        let text = self.field.line(role).text.clone();
        match complete(&text) {
            Some(mailboxes) => {
                self.commit(role, mailboxes, Origin::Typed, String::new());
                true
            }
            None => false,
        }
    }

    /// Makes chips of mailboxes in one step; `rest` stays in the box.
    pub(super) fn commit(&mut self, role: Role, mailboxes: Vec<Mailbox>, origin: Origin, rest: String) {
        let before = self.snapshot();
        let act = if self.edits(role) { Act::Edited } else { Act::Added };
        let (mut new, mut left) = (vec![], vec![]);
        let mut already = None;
        for mailbox in mailboxes {
            match self.put(role, &mailbox, origin) {
                Put::New(id) => new.push(id),
                Put::Already(id, there) => already = Some((id, there)),
                Put::Full => left.push(mailbox.to_string()),
            }
        }
        let full = !left.is_empty();
        left.extend([rest, self.end_edit(role)].into_iter().filter(|text| !text.is_empty()));
        self.set_text(role, left.join(", "), Select::End);
        if !new.is_empty() || act == Act::Edited {
            self.remember(before, act);
        }
        self.report_added(role, &new, already);
        if full {
            self.notify(Notice::TooMany);
            self.say(Say::TooMany, SOON);
        }
        self.chips_changed();
    }

    /// One mailbox into a line, in the place of the chip being edited or at the end. A known address takes the
    /// contact's name (D18).
    pub(super) fn put(&mut self, role: Role, mailbox: &Mailbox, origin: Origin) -> Put {
        if let Some((there, chip)) = self.field.find_address(mailbox.address.as_str()) {
            return Put::Already(chip.id, there);
        }
        if let Some((id, there)) = self.edited_elsewhere(role, mailbox.address.as_str()) {
            return Put::Already(id, there);
        }
        if self.field.count() >= RECIPIENTS_MAX {
            return Put::Full;
        }
        let (name, known) = self.identify(mailbox.address.as_str(), origin == Origin::Chosen);
        let name = name.or_else(|| mailbox.name.clone()).unwrap_or_default();
        let (place, id) = self.next_place(role);
        let chip = Chip { id, address: mailbox.address.to_string(), name, origin, known };
        self.field.insert(role, place, chip);
        Put::New(id)
    }

    fn report_added(&mut self, role: Role, new: &[ChipId], already: Option<(ChipId, Role)>) {
        if let Some((id, there)) = already {
            self.report_already(id, there, role);
        }
        let Some(&last) = new.last() else { return };
        self.helped = false;
        let chip = self.chip(last).expect("a chip just added is there").clone();
        self.say(Say::Added(chip.shown().to_owned(), self.field.count()), SOON);
        if already.is_none() {
            self.close_notice();
        }
        if let (Known::Unchecked | Known::Unknown, Some(address)) = (&chip.known, typo::meant(&chip.address)) {
            self.say(Say::Meant(chip.shown().to_owned(), self.field.count(), address.clone()), SOON);
            self.notify(Notice::Meant { chip: last, address });
        }
    }

    /// D81: the chip that is there flashes, and can be moved here.
    fn report_already(&mut self, id: ChipId, there: Role, wanted: Role) {
        let name = self.chip(id).map(|chip| chip.shown().to_owned()).unwrap_or_default();
        self.emit(Effect::Flash(id));
        self.notify(Notice::Already { chip: id, name: name.clone(), role: there, wanted });
        self.say(Say::Already(name, there), SOON);
    }

    /// Adds the person of a row. False when the row may not be accepted.
    pub(super) fn accept(&mut self, role: Role, row: &Row) -> bool {
        if !self.acceptable(row) {
            return false;
        }
        let mailbox = match (&row.who, self.candidate(&row.who)) {
            (_, Some(candidate)) => Mailbox::new(&candidate.name, candidate.address.clone()),
            (Who::Add(text), None) => {
                self.list.active = None;
                return Mailbox::parse(text).is_some_and(|mailbox| {
                    self.commit(role, vec![mailbox], Origin::Typed, String::new());
                    true
                });
            }
            _ => return false,
        };
        if let Who::Far(at) = row.who {
            let far = self.remote.rows[at].clone();
            self.answers.push((far.address.to_string(), super::Found::Candidate(far)));
        }
        self.commit(role, vec![mailbox], Origin::Chosen, String::new());
        true
    }

    /// Writes a text into a box.
    pub(super) fn set_text(&mut self, role: Role, text: String, select: Select) {
        if self.field.line(role).text != text {
            self.emit(Effect::SetText(role, text.clone(), select));
            self.field.line_mut(role).text = text;
        }
        if self.list.role == Some(role) {
            self.list.token = self.field.line(role).text.trim().to_owned();
            self.search_later();
        }
        self.errors[role as usize] = false;
    }

    /// After any change of the chips: the list leaves out who is chosen, the server is asked about strangers, the draft
    /// is saved.
    pub(super) fn chips_changed(&mut self) {
        self.forget_answered();
        self.refresh_rows();
        self.look_up();
        self.ask_about_unknown();
        self.changed();
    }
}
