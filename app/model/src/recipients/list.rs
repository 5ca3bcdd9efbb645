//! The list under the field: its rows, the one that is marked, the one that Enter would take (D12–D20, D60–D71).

mod rows;
mod voice;

use super::{Effect, Progress, Role, State};
use crate::ContactId;

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
    /// Reactivated in this list: its row gets its star when the list is opened again, where « Réactiver » was (D67).
    pub reactivated: Option<ContactId>,
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
        if self.list.role.is_some() {
            self.emit(Effect::Hush);
        }
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
        self.list.reactivated = None;
        self.errors[role as usize] = false;
        let empty = self.field.line(role).text.trim().is_empty();
        if empty && self.list.role != Some(role) {
            return;
        }
        self.list.role = Some(role);
        self.retoken(role);
        self.search_later();
        self.refresh_rows();
        if empty {
            self.emit(Effect::Hush);
        } else {
            self.say_results();
        }
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
            Who::Own(at) => {
                let contact = self.facts.candidates[*at].contact;
                contact.is_some() && contact != self.list.reactivated
            }
            _ => false,
        }
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
