//! « Nouvelle adresse » (D84–D91): who is not a contact of this client yet can be added, or ignored, without stopping.

use super::{
    Asked, Candidate, Chip, Effect, Found, Known, Named, NewContact, Origin, PanelEvent, Say, Stage, State, chip::same,
    say::SOON, undo::Act,
};
use crate::{ContactId, FieldProblem};

impl State {
    /// The rows of the panel; none hides it.
    pub fn panel(&self) -> &[Asked] {
        &self.panel
    }

    /// How many « Tout ajouter » would add: rows that ask, and are nobody's.
    pub fn addable(&self) -> usize {
        self.panel.iter().filter(|asked| asked.is_open() && asked.holder.is_none()).count()
    }

    /// New rows only while nothing is marked: what is under the finger does not move.
    pub(super) fn refresh_rows_unmarked(&mut self) {
        if self.list.active.is_none() {
            let marks = self.marks();
            self.refresh_rows();
            self.mark_again(marks);
        }
    }

    /// A row for each chip that the server does not know here, unless it was ignored in this draft (D87) or the client
    /// may not get contacts (P07, D90).
    pub(super) fn ask_about_unknown(&mut self) {
        let asked = self.ask_unknown();
        self.say_unknown(asked);
    }

    /// The same in silence; gives the addresses of the new rows.
    pub(super) fn ask_unknown(&mut self) -> Vec<String> {
        if !self.facts.may_have_contacts {
            return vec![];
        }
        let new: Vec<Asked> = self.field.chips().filter_map(|(_, chip)| self.question(chip)).collect();
        let addresses = new.iter().map(|asked| asked.address.clone()).collect();
        self.panel.extend(new);
        addresses
    }

    pub(super) fn say_unknown(&mut self, addresses: Vec<String>) {
        if !addresses.is_empty() {
            self.say(Say::Unknown(addresses), SOON);
        }
    }

    fn question(&self, chip: &Chip) -> Option<Asked> {
        let is = |address: &String| same(address, &chip.address);
        if self.field.ignored.iter().any(is) || self.panel.iter().any(|asked| is(&asked.address)) {
            return None;
        }
        match (&chip.known, self.answers.iter().find(|(address, _)| is(address))) {
            (Known::Unknown, Some(_)) => Some(Asked::about(chip, None)),
            (Known::Elsewhere { accepted: false, .. }, Some((_, Found::Candidate(holder)))) => {
                Some(Asked::about(chip, Some(holder.clone())))
            }
            _ => None,
        }
    }

    /// Questions about chips that are gone are gone too.
    pub(super) fn forget_answered(&mut self) {
        let field = &self.field;
        self.panel.retain(|asked| !asked.is_open() || field.find_address(&asked.address).is_some());
    }

    pub(super) fn panel_event(&mut self, event: PanelEvent) {
        match event {
            PanelEvent::Star(address) => self.star_asked(&address),
            PanelEvent::Add(people) => self.add_asked(people),
            PanelEvent::Ignore(address) => self.ignore(&[address], false),
            PanelEvent::IgnoreAll { escaped } => {
                let open: Vec<String> =
                    self.panel.iter().filter(|asked| asked.is_open()).map(|asked| asked.address.clone()).collect();
                // What is on its way to the server is not stopped by this: its row stays, with its « Annuler ».
                self.panel.retain(|asked| asked.is_open() || asked.stage == Stage::Saving);
                self.ignore(&open, escaped);
            }
            PanelEvent::Use(address) => self.use_holder(&address),
            PanelEvent::Affiliate(address) => {
                let row = self.place(&address);
                let Some(asked) = self.asked(&address) else { return };
                let (contact, starred) = (asked.holder.as_ref().and_then(|holder| holder.contact), asked.starred);
                if let Some(contact) = contact {
                    self.affiliate(address, contact, starred);
                    self.focus_near(row);
                }
            }
            PanelEvent::TakeBack(address) => {
                let row = self.place(&address);
                let Some(asked) = self.asked(&address) else { return };
                let existed = asked.holder.is_some();
                if let Stage::Added(contact) = asked.stage {
                    self.take_back(address, contact, existed);
                    self.emit(Effect::FocusPanel(row));
                }
            }
            PanelEvent::Added(address, candidate) => self.added(&address, candidate),
            PanelEvent::Taken(address, candidate) => self.taken(&address, candidate),
            PanelEvent::Refused(address, problems) => self.refused(address, problems),
            PanelEvent::Failed(address) => {
                self.set_stage(&address, Stage::Failed);
                self.say(Say::AddFailed(address), SOON);
            }
            PanelEvent::TakenBack(address) => self.taken_back(&address),
        }
    }

    fn asked(&mut self, address: &str) -> Option<&mut Asked> {
        self.panel.iter_mut().find(|asked| same(&asked.address, address))
    }

    /// Where an address stands in the panel.
    fn place(&self, address: &str) -> usize {
        self.panel.iter().position(|asked| same(&asked.address, address)).unwrap_or_default()
    }

    fn set_stage(&mut self, address: &str, stage: Stage) {
        if let Some(asked) = self.asked(address) {
            asked.stage = stage;
        }
    }

    /// Before adding it is a choice; afterwards it is the contact's star.
    fn star_asked(&mut self, address: &str) {
        let Some(asked) = self.asked(address) else { return };
        match asked.stage {
            Stage::Added(contact) => self.toggle_star(contact),
            _ => asked.starred = !asked.starred,
        }
    }

    fn add_asked(&mut self, people: Vec<Named>) {
        let row = people.first().map(|person| self.place(&person.address)).unwrap_or_default();
        let mut new = vec![];
        for person in people {
            let Some(asked) = self.asked(&person.address).filter(|asked| asked.is_open()) else { continue };
            new.push(NewContact {
                address: asked.address.clone(),
                first_name: person.first_name,
                last_name: person.last_name,
                function: person.function,
                starred: asked.starred,
            });
        }
        if !new.is_empty() {
            self.create(new);
            self.focus_near(row);
        }
    }

    pub(super) fn create(&mut self, new: Vec<NewContact>) {
        for contact in &new {
            if let Some(asked) = self.asked(&contact.address) {
                asked.first_name.clone_from(&contact.first_name);
                asked.last_name.clone_from(&contact.last_name);
                asked.function.clone_from(&contact.function);
                asked.stage = Stage::Saving;
            }
        }
        self.emit(Effect::Add(new));
    }

    pub(super) fn affiliate(&mut self, address: String, contact: ContactId, starred: bool) {
        self.set_stage(&address, Stage::Saving);
        self.emit(Effect::Affiliate { address, contact, starred });
    }

    pub(super) fn take_back(&mut self, address: String, contact: ContactId, existed: bool) {
        self.set_stage(&address, Stage::Saving);
        self.emit(Effect::TakeBack { address, contact, existed });
    }

    /// Nobody is asked about them again in this draft (D87).
    fn ignore(&mut self, addresses: &[String], escaped: bool) {
        let row = addresses.first().map(|address| self.place(address)).unwrap_or_default();
        self.panel.retain(|asked| !addresses.iter().any(|address| same(address, &asked.address)));
        self.field.ignored.extend_from_slice(addresses);
        self.changed();
        if escaped {
            self.emit(Effect::FocusText(self.last));
        } else {
            self.focus_near(row);
        }
    }

    /// The pressed button is gone with its act: on to the next question, else to the one before it.
    fn focus_near(&mut self, row: usize) {
        let is_open = |at: &usize| self.panel[*at].is_open();
        let next = (row..self.panel.len()).find(is_open).or_else(|| (0..row.min(self.panel.len())).rev().find(is_open));
        let near = next.or(self.panel.len().checked_sub(1).map(|last| row.min(last)));
        self.emit(near.map_or(Effect::FocusText(self.last), Effect::FocusPanel));
    }

    fn refused(&mut self, address: String, problems: Vec<FieldProblem>) {
        let (row, count) = (self.place(&address), problems.len());
        self.set_stage(&address, Stage::Refused(problems));
        self.say(Say::AddRefused(address, count), SOON);
        self.emit(Effect::FocusRefused(row));
    }

    /// The chip is knowingly somebody of another client.
    fn use_holder(&mut self, address: &str) {
        for chip in self.field.chips_mut().filter(|chip| same(&chip.address, address)) {
            if let Known::Elsewhere { accepted, .. } = &mut chip.known {
                *accepted = true;
            }
        }
        let row = self.place(address);
        self.panel.retain(|asked| !same(&asked.address, address));
        self.changed();
        self.focus_near(row);
    }

    fn added(&mut self, address: &str, candidate: Candidate) {
        let Some(contact) = candidate.contact else { return };
        let name = candidate.shown().to_owned();
        let before = self.snapshot();
        self.learn(candidate);
        self.recognise();
        if let Some(asked) = self.asked(address) {
            asked.stage = Stage::Added(contact);
            let existed = asked.holder.is_some();
            let new = NewContact {
                address: asked.address.clone(),
                first_name: asked.first_name.clone(),
                last_name: asked.last_name.clone(),
                function: asked.function.clone(),
                starred: asked.starred,
            };
            self.remember(before, Act::Created { contact, existed, new });
        }
        self.say(Say::ContactAdded(name), SOON);
        self.refresh_rows_unmarked();
        self.changed();
    }

    /// Two people added it at once: whoever came second gets the choice of D89, or finds it done.
    fn taken(&mut self, address: &str, candidate: Candidate) {
        if candidate.elsewhere.is_none() {
            self.panel.retain(|asked| !same(&asked.address, address));
            self.learn(candidate);
        } else {
            self.answers.retain(|(known, _)| !same(known, address));
            self.answers.push((address.to_owned(), Found::Candidate(candidate.clone())));
            if let Some(asked) = self.asked(address) {
                asked.stage = Stage::Asking;
                asked.holder = Some(candidate);
            }
        }
        self.recognise();
        self.changed();
    }

    fn taken_back(&mut self, address: &str) {
        let marks = self.marks();
        if let Some(at) = self.facts.position(address) {
            self.facts.candidates.remove(at);
            self.searched.remove(at);
        }
        let holder = self.asked(address).and_then(|asked| asked.holder.clone());
        self.answers.push((address.to_owned(), holder.map_or(Found::Nobody, Found::Candidate)));
        for chip in self.field.chips_mut().filter(|chip| same(&chip.address, address) && chip.origin != Origin::Chosen)
        {
            chip.known = Known::Unchecked;
        }
        self.set_stage(address, Stage::Asking);
        self.recognise();
        self.refresh_rows();
        self.mark_again(marks);
        self.ask_about_unknown();
        self.changed();
    }

    /// A contact is active again: its chips and row say so. Its star is not put under the finger that pressed
    /// « Réactiver ».
    pub(super) fn reactivated(&mut self, candidate: Candidate) {
        let marks = self.marks();
        self.list.reactivated = candidate.contact.filter(|_| self.list.role.is_some());
        self.say(Say::Reactivated(candidate.shown().to_owned()), SOON);
        self.learn(candidate);
        self.recognise();
        self.refresh_rows();
        self.mark_again(marks);
        self.changed();
    }
}
