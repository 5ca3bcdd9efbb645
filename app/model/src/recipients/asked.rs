//! Who an address is, and the question about one that is nobody’s here (D84–D89).

use super::{Candidate, Chip};
use crate::{ContactId, FieldProblem};
use serde::{Deserialize, Serialize};

/// Who an address is, as the server says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// Nobody we know.
    Nobody,
    /// A contact or slot of this client, or a contact elsewhere, or an inactive one.
    Candidate(Candidate),
    /// Not an address we can write to.
    Refused,
}

/// A row of the panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The unknown address.
    pub address: String,
    /// From `Name <…>`; may be empty.
    pub first_name: String,
    /// From `Name <…>`; may be empty.
    pub last_name: String,
    /// As it was typed.
    pub function: String,
    /// On by default; off makes a plain contact (D86, D88).
    pub starred: bool,
    /// The contact that has the address, of another client or of none (D89).
    pub holder: Option<Candidate>,
    /// Where it stands.
    pub stage: Stage,
}

/// Where a row of the panel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    /// « Ajouter », « Ignorer »
    Asking,
    /// On its way to the server.
    Saving,
    /// The server wants these fields (P01): the row is open.
    Refused(Vec<FieldProblem>),
    /// The server was not reached.
    Failed,
    /// « Ajouté ★ — Annuler »
    Added(ContactId),
}

impl Asked {
    /// Waits for an answer of the person.
    pub fn is_open(&self) -> bool {
        matches!(self.stage, Stage::Asking | Stage::Refused(_) | Stage::Failed)
    }

    pub(super) fn follow_star(&mut self, contact: ContactId, on: bool) {
        if self.stage == Stage::Added(contact) {
            self.starred = on;
        }
    }

    pub(super) fn about(chip: &Chip, holder: Option<Candidate>) -> Asked {
        let (first_name, last_name) = split_name(&chip.name);
        Asked {
            address: chip.address.clone(),
            first_name,
            last_name,
            function: String::new(),
            starred: true,
            holder,
            stage: Stage::Asking,
        }
    }
}

/// First and last name of a display name: « Durand, Marie » and « Marie Durand ».
pub fn split_name(name: &str) -> (String, String) {
    let (first, last) = match name.split_once(',') {
        Some((last, first)) => (first, last),
        None => name.split_once(' ').unwrap_or((name, "")),
    };
    (first.trim().to_owned(), last.trim().to_owned())
}
