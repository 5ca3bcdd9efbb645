//! What a draft keeps of the field, and what leaves it.

use super::{Chip, ChipId, Role, chip::same};
use crate::{
    address::{EmailAddress, Mailbox},
    compose::Recipient,
};
use serde::{Deserialize, Serialize};

/// The field as a draft keeps it: chips, unfinished text, addresses that were ignored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FieldState {
    /// By [`Role`], in the order shown.
    pub lines: [Line; 3],
    /// Unknown addresses that are not asked about again in this draft (D87).
    pub ignored: Vec<String>,
    /// Cc and Cci are shown.
    pub copies: bool,
    /// The next chip's id.
    pub next: ChipId,
}

/// One of À, Cc, Cci.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Line {
    /// In the order shown.
    pub chips: Vec<Chip>,
    /// Typed and not yet a chip.
    pub text: String,
}

impl FieldState {
    /// The line of a role.
    pub fn line(&self, role: Role) -> &Line {
        &self.lines[role as usize]
    }

    pub(super) fn line_mut(&mut self, role: Role) -> &mut Line {
        &mut self.lines[role as usize]
    }

    /// All chips with their roles, in the order shown.
    pub fn chips(&self) -> impl Iterator<Item = (Role, &Chip)> {
        Role::ALL.into_iter().flat_map(|role| self.line(role).chips.iter().map(move |chip| (role, chip)))
    }

    pub(super) fn chips_mut(&mut self) -> impl Iterator<Item = &mut Chip> {
        self.lines.iter_mut().flat_map(|line| line.chips.iter_mut())
    }

    /// Where a chip is: its role and place.
    pub fn find(&self, id: ChipId) -> Option<(Role, usize)> {
        Role::ALL.into_iter().find_map(|role| Some((role, self.line(role).chips.iter().position(|c| c.id == id)?)))
    }

    /// The chip of an address.
    pub fn find_address(&self, address: &str) -> Option<(Role, &Chip)> {
        self.chips().find(|(_, chip)| same(&chip.address, address))
    }

    /// How many recipients there are.
    pub fn count(&self) -> usize {
        self.lines.iter().map(|line| line.chips.len()).sum()
    }

    /// Puts a chip into a line, at most at its end.
    pub(super) fn insert(&mut self, role: Role, place: usize, chip: Chip) {
        let chips = &mut self.line_mut(role).chips;
        chips.insert(place.min(chips.len()), chip);
    }

    /// An id that no chip of this draft ever had.
    pub(super) fn fresh_id(&mut self) -> ChipId {
        self.next += 1;
        self.next - 1
    }

    /// What would be sent: chips that are addresses, in the order shown (D95).
    pub fn recipients(&self) -> Vec<Recipient> {
        let each = self.chips().filter_map(|(role, chip)| {
            let Mailbox { name, address } = Mailbox::new(&chip.name, EmailAddress::parse(&chip.address).ok()?);
            Some(Recipient { role, address, name, contact_id: chip.contact() })
        });
        each.collect()
    }
}
