//! A field under random acts, with what was legitimately wanted so far.

use crate::field::*;
use model::recipients::{
    Candidate, Cut, Effect, Event, Found, Key, MenuItem, Named, PanelEvent, Pointer, Press, Role, Timer, Who,
};
use proptest::prelude::*;

/// What a person, the browser or the server may do next; indexes are taken modulo what is there.
#[derive(Clone, Debug)]
pub enum Act {
    Type(String),
    TypeRaw(String, String, String, bool),
    Key(Key, bool, bool, bool, bool),
    ChipKey(usize, Key),
    Paste(String),
    Leave,
    Press,
    Toggle,
    Hover(usize),
    Pick(usize),
    Star(usize),
    Remove(usize),
    Menu(usize, usize),
    Copy(usize, bool),
    Undo,
    MoveHere,
    Meant,
    Pause,
    Answer(usize),
    Fail(bool),
    Reactivated,
    LookedUp(usize),
    Panel(usize),
}

const KEYS: [Key; 14] = [
    Key::Enter,
    Key::Enter,
    Key::Tab,
    Key::Escape,
    Key::Backspace,
    Key::Delete,
    Key::Left,
    Key::Right,
    Key::Up,
    Key::Down,
    Key::Down,
    Key::Home,
    Key::F2,
    Key::Char('z'),
];

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("mar"),
        Just("elo"),
        Just("paul"),
        Just("jean@acme.example"),
        Just("marie@acme.example"),
        Just("paul@acme.example"),
        Just("x@gmial.com"),
        Just("luc@beta.example"),
        Just(","),
        Just(" "),
        Just(";"),
        Just("Durand, Luc <luc@beta.example>"),
        Just("a@b"),
        Just("\"q"),
        Just("<"),
        Just(">"),
        Just("compta@acme.example"),
    ]
    .prop_map(str::to_owned)
}

pub fn act() -> impl Strategy<Value = Act> {
    let key = || prop::sample::select(&KEYS[..]);
    prop_oneof![
        4 => word().prop_map(Act::Type),
        1 => (word(), word(), word(), any::<bool>()).prop_map(|(a, b, c, d)| Act::TypeRaw(a, b, c, d)),
        6 => (key(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>())
            .prop_map(|(k, a, b, c, d)| Act::Key(k, a && b, c && d, a && c && d, b && c && d)),
        2 => (0..9usize, key()).prop_map(|(at, k)| Act::ChipKey(at, k)),
        2 => prop::collection::vec(word(), 1..4).prop_map(|words| Act::Paste(words.join(", "))),
        1 => Just(Act::Leave),
        1 => Just(Act::Press),
        1 => Just(Act::Toggle),
        1 => (0..9usize).prop_map(Act::Hover),
        1 => (0..9usize).prop_map(Act::Pick),
        1 => (0..9usize).prop_map(Act::Star),
        1 => (0..9usize).prop_map(Act::Remove),
        2 => (0..9usize, 0..9usize).prop_map(|(a, b)| Act::Menu(a, b)),
        1 => (0..9usize, any::<bool>()).prop_map(|(a, b)| Act::Copy(a, b)),
        1 => Just(Act::Undo),
        1 => Just(Act::MoveHere),
        1 => Just(Act::Meant),
        2 => Just(Act::Pause),
        2 => (0..3usize).prop_map(Act::Answer),
        1 => any::<bool>().prop_map(Act::Fail),
        1 => Just(Act::Reactivated),
        2 => (0..4usize).prop_map(Act::LookedUp),
        2 => (0..6usize).prop_map(Act::Panel),
    ]
}

/// What happens while one moves in the list and the server answers.
pub fn answered() -> impl Strategy<Value = Act> {
    let key = prop::sample::select(&[Key::Down, Key::Down, Key::Up, Key::Right, Key::Home][..]);
    prop_oneof![
        2 => prop::sample::select(&["mar", "marie@acme.example", "paul@acme.example", "marthe@acme.example", "t"][..])
            .prop_map(|word| Act::Type(word.to_owned())),
        4 => key.prop_map(|key| Act::Key(key, false, false, false, false)),
        1 => (0..9usize).prop_map(Act::Hover),
        1 => (0..9usize).prop_map(Act::Remove),
        1 => Just(Act::Key(Key::Escape, false, false, false, false)),
        4 => Just(Act::Pause),
        4 => (0..3usize).prop_map(Act::Answer),
        1 => any::<bool>().prop_map(Act::Fail),
        1 => Just(Act::Reactivated),
        1 => (0..4usize).prop_map(Act::LookedUp),
        1 => (0..6usize).prop_map(Act::Panel),
    ]
}

/// A field with what was legitimately wanted so far: typed or pasted text, marked rows.
pub struct Watched {
    pub field: Field,
    pub typed: String,
    pub marked: Vec<String>,
    generation: Option<(u32, String)>,
    asked: Vec<String>,
    timer: Option<Timer>,
}

fn strangers() -> Vec<Candidate> {
    vec![
        elsewhere("Beta SA", contact(40, "Marc Luc", "luc@beta.example")),
        elsewhere("Gamma", contact(41, "Marguerite", "marguerite@gamma.example")),
        contact(42, "Marthe Plus", "marthe@acme.example"),
    ]
}

impl Watched {
    pub fn new() -> Watched {
        let field = Field::prefilled();
        let marked = field.to();
        Watched { field, typed: String::new(), marked, generation: None, asked: vec![], timer: None }
    }

    fn chip(&self, at: usize) -> Option<u32> {
        let field = self.field.state.field();
        let count = field.count().max(1);
        field.chips().nth(at % count).map(|(_, chip)| chip.id)
    }

    /// What is visibly marked now may become a recipient by the next event.
    fn see(&mut self) {
        let list = self.field.state.list();
        let seen = list.active.map(|active| active.row).into_iter().chain(list.offered);
        let addresses: Vec<String> = seen.filter_map(|row| self.address(&list.rows[row].who)).collect();
        self.marked.extend(addresses);
        if let Some(model::recipients::Notice::Meant { address, .. }) = self.field.notice() {
            self.marked.push(address.clone());
        }
    }

    fn address(&self, who: &Who) -> Option<String> {
        self.field.state.candidate(who).map(|candidate| candidate.address.as_str().to_lowercase())
    }

    fn event(&mut self, act: &Act) -> Option<Event> {
        let rows = self.field.state.list().rows.len().max(1);
        Some(match act.clone() {
            Act::Type(text) => {
                self.typed.push_str(&[" ", self.field.text(), &text].concat());
                self.field.types(&text);
                return None;
            }
            Act::TypeRaw(before, after, inserted, composing) => {
                self.typed.push_str(&format!(" {before}{after} "));
                Event::Typed { role: Role::To, before, after, inserted, composing }
            }
            Act::Key(key, shift, ctrl, repeat, composing) => {
                let at_start = self.field.text().is_empty();
                Event::Key(Role::To, Press { key, shift, ctrl, alt: false, repeat, composing, at_start })
            }
            Act::ChipKey(at, key) => Event::ChipKey(self.chip(at)?, press(key)),
            Act::Paste(text) => {
                self.typed.push_str(&format!(" {text} "));
                let before = self.field.text().to_owned();
                Event::Pasted { role: Role::To, text, before, after: String::new() }
            }
            Act::Leave => Event::Left(Role::To),
            Act::Press => Event::Pressed(Role::To),
            Act::Toggle => Event::Toggled(Role::To),
            Act::Hover(row) => Event::Hovered(Some(row % rows)),
            Act::Pick(row) => {
                let who = self.field.state.list().rows.get(row % rows).map(|row| row.who.clone());
                self.marked.extend(who.and_then(|who| self.address(&who)));
                Event::Picked(row % rows, Pointer::Fine)
            }
            Act::Star(row) => Event::StarPressed(row % rows),
            Act::Remove(at) => Event::Removed(self.chip(at)?, Pointer::Fine),
            Act::Menu(at, item) => {
                let chip = self.chip(at)?;
                let items = self.field.state.menu_items(chip);
                let item = *items.get(item % items.len().max(1))?;
                if item == MenuItem::Edit {
                    self.typed.push_str(&format!(" {} ", self.field.state.chip(chip)?.written()));
                }
                Event::MenuChosen(chip, item)
            }
            Act::Copy(at, cut) => Event::Copied(self.chip(at)?, if cut { Cut::Yes } else { Cut::No }),
            Act::Undo => Event::UndoPressed,
            Act::MoveHere => Event::MoveHere,
            Act::Meant => Event::MeantPressed,
            Act::Pause => Event::Woke(self.timer.take()?),
            Act::Answer(at) => {
                let (generation, query) = self.generation.clone()?;
                Event::Results { generation, query, rows: strangers().into_iter().skip(at).collect() }
            }
            Act::Fail(offline) => Event::SearchFailed { generation: self.generation.clone()?.0, offline },
            Act::Reactivated => Event::Reactivated(contact(5, "Paul Ancien", "paul@acme.example")),
            Act::LookedUp(which) => {
                let address = self.asked.pop()?;
                let found = match which {
                    0 => Found::Refused,
                    1 => Found::Candidate(Candidate {
                        address: model::EmailAddress::parse(&address).ok()?,
                        ..strangers()[0].clone()
                    }),
                    _ => Found::Nobody,
                };
                Event::LookedUp(vec![(address, found)])
            }
            Act::Panel(which) => Event::Panel(self.panel_event(which)?),
        })
    }

    fn panel_event(&self, which: usize) -> Option<PanelEvent> {
        let address = self.field.state.panel().first()?.address.clone();
        Some(match which {
            0 => PanelEvent::Add(vec![Named { address, ..Named::default() }]),
            1 => {
                let added =
                    Candidate { address: model::EmailAddress::parse(&address).ok()?, ..contact(90, "Neuf", "n@n.fr") };
                PanelEvent::Added(address, added)
            }
            2 => PanelEvent::Use(address),
            3 => PanelEvent::IgnoreAll { escaped: false },
            4 => PanelEvent::TakenBack(address),
            _ => PanelEvent::Star(address),
        })
    }

    /// True when the act was an answer of the server, and no act of the person.
    pub fn run(&mut self, act: &Act) -> bool {
        self.see();
        let event = self.event(act);
        let is_answer = matches!(
            event,
            Some(
                Event::Results { .. }
                    | Event::SearchFailed { .. }
                    | Event::LookedUp(_)
                    | Event::Reactivated(_)
                    | Event::Panel(PanelEvent::Added(..) | PanelEvent::TakenBack(_))
            )
        );
        if let Some(event) = event {
            self.field.does(event);
        }
        for effect in std::mem::take(&mut self.field.effects) {
            match effect {
                Effect::Search { generation, query } => self.generation = Some((generation, query)),
                Effect::LookUp(addresses) => self.asked.extend(addresses),
                Effect::Wake(timer, _) => self.timer = Some(timer),
                _ => {}
            }
        }
        is_answer
    }
}
