//! What is done to several contacts of the directory at once (E10), and what is needed to undo exactly that: ids and versions, no
//! personal data (P06).

use crate::{ContactId, NotificationType};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Contacts that may be chosen at once: four pages of the directory.
pub const CHOSEN_MAX: usize = 200;

/// Contacts that one act may change when it is done to all whom a search finds: a second or two of work, during which others wait.
pub const EVERYBODY_MAX: usize = 2_000;

/// What was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    /// Inactive from now on (P05).
    Deactivate,
    /// This notification type, at all their clients.
    Notify(NotificationType),
}

/// A row that changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// Who.
    pub contact: ContactId,
    /// The contact's row, or that of its affiliation.
    pub row: i64,
    /// What it has been since: changed again by somebody else, it is not undone (P12).
    pub version: i64,
    /// The notification type that it had.
    pub before: Option<NotificationType>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkDone {
    /// What was asked for.
    pub act: BulkAct,
    /// What changed, and nothing else.
    pub changed: Vec<Changed>,
    /// Were so before.
    pub already: i64,
    /// Are no longer there.
    pub gone: i64,
    /// Have no e-mail, and so cannot be notified (P08).
    pub without_email: Vec<ContactId>,
    /// Have no client, and so no notification type.
    pub independent: Vec<ContactId>,
    /// After « Annuler »: rows that somebody else had changed since, or that can no longer be as before; left as they are.
    #[serde(default)]
    pub left: i64,
}

impl BulkDone {
    /// Nothing happened yet.
    pub fn of(act: BulkAct) -> BulkDone {
        let (without_email, independent) = (vec![], vec![]);
        BulkDone { act, changed: vec![], already: 0, gone: 0, without_email, independent, left: 0 }
    }

    /// How many contacts changed; one may have changed at several clients.
    pub fn people(&self) -> i64 {
        self.changed.iter().map(|changed| changed.contact).collect::<BTreeSet<_>>().len() as i64
    }
}

/// Each once, in the order of ids, so that two who act on the same people wait for each other rather than block each other.
///
/// # Errors
/// More than [`CHOSEN_MAX`].
pub fn chosen(ids: &[ContactId]) -> Result<Vec<ContactId>, TooMany> {
    let each: BTreeSet<ContactId> = ids.iter().copied().collect();
    if each.len() > CHOSEN_MAX { Err(TooMany) } else { Ok(each.into_iter().collect()) }
}

/// More contacts than may be chosen at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMany;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_contact_is_chosen_once_and_no_more_than_two_hundred() {
        assert_eq!(chosen(&[ContactId(3), ContactId(1), ContactId(3)]), Ok(vec![ContactId(1), ContactId(3)]));
        let many: Vec<_> = (0..201).map(ContactId).collect();
        assert_eq!(chosen(&many), Err(TooMany));
        assert_eq!(chosen(&many[..200]).map(|ids| ids.len()), Ok(200));
    }

    #[test]
    fn somebody_changed_at_two_clients_is_one_person() {
        let row = |contact, row| Changed { contact: ContactId(contact), row, version: 2, before: None };
        let changed = vec![row(1, 1), row(1, 2), row(2, 3)];
        assert_eq!(BulkDone { changed, ..BulkDone::of(BulkAct::Deactivate) }.people(), 2);
    }
}
