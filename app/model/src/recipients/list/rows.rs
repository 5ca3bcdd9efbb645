//! What the rows are: who matches, in their order, and the row that Enter would take (D19, D64–D71).

use super::{Active, Group, Row, Who};
use crate::recipients::{
    Candidate, Effect, Progress, State,
    chip::same,
    commit::complete,
    rank::{all, fits, matching},
};
use crate::{address::Mailbox, fold::fold};

/// Rows rendered at most (D71).
const MOST_ROWS: usize = 50;

/// The addresses of the marked row and of the one that Enter takes.
pub(in crate::recipients) struct Marks {
    active: Option<(Active, String)>,
    offered: Option<String>,
}

impl State {
    /// To be given to [`State::mark_again`]: places say nothing once rows have come or gone.
    pub(in crate::recipients) fn marks(&self) -> Marks {
        Marks {
            active: self.list.active.map(|active| (active, self.address_in(active.row))),
            offered: self.list.offered.map(|row| self.address_in(row)),
        }
    }

    /// After an answer, which is no act of the person: the same row is marked and the same taken by Enter, or none
    /// (D16, D19).
    pub(in crate::recipients) fn mark_again(&mut self, marks: Marks) {
        let place = |address: String| (0..self.list.rows.len()).find(|&row| same(&self.address_in(row), &address));
        let active = marks.active.and_then(|(active, address)| Some(Active { row: place(address)?, ..active }));
        let offered = marks.offered.map(place);
        self.list.active = active.filter(|active| !active.star || self.second_cell(&self.list.rows[active.row]));
        if let Some(row) = offered {
            let row = row.filter(|&row| self.may_be_offered(&self.list.rows[row]));
            self.list.offered = row;
            if row.is_none() {
                self.emit(Effect::Hush);
            }
        }
    }

    /// The address that a row stands for; empty for « Réessayer ».
    fn address_in(&self, row: usize) -> String {
        match &self.list.rows[row].who {
            Who::Add(text) => Mailbox::parse(text).map(|mailbox| mailbox.address.to_string()).unwrap_or_default(),
            who => self.candidate(who).map(|candidate| candidate.address.to_string()).unwrap_or_default(),
        }
    }

    /// Makes the rows anew for the current text; nothing stays marked.
    pub(in crate::recipients) fn refresh_rows(&mut self) {
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
    pub(in crate::recipients) fn append_found(&mut self, first_new: usize) {
        let mut own: Vec<Row> = std::mem::take(&mut self.list.rows);
        own.retain(|row| matches!(row.who, Who::Own(_)));
        let new = (first_new..self.facts.candidates.len()).filter(|&at| self.fits(&self.facts.candidates[at]));
        own.extend(new.filter_map(|at| self.own_row(at)));
        self.set_rows(own);
    }

    fn set_rows(&mut self, mut own: Vec<Row>) {
        let stale = self.remote.rows_for != fold(&self.list.token);
        let far: Vec<Row> = (0..self.remote.rows.len())
            .filter(|&at| {
                let person = &self.remote.rows[at];
                self.is_new(person) && self.fits(person) && self.own(person.address.as_str()).is_none()
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

    /// The server searches by words: of an address they say less than its `@` (D24).
    fn fits(&self, candidate: &Candidate) -> bool {
        fits(candidate.address.as_str(), &self.list.token)
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
    /// client, unless it is hardly found (D19). Never a contact of another client (D69), never with an empty box (D21).
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
            None => {
                let mut rows = self.list.rows.iter().enumerate().filter(|(_, row)| self.acceptable(row));
                let best = rows.find_map(|(place, row)| match row.who {
                    Who::Own(at) => Some((place, at)),
                    _ => None,
                });
                best.filter(|&(_, at)| self.searched[at].may_be_meant(&self.list.token)).map(|(place, _)| place)
            }
        }
    }

    fn may_be_offered(&self, row: &Row) -> bool {
        matches!(row.who, Who::Own(_) | Who::Add(_)) && self.acceptable(row)
    }

    /// May be added: shown for this text, and active.
    pub(in crate::recipients) fn acceptable(&self, row: &Row) -> bool {
        !row.stale && self.candidate(&row.who).is_none_or(|candidate| candidate.active)
    }
}
