//! A field to type into, without a browser: the builders and verbs that the tests speak.

use model::{
    ClientId, ContactId,
    address::EmailAddress,
    recipients::{
        Candidate, ChipId, ClientFacts, Effect, Event, FieldState, Found, Key, Notice, Press, Role, Say, Slot, State,
        Who, prefill,
    },
};

pub const TO: Role = Role::To;

/// A field with what the last event asked for.
pub struct Field {
    pub state: State,
    pub effects: Vec<Effect>,
}

pub fn contact(id: i64, name: &str, address: &str) -> Candidate {
    Candidate {
        address: EmailAddress::parse(address).unwrap(),
        contact: Some(ContactId(id)),
        slots: vec![],
        elsewhere: None,
        name: name.into(),
        function: String::new(),
        site: String::new(),
        starred: false,
        active: true,
        uses: 0,
        last_used: None,
    }
}

pub fn slot(slot: Slot, address: &str) -> Candidate {
    Candidate { contact: None, slots: vec![slot], ..contact(0, "", address) }
}

pub fn starred(candidate: Candidate) -> Candidate {
    Candidate { starred: true, ..candidate }
}

pub fn inactive(candidate: Candidate) -> Candidate {
    Candidate { active: false, ..candidate }
}

pub fn elsewhere(clients: &str, candidate: Candidate) -> Candidate {
    Candidate { elsewhere: Some(clients.into()), ..candidate }
}

pub fn used(uses: u32, days: u32, candidate: Candidate) -> Candidate {
    Candidate { uses, last_used: Some(days), ..candidate }
}

/// Marie (favourite), Marc-Antoine, Éloïse, Rémi, Paul (inactive); main, billing and one site address.
pub fn acme() -> ClientFacts {
    facts(vec![
        starred(Candidate { function: "Comptabilité".into(), ..contact(1, "Marie Durand", "marie@acme.example") }),
        contact(2, "Marc-Antoine Roy", "ma.roy@acme.example"),
        contact(3, "Éloïse Lefèvre", "eloise@acme.example"),
        contact(4, "Rémi Andreas", "remi@acme.example"),
        inactive(contact(5, "Paul Ancien", "paul@acme.example")),
        slot(Slot::Main, "contact@acme.example"),
        slot(Slot::Billing, "compta@acme.example"),
        slot(Slot::Site("Atelier de Gand".into()), "gand@acme.example"),
    ])
}

pub fn facts(candidates: Vec<Candidate>) -> ClientFacts {
    ClientFacts {
        client: ClientId(1),
        label: "ACME".into(),
        may_have_contacts: true,
        candidates,
        domains: vec![],
        total: 5,
    }
}

pub fn press(key: Key) -> Press {
    Press { key, shift: false, ctrl: false, alt: false, repeat: false, composing: false, at_start: false }
}

pub fn shift(key: Key) -> Press {
    Press { shift: true, ..press(key) }
}

pub fn ctrl(key: Key) -> Press {
    Press { ctrl: true, ..press(key) }
}

pub fn alt(key: Key) -> Press {
    Press { alt: true, ..press(key) }
}

impl Field {
    /// ACME's field, empty.
    pub fn acme() -> Field {
        Field::of(acme())
    }

    pub fn of(facts: ClientFacts) -> Field {
        Field { state: State::new(facts, FieldState::default()), effects: vec![] }
    }

    /// ACME's field as a mail opens: main address and Marie.
    pub fn prefilled() -> Field {
        let facts = acme();
        let field = prefill(&facts);
        Field { state: State::new(facts, field), effects: vec![] }
    }

    pub fn does(&mut self, event: Event) -> &mut Field {
        self.effects = self.state.step(event);
        self
    }

    /// Types at the end of the box, letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Field {
        self.types_in(TO, text)
    }

    pub fn types_in(&mut self, role: Role, text: &str) -> &mut Field {
        for letter in text.chars() {
            let before = format!("{}{letter}", self.state.text(role));
            self.inserts(role, &before, "", &letter.to_string());
        }
        self
    }

    pub fn inserts(&mut self, role: Role, before: &str, after: &str, inserted: &str) -> &mut Field {
        let (before, after, inserted) = (before.into(), after.into(), inserted.into());
        self.does(Event::Typed { role, before, after, inserted, composing: false })
    }

    pub fn pastes(&mut self, text: &str) -> &mut Field {
        let before = self.state.text(TO).to_owned();
        self.does(Event::Pasted { role: TO, text: text.into(), before: before.clone(), after: String::new() });
        if !self.effects.contains(&Effect::Prevent) {
            self.inserts(TO, &format!("{before}{text}"), "", "");
        }
        self
    }

    pub fn key(&mut self, key: Key) -> &mut Field {
        self.presses(press(key))
    }

    pub fn presses(&mut self, press: Press) -> &mut Field {
        self.presses_in(TO, press)
    }

    pub fn presses_in(&mut self, role: Role, press: Press) -> &mut Field {
        let at_start = press.at_start || self.state.text(role).is_empty();
        self.does(Event::Key(role, Press { at_start, ..press }))
    }

    pub fn chip_key(&mut self, address: &str, key: Key) -> &mut Field {
        let id = self.id(address);
        self.does(Event::ChipKey(id, press(key)))
    }

    /// Addresses of a line's chips.
    pub fn line(&self, role: Role) -> Vec<String> {
        self.state.chips(role).iter().map(|chip| chip.address.clone()).collect()
    }

    pub fn to(&self) -> Vec<String> {
        self.line(TO)
    }

    pub fn text(&self) -> &str {
        self.state.text(TO)
    }

    pub fn id(&self, address: &str) -> ChipId {
        let field = self.state.field();
        field.find_address(address).unwrap_or_else(|| panic!("no chip of {address}")).1.id
    }

    /// Addresses of the rows, `+` before « Ajouter ».
    pub fn rows(&self) -> Vec<String> {
        let rows = self.state.list().rows.iter();
        rows.map(|row| match &row.who {
            Who::Add(text) => format!("+{text}"),
            Who::Retry => "retry".into(),
            who => self.state.candidate(who).unwrap().address.to_string(),
        })
        .collect()
    }

    /// The address of the active row.
    pub fn active(&self) -> Option<String> {
        self.state.list().active.map(|active| self.rows()[active.row].clone())
    }

    /// The address of the row that Enter would take.
    pub fn offered(&self) -> Option<String> {
        self.state.list().offered.map(|row| self.rows()[row].clone())
    }

    pub fn is_open(&self) -> bool {
        self.state.list().shows(TO)
    }

    pub fn asked(&self, effect: &Effect) -> bool {
        self.effects.contains(effect)
    }

    pub fn prevents(&self) -> bool {
        self.asked(&Effect::Prevent)
    }

    pub fn said(&self) -> Option<&Say> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Say(say, _) => Some(say),
            _ => None,
        })
    }

    pub fn notice(&self) -> Option<&Notice> {
        self.state.notice()
    }

    /// Lets the pause pass and gives the generation and query of the search that starts.
    pub fn search(&mut self) -> (u32, String) {
        let timer = self.effects.iter().find_map(|effect| match effect {
            Effect::Wake(timer @ model::recipients::Timer::Search(_), 150) => Some(*timer),
            _ => None,
        });
        self.does(Event::Woke(timer.expect("a search waits for the pause")));
        let search = self.effects.iter().find_map(|effect| match effect {
            Effect::Search { generation, query } => Some((*generation, query.clone())),
            _ => None,
        });
        search.expect("the search starts")
    }

    pub fn finds(&mut self, rows: Vec<Candidate>) -> &mut Field {
        let (generation, query) = self.search();
        self.does(Event::Results { generation, query, rows })
    }

    /// The server answers what it was last asked.
    pub fn answers(&mut self, address: &str, found: Found) -> &mut Field {
        self.does(Event::LookedUp(vec![(address.into(), found)]))
    }
}
