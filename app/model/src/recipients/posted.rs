//! The field as a plain form sends it, and what a person ticked or typed before the wasm arrived (§14). Both are read by
//! the functions that also read what is typed and pasted.

use super::{Candidate, ClientFacts, FieldState, Origin, Role, State, commit::Put};
use crate::address::{Mailbox, paste};

/// A box of the plain form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tick {
    /// Its name.
    pub role: Role,
    /// Its value, as copying a chip gives it.
    pub mailbox: String,
    /// As it stands.
    pub on: bool,
}

/// The field of a plain form: `boxes` that were sent, and what stood in the text boxes. Text that is no address stays text, and so
/// does what is beyond the limit of a mail (D46).
pub fn posted(facts: ClientFacts, boxes: &[(Role, String)], texts: &[(Role, String)]) -> FieldState {
    let mut state = State::new(facts, FieldState::default());
    for (role, mailbox) in boxes {
        state.tick_on(*role, mailbox);
    }
    for (role, text) in texts {
        let read = paste::read(text);
        let mut left = vec![];
        for mailbox in &read.entries {
            if matches!(state.put(*role, mailbox, Origin::Typed), Put::Full) {
                left.push(mailbox.to_string());
            }
        }
        left.extend(Some(read.rest).filter(|rest| !rest.is_empty()));
        state.field.line_mut(*role).text = left.join(", ");
    }
    state.field()
}

impl State {
    /// Candidates that could be ticked: active, and not in the field.
    pub fn others(&self) -> impl Iterator<Item = &Candidate> {
        let candidates = self.facts.candidates.iter();
        candidates.filter(|c| c.active && self.field.find_address(c.address.as_str()).is_none())
    }

    /// Boxes as they stand when the page comes alive (D102).
    pub(super) fn ticked(&mut self, boxes: &[Tick]) {
        let before = self.field.count();
        let mut changed = false;
        for tick in boxes {
            let there = Mailbox::parse(&tick.mailbox)
                .and_then(|mailbox| self.field.find_address(mailbox.address.as_str()).map(|(_, chip)| chip.id));
            match (tick.on, there) {
                (true, None) => changed |= self.tick_on(tick.role, &tick.mailbox),
                (false, Some(id)) => {
                    for line in &mut self.field.lines {
                        line.chips.retain(|chip| chip.id != id);
                    }
                }
                _ => {}
            }
        }
        if changed || self.field.count() != before {
            self.chips_changed();
        }
    }

    fn tick_on(&mut self, role: Role, mailbox: &str) -> bool {
        Mailbox::parse(mailbox).is_some_and(|mailbox| matches!(self.put(role, &mailbox, Origin::Chosen), Put::New(_)))
    }
}
