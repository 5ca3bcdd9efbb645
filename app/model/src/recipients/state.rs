//! Everything the field is at one instant. The component shows it and never changes it but by [`State::step`].

use super::{
    Asked, Candidate, Chip, ChipId, ClientFacts, Effect, FieldState, Found, Known, List, Role, Say, edit::Edit,
    notice::Shown, rank::Searched, remote::Remote, undo::History,
};

/// The recipient field of one compose form.
#[derive(Clone, Debug)]
pub struct State {
    pub(super) facts: ClientFacts,
    pub(super) searched: Vec<Searched>,
    /// Lower case: what an address typed for this client usually ends with (P29).
    pub(super) domains: Vec<String>,
    pub(super) field: FieldState,
    pub(super) list: List,
    pub(super) remote: Remote,
    /// Addresses that are not of this client, with the server's answer.
    pub(super) answers: Vec<(String, Found)>,
    /// Asked, not answered.
    pub(super) asking: Vec<String>,
    /// Asked when the page came alive: nothing is said of the answer (D97).
    pub(super) opening: Vec<String>,
    /// The line that has the focus, or had it last.
    pub(super) last: Role,
    /// By role: the chip that Tab goes to (D11).
    pub(super) last_chip: [Option<ChipId>; 3],
    pub(super) edit: Option<Edit>,
    pub(super) menu: Option<ChipId>,
    pub(super) panel: Vec<Asked>,
    pub(super) history: History,
    pub(super) shown: Shown,
    pub(super) errors: [bool; 3],
    pub(super) helped: bool,
    out: Vec<Effect>,
}

impl State {
    /// Starts from what a draft kept, or from [`super::prefill`]. What the client's facts say now wins over what the
    /// draft remembers, so a contact made inactive meanwhile says so (P05).
    pub fn new(facts: ClientFacts, field: FieldState) -> State {
        let facts = facts.merged();
        let mut state = State {
            searched: facts.candidates.iter().map(|candidate| Searched::of(candidate, &facts.label)).collect(),
            domains: facts.known_domains(),
            facts,
            field,
            list: List::default(),
            remote: Remote::default(),
            answers: vec![],
            asking: vec![],
            opening: vec![],
            last: Role::To,
            last_chip: [None; 3],
            edit: None,
            menu: None,
            panel: vec![],
            history: History::default(),
            shown: Shown::default(),
            errors: [false; 3],
            helped: true,
            out: vec![],
        };
        state.recognise();
        state
    }

    /// Asks about the chips of a draft that nobody has answered for. To be called once, when the page is alive: on the
    /// server there is nobody to ask (D84).
    pub fn start(&mut self) -> Vec<Effect> {
        self.look_up();
        self.opening.clone_from(&self.asking);
        self.drain()
    }

    /// The client.
    pub fn facts(&self) -> &ClientFacts {
        &self.facts
    }

    /// The field as a draft keeps it: a chip being edited stands in its place as it was.
    pub fn field(&self) -> FieldState {
        let mut field = self.field.clone();
        if let Some(edit) = &self.edit {
            edit.put_back(&mut field);
        }
        field
    }

    /// The chips of a role, in the order shown.
    pub fn chips(&self, role: Role) -> &[Chip] {
        &self.field.line(role).chips
    }

    /// The chip of an id.
    pub fn chip(&self, id: ChipId) -> Option<&Chip> {
        self.field.find(id).map(|(role, at)| &self.field.line(role).chips[at])
    }

    /// What stands in the text box of a role.
    pub fn text(&self, role: Role) -> &str {
        &self.field.line(role).text
    }

    /// The suggestions.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// Cc and Cci are shown.
    pub fn copies(&self) -> bool {
        self.field.copies
    }

    /// The text left in this box is no complete address (D52).
    pub fn has_error(&self, role: Role) -> bool {
        self.errors[role as usize]
    }

    /// The help text is still read out: until the first chip of the session (D09).
    pub fn helps(&self) -> bool {
        self.helped
    }

    /// The chip whose menu is open.
    pub fn menu(&self) -> Option<ChipId> {
        self.menu
    }

    /// A chip of this role is being edited in the text box (D39).
    pub fn edits(&self, role: Role) -> bool {
        self.edit.as_ref().is_some_and(|edit| edit.role == role)
    }

    /// The chip of a role that Tab goes to: the one that had the focus last, else the last one (D11).
    pub fn tab_stop(&self, role: Role) -> Option<ChipId> {
        let chips = self.chips(role);
        let last = self.last_chip[role as usize];
        last.filter(|id| chips.iter().any(|chip| chip.id == *id)).or_else(|| chips.last().map(|chip| chip.id))
    }

    /// The candidate of an address, when it belongs to this client.
    pub(super) fn own(&self, address: &str) -> Option<&Candidate> {
        self.facts.position(address).map(|at| &self.facts.candidates[at])
    }

    /// Takes in a candidate that the server knows better or that was not in the facts.
    pub(super) fn learn(&mut self, candidate: Candidate) {
        self.answers.retain(|(address, _)| !super::chip::same(address, candidate.address.as_str()));
        match self.facts.position(candidate.address.as_str()) {
            Some(at) => {
                let slots = std::mem::take(&mut self.facts.candidates[at].slots);
                self.facts.candidates[at] = Candidate { slots, ..candidate };
                self.searched[at] = Searched::of(&self.facts.candidates[at], &self.facts.label);
            }
            None => {
                self.searched.push(Searched::of(&candidate, &self.facts.label));
                self.domains.extend(candidate.elsewhere.is_none().then(|| candidate.address.domain().to_lowercase()));
                self.facts.candidates.push(candidate);
            }
        }
    }

    /// Brings what every chip says up to date with the facts and the answers.
    pub(super) fn recognise(&mut self) {
        let mut field = std::mem::take(&mut self.field);
        for chip in field.chips_mut() {
            let accepted =
                chip.origin == super::Origin::Chosen || matches!(chip.known, Known::Elsewhere { accepted: true, .. });
            let (name, known) = self.identify(&chip.address, accepted);
            match known {
                Known::Unchecked if chip.known != Known::Invalid => {}
                known => chip.known = known,
            }
            if let Some(name) = name {
                chip.name = name;
            }
        }
        self.field = field;
    }

    /// Who an address is, with the name that is known for it.
    pub(super) fn identify(&self, address: &str, accepted: bool) -> (Option<String>, Known) {
        if crate::address::EmailAddress::parse(address).is_err() {
            return (None, Known::Invalid);
        }
        if let Some(own) = self.own(address) {
            return (Some(own.name.clone()).filter(|name| !name.is_empty()), Known::of(own, accepted));
        }
        match self.answers.iter().find(|(known, _)| super::chip::same(known, address)) {
            Some((_, Found::Candidate(candidate))) => (Some(candidate.name.clone()), Known::of(candidate, accepted)),
            Some((_, Found::Nobody)) => (None, Known::Unknown),
            Some((_, Found::Refused)) => (None, Known::Invalid),
            None => (None, Known::Unchecked),
        }
    }

    pub(super) fn emit(&mut self, effect: Effect) {
        self.out.push(effect);
    }

    /// One message a key press: a later one of the same event wins (D97).
    pub(super) fn say(&mut self, what: Say, wait: u32) {
        self.out.retain(|effect| !matches!(effect, Effect::Say(..)));
        self.out.push(Effect::Say(what, wait));
    }

    /// The draft wants to be saved, once an event.
    pub(super) fn changed(&mut self) {
        if !self.out.contains(&Effect::Changed) {
            self.out.push(Effect::Changed);
        }
    }

    pub(super) fn drain(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.out)
    }
}
