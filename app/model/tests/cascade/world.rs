//! Clients and people that change at random, by `model::cascade` alone. Shared with the tests of the store, which do the same.

use model::cascade::{Settled, Standing};
use model::{ClientId, ContactId};
use proptest::prelude::*;
use std::collections::BTreeSet;

pub const CLIENTS: usize = 3;
pub const PEOPLE: usize = 4;

/// What somebody does, to a client or a person by its place in the world.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    ClientOff(usize),
    ClientOn(usize),
    ContactOff(usize),
    /// Refused while all its clients are inactive.
    ContactOn(usize),
    End(usize, usize),
    /// Anew at an active client; at an inactive one only by undoing an end.
    Begin(usize, usize),
    Delete(usize),
    Restore(usize),
}

pub fn act() -> impl Strategy<Value = Act> {
    let (client, person) = (0..CLIENTS, 0..PEOPLE);
    prop_oneof![
        4 => client.clone().prop_map(Act::ClientOff),
        4 => client.clone().prop_map(Act::ClientOn),
        1 => person.clone().prop_map(Act::ContactOff),
        2 => person.clone().prop_map(Act::ContactOn),
        3 => (person.clone(), client.clone()).prop_map(|(x, c)| Act::End(x, c)),
        3 => (person.clone(), client).prop_map(|(x, c)| Act::Begin(x, c)),
        1 => person.clone().prop_map(Act::Delete),
        1 => person.prop_map(Act::Restore),
    ]
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub inactive: bool,
    pub taken_by: Option<usize>,
    pub at: BTreeSet<usize>,
    pub ever_at: BTreeSet<usize>,
    pub deleted: bool,
    /// What a person said last, of whatever the cascade knows nothing.
    pub said_inactive: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct World {
    pub active: [bool; CLIENTS],
    pub people: Vec<Person>,
}

impl World {
    /// All clients active; nobody belongs anywhere.
    pub fn new() -> World {
        World { active: [true; CLIENTS], people: vec![Person::default(); PEOPLE] }
    }

    /// Does it; answers whom the cascade of a client touched, of those who are there.
    pub fn run(&mut self, act: Act) -> Vec<usize> {
        match act {
            Act::ClientOff(c) if self.active[c] => {
                self.active[c] = false;
                return self.cascade(c, Some(c));
            }
            Act::ClientOn(c) if !self.active[c] => {
                self.active[c] = true;
                return self.cascade(c, None);
            }
            Act::ContactOff(x) if !self.people[x].deleted => self.say(x, true),
            Act::ContactOn(x) if self.may_come_back(x) && self.people[x].inactive => self.say(x, false),
            Act::End(x, c) => {
                self.people[x].at.remove(&c);
                self.settle(x, None);
            }
            Act::Begin(x, c) if self.may_begin(x, c) => {
                self.people[x].at.insert(c);
                self.people[x].ever_at.insert(c);
                self.settle(x, None);
            }
            Act::Delete(x) => self.people[x].deleted = true,
            Act::Restore(x) => self.people[x].deleted = false,
            _ => {}
        }
        vec![]
    }

    pub fn may_come_back(&self, x: usize) -> bool {
        !self.people[x].deleted && self.standing(x).may_be_reactivated()
    }

    fn may_begin(&self, x: usize, c: usize) -> bool {
        !self.people[x].deleted && (self.active[c] || self.people[x].ever_at.contains(&c))
    }

    fn say(&mut self, x: usize, inactive: bool) {
        let person = &mut self.people[x];
        (person.inactive, person.taken_by, person.said_inactive) = (inactive, None, inactive);
    }

    fn standing(&self, x: usize) -> Standing {
        let id = |c: usize| (ClientId(c as i64), self.active[c]);
        let person = &self.people[x];
        Standing {
            contact: ContactId(x as i64),
            inactive: person.inactive,
            switched_off_by: person.taken_by.map(id),
            clients: person.at.iter().map(|c| id(*c)).collect(),
        }
    }

    fn cascade(&mut self, client: usize, cause: Option<usize>) -> Vec<usize> {
        let concerned = |person: &Person| person.at.contains(&client) || person.taken_by == Some(client);
        let people: Vec<usize> = (0..PEOPLE).filter(|x| concerned(&self.people[*x])).collect();
        people.into_iter().filter(|x| self.settle(*x, cause) && !self.people[*x].deleted).collect()
    }

    fn settle(&mut self, x: usize, cause: Option<usize>) -> bool {
        let settled = self.standing(x).settled(cause.map(|c| ClientId(c as i64)));
        let person = &mut self.people[x];
        match settled {
            Settled::Stays => return false,
            Settled::SwitchedOff(by) => (person.inactive, person.taken_by) = (true, Some(by.0 as usize)),
            Settled::GivenBack => (person.inactive, person.taken_by) = (false, None),
        }
        true
    }
}
