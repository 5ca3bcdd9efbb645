//! What is said of the list (D96, D97).

use super::Who;
use crate::recipients::{
    Effect, Progress, Say, State,
    say::{LATER, SOON},
};

impl State {
    pub(super) fn say_opened(&mut self) {
        let first = self.list.rows.iter().find_map(|row| self.candidate(&row.who));
        let say = match first {
            None => Say::Nobody,
            Some(first) => {
                Say::Opened { count: self.list.count(), first: first.shown().to_owned(), starred: first.starred }
            }
        };
        self.say(say, SOON);
    }

    pub(in crate::recipients) fn say_results(&mut self) {
        let count = self.list.count();
        if count == 0 && self.remote.progress != Progress::Idle {
            return self.emit(Effect::Hush);
        }
        self.say(self.results(), LATER);
    }

    /// What was found is said along with it: nothing else tells what Enter takes.
    pub(in crate::recipients) fn say_search_failed(&mut self, offline: bool) {
        self.say(Say::SearchFailed { offline, found: Box::new(self.results()) }, LATER);
    }

    fn results(&self) -> Say {
        let count = self.list.count();
        let marked = self.list.role.and_then(|role| self.marked(role));
        let enter = self.list.offered.filter(|_| marked.is_none()).and_then(|at| match &self.list.rows[at].who {
            Who::Add(text) => Some(text.clone()),
            who => self.candidate(who).map(|candidate| candidate.shown().to_owned()),
        });
        if count == 0 && enter.is_none() {
            Say::Nobody
        } else {
            Say::Results { count, token: self.list.token.clone(), enter }
        }
    }

    pub(super) fn say_active(&mut self) {
        let Some(active) = self.list.active else { return };
        let row = &self.list.rows[active.row];
        let (text, starred) = match (&row.who, self.candidate(&row.who)) {
            (_, Some(c)) => {
                let parts = [c.shown(), c.address.as_str(), &c.function, c.elsewhere.as_deref().unwrap_or_default()];
                (parts.into_iter().filter(|part| !part.is_empty()).map(str::to_owned).collect(), c.starred)
            }
            (Who::Add(text), None) => (vec![text.clone()], false),
            _ => (vec![], false),
        };
        self.say(Say::Active { text, starred, at: active.row + 1, of: self.list.rows.len() }, SOON);
    }
}
