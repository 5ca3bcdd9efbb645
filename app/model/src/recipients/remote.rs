//! The wider search: other clients, and contacts of this one that did not come with the page (D61–D64).

use super::{Candidate, Effect, State, Timer, list::Who};
use crate::fold::fold;

/// One search at a time; an answer counts only for the text now in the box.
#[derive(Clone, Debug, Default)]
pub(super) struct Remote {
    /// Rises with each change of the text: older answers are dropped.
    pub(super) generation: u32,
    /// Folded text that `rows` were found for.
    pub(super) rows_for: String,
    pub(super) rows: Vec<Candidate>,
    pub(super) progress: Progress,
}

/// How the search for the current text stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Progress {
    /// Nothing was asked, or the answer is here.
    #[default]
    Idle,
    /// Waiting for the person to pause, or for the server.
    Waiting,
    /// The same for more than 300 ms: shown (D62).
    Slow,
    /// « Recherche indisponible — Réessayer » (D63)
    Failed,
    /// « Hors ligne : contacts de ce client seulement » (D63)
    Offline,
}

/// Milliseconds without typing before the search starts (D61).
const PAUSE: u32 = 150;
/// Milliseconds of search before it is shown (D62).
const PATIENCE: u32 = 300;
/// Letters before the directory is searched (P21).
const ENOUGH: usize = 2;

impl State {
    /// How the wider search stands.
    pub fn progress(&self) -> Progress {
        self.remote.progress
    }

    pub(super) fn search_later(&mut self) {
        self.remote.generation += 1;
        let query = fold(&self.list.token);
        if query.chars().count() < ENOUGH {
            self.remote.rows.clear();
            self.remote.rows_for.clear();
            self.remote.progress = Progress::Idle;
            return;
        }
        if query == self.remote.rows_for {
            self.remote.progress = Progress::Idle;
            return;
        }
        self.remote.progress = Progress::Waiting;
        self.emit(Effect::Wake(Timer::Search(self.remote.generation), PAUSE));
    }

    pub(super) fn search_now(&mut self, generation: u32) {
        if generation != self.remote.generation || self.list.role.is_none() {
            return;
        }
        self.remote.progress = Progress::Waiting;
        self.emit(Effect::Search { generation, query: fold(&self.list.token) });
        self.emit(Effect::Wake(Timer::Slow(generation), PATIENCE));
    }

    pub(super) fn search_is_slow(&mut self, generation: u32) {
        if generation == self.remote.generation && self.remote.progress == Progress::Waiting {
            self.remote.progress = Progress::Slow;
        }
    }

    /// « Réessayer »
    pub(super) fn search_again(&mut self) {
        self.remote.generation += 1;
        self.search_now(self.remote.generation);
        self.refresh_rows();
    }

    /// Dropped unless it is for exactly the text and generation of now (D61).
    pub(super) fn found(&mut self, generation: u32, query: String, rows: Vec<Candidate>) {
        if generation != self.remote.generation || query != fold(&self.list.token) || self.list.role.is_none() {
            return;
        }
        let (own, far): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| row.elsewhere.is_none());
        let marks = self.marks();
        let first_new = self.facts.candidates.len();
        for candidate in own {
            if self.facts.position(candidate.address.as_str()).is_none() {
                self.learn(candidate);
            }
        }
        self.remote.rows = far;
        self.remote.rows_for = query;
        self.remote.progress = Progress::Idle;
        let before = self.list.count();
        self.append_found(first_new);
        self.mark_again(marks);
        if self.list.count() != before || before == 0 {
            self.say_results();
        }
    }

    pub(super) fn search_failed(&mut self, generation: u32, offline: bool) {
        if generation != self.remote.generation || self.list.role.is_none() {
            return;
        }
        self.remote.progress = if offline { Progress::Offline } else { Progress::Failed };
        let marks = self.marks();
        self.refresh_rows();
        self.mark_again(marks);
        self.say_search_failed(offline);
    }

    /// The candidate of a row that is a person.
    pub fn candidate(&self, who: &Who) -> Option<&Candidate> {
        match who {
            Who::Own(at) => self.facts.candidates.get(*at),
            Who::Far(at) => self.remote.rows.get(*at),
            Who::Add(_) | Who::Retry => None,
        }
    }
}
