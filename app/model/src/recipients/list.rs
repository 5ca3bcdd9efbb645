//! The list under the field: its rows, the one that is marked, the one that Enter would take (D12–D20, D60–D71).

use super::{
    Candidate, Effect, Progress, Role, Say, State,
    chip::same,
    commit::complete,
    rank::{all, matching},
    say::LATER,
};
use crate::{address::Mailbox, fold::fold};

/// The list and what is marked in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct List {
    /// Open under the box of this role.
    pub role: Option<Role>,
    /// In the order shown; no more than fifty people (D71).
    pub rows: Vec<Row>,
    /// Marked by arrow keys or hover.
    pub active: Option<Active>,
    /// The row that Enter takes while none is active, marked « Entrée ↵ » (D19); for exactly `token`.
    pub offered: Option<usize>,
    /// The text that the rows were made for, trimmed.
    pub token: String,
    /// People who match beyond the rows.
    pub more: usize,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The heading it stands under.
    pub group: Group,
    /// What it is.
    pub who: Who,
    /// From the text before this one: dimmed, never accepted (D62).
    pub stale: bool,
}

/// Headings (D68).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Rows that are an act; no heading.
    Act,
    /// « Favoris »
    Favourites,
    /// « Contacts de ACME »
    Contacts,
    /// « Adresses de ACME »
    Addresses,
    /// « Autres clients »
    Elsewhere,
}

/// What a row stands for; see [`State::candidate`].
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// A candidate of this client, by its place in the facts.
    Own(usize),
    /// A contact of another client, by its place in the last answer.
    Far(usize),
    /// « Ajouter jean@acme.fr » (D64)
    Add(String),
    /// « Recherche indisponible — Réessayer » (D63)
    Retry,
}

/// The marked cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Active {
    /// Its row.
    pub row: usize,
    /// The star cell, not the contact's.
    pub star: bool,
    /// By the mouse: gives way to a complete address typed meanwhile (D23).
    pub hovered: bool,
}

/// A sentence beside the list (D63, D64).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListMessage {
    /// The search takes long.
    Searching,
    /// « Aucun contact ne correspond à “xyz” »
    NoMatch,
    /// Everybody is in the field already, or there is nobody.
    NobodyLeft,
    /// « Hors ligne : contacts de ce client seulement »
    Offline,
}

/// Rows rendered at most (D71).
const MOST_ROWS: usize = 50;
/// Rows that PageUp and PageDown move by (D36).
pub(super) const PAGE: isize = 8;

impl List {
    /// Open under this role's box with something to mark; the grid is hidden otherwise (D04).
    pub fn shows(&self, role: Role) -> bool {
        self.role == Some(role) && !self.rows.is_empty()
    }

    /// People in the rows: headings and acts are not counted.
    pub fn count(&self) -> usize {
        self.rows.iter().filter(|row| matches!(row.who, Who::Own(_) | Who::Far(_))).count()
    }
}

impl State {
    /// Has the list open for a role, without an active row (D14, D49).
    pub(super) fn open(&mut self, role: Role) {
        if self.list.role == Some(role) {
            return;
        }
        self.list.role = Some(role);
        self.retoken(role);
        self.search_later();
        self.refresh_rows();
        self.say_opened();
    }

    pub(super) fn close(&mut self) {
        self.list = List::default();
        self.remote.generation += 1;
        self.remote.progress = Progress::Idle;
    }

    fn retoken(&mut self, role: Role) {
        self.list.token = self.field.line(role).text.trim().to_owned();
    }

    /// The text of a box has changed: the list is about it from now on.
    pub(super) fn follow_text(&mut self, role: Role) {
        self.list.active = None;
        self.errors[role as usize] = false;
        let empty = self.field.line(role).text.trim().is_empty();
        if empty && self.list.role != Some(role) {
            return;
        }
        self.list.role = Some(role);
        self.retoken(role);
        self.search_later();
        self.refresh_rows();
        if !empty {
            self.say_results();
        }
    }

    /// Makes the rows anew for the current text; nothing stays marked.
    pub(super) fn refresh_rows(&mut self) {
        if self.list.role.is_none() {
            return;
        }
        let found = if self.list.token.is_empty() {
            all(&self.facts.candidates, &self.searched)
        } else {
            matching(&self.facts.candidates, &self.searched, &self.list.token)
        };
        let own: Vec<Row> = found.into_iter().filter_map(|at| self.own_row(at)).collect();
        self.set_rows(own);
    }

    /// Rows that arrived go below those that are there: what Enter takes does not change under the finger (D69).
    pub(super) fn append_found(&mut self, first_new: usize) {
        let mut own: Vec<Row> = std::mem::take(&mut self.list.rows);
        own.retain(|row| matches!(row.who, Who::Own(_)));
        own.extend((first_new..self.facts.candidates.len()).filter_map(|at| self.own_row(at)));
        let active = self.list.active.filter(|active| active.row < own.len());
        let had_acts = self.list.rows.first().is_some_and(|row| row.group == Group::Act);
        self.set_rows(own);
        if !had_acts && self.list.rows.first().is_none_or(|row| row.group != Group::Act) {
            self.list.active = active;
        }
    }

    fn set_rows(&mut self, mut own: Vec<Row>) {
        let stale = self.remote.rows_for != fold(&self.list.token);
        let far: Vec<Row> = (0..self.remote.rows.len())
            .filter(|&at| {
                self.is_new(&self.remote.rows[at]) && self.own(self.remote.rows[at].address.as_str()).is_none()
            })
            .map(|at| Row { group: Group::Elsewhere, who: Who::Far(at), stale })
            .collect();
        let people = own.len() + far.len();
        own.truncate(MOST_ROWS - far.len().min(MOST_ROWS / 5));
        let room = MOST_ROWS - own.len();
        let mut rows = self.act_rows(&own);
        rows.append(&mut own);
        rows.extend(far.into_iter().take(room));
        if self.remote.progress == Progress::Failed {
            rows.push(Row { group: Group::Act, who: Who::Retry, stale: false });
        }
        self.list.rows = rows;
        self.list.more = people - self.list.count();
        self.list.active = None;
        self.list.offered = self.offered();
    }

    /// A row for a candidate of this client, unless it is in the field or may not be offered (D67, P05).
    fn own_row(&self, at: usize) -> Option<Row> {
        let candidate = &self.facts.candidates[at];
        let exact = same(candidate.address.as_str(), &self.list.token);
        if !self.is_new(candidate) || (!candidate.active && !exact) {
            return None;
        }
        let group = match candidate {
            _ if !self.list.token.is_empty() => Group::Contacts,
            Candidate { contact: None, .. } => Group::Addresses,
            Candidate { starred: true, .. } => Group::Favourites,
            _ => Group::Contacts,
        };
        Some(Row { group, who: Who::Own(at), stale: false })
    }

    fn is_new(&self, candidate: &Candidate) -> bool {
        self.field.find_address(candidate.address.as_str()).is_none()
    }

    /// « Ajouter jean@acme.fr » first, when the text is an address that no row is.
    fn act_rows(&self, own: &[Row]) -> Vec<Row> {
        let Some(mailbox) = Mailbox::parse(&self.list.token) else { return vec![] };
        let address = mailbox.address.as_str();
        let listed = own.iter().any(|row| self.candidate(&row.who).is_some_and(|c| same(c.address.as_str(), address)));
        if listed || self.field.find_address(address).is_some() {
            return vec![];
        }
        vec![Row { group: Group::Act, who: Who::Add(mailbox.to_string()), stale: false }]
    }

    /// The row for Enter: of a complete address, the row that is this address; of other text, the first person of this
    /// client. Never a contact of another client (D69), never with an empty box (D21).
    fn offered(&self) -> Option<usize> {
        if self.list.token.is_empty() {
            return None;
        }
        match complete(&self.list.token) {
            Some(all) => self.list.rows.iter().position(|row| match &row.who {
                Who::Add(_) => true,
                who => {
                    self.candidate(who).is_some_and(|c| c.active && same(c.address.as_str(), all[0].address.as_str()))
                }
            }),
            None => self.list.rows.iter().position(|row| self.acceptable(row) && matches!(row.who, Who::Own(_))),
        }
    }

    /// May be added: shown for this text, and active.
    pub(super) fn acceptable(&self, row: &Row) -> bool {
        !row.stale && self.candidate(&row.who).is_none_or(|candidate| candidate.active)
    }

    /// The sentence beside the rows.
    pub fn list_message(&self) -> Option<ListMessage> {
        self.list.role?;
        match self.remote.progress {
            Progress::Slow => Some(ListMessage::Searching),
            Progress::Offline => Some(ListMessage::Offline),
            Progress::Waiting | Progress::Failed => None,
            Progress::Idle if self.list.count() > 0 => None,
            Progress::Idle if self.list.token.is_empty() => Some(ListMessage::NobodyLeft),
            Progress::Idle => Some(ListMessage::NoMatch),
        }
    }

    /// Marks the row so many further on, around the ends; from none, the first or the last (D13).
    pub(super) fn move_active(&mut self, by: isize) {
        let count = self.list.rows.len() as isize;
        if count == 0 {
            return;
        }
        let row = match self.list.active {
            None if by > 0 => 0,
            None => count - 1,
            Some(active) if by.abs() == 1 => (active.row as isize + by).rem_euclid(count),
            Some(active) => (active.row as isize + by).clamp(0, count - 1),
        };
        self.list.active = Some(Active { row: row as usize, star: false, hovered: false });
        self.say_active();
    }

    /// Does the row have a second cell: a star, or « Réactiver »?
    pub fn second_cell(&self, row: &Row) -> bool {
        match &row.who {
            Who::Own(at) => self.facts.candidates[*at].contact.is_some(),
            _ => false,
        }
    }

    fn say_opened(&mut self) {
        let first = self.list.rows.iter().find_map(|row| self.candidate(&row.who));
        let say = match first {
            None => Say::Nobody,
            Some(first) => {
                Say::Opened { count: self.list.count(), first: first.shown().to_owned(), starred: first.starred }
            }
        };
        self.say(say, super::say::SOON);
    }

    pub(super) fn say_results(&mut self) {
        let count = self.list.count();
        if count == 0 && self.remote.progress != Progress::Idle {
            return;
        }
        let enter = self.list.offered.and_then(|at| match &self.list.rows[at].who {
            Who::Add(text) => Some(text.clone()),
            who => self.candidate(who).map(|candidate| candidate.shown().to_owned()),
        });
        let say = if count == 0 && enter.is_none() {
            Say::Nobody
        } else {
            Say::Results { count, token: self.list.token.clone(), enter }
        };
        self.say(say, LATER);
    }

    fn say_active(&mut self) {
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
        self.say(Say::Active { text, starred, at: active.row + 1, of: self.list.rows.len() }, super::say::SOON);
    }

    /// « Ouvrir la liste » and « Fermer la liste ».
    pub(super) fn toggle_list(&mut self, role: Role) {
        if self.list.role == Some(role) {
            self.close();
        } else {
            self.emit(Effect::FocusText(role));
            self.open(role);
        }
    }
}
