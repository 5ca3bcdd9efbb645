//! Whom a person wants one of several documents to reach (P34): boxes that are ticked, addresses written beside them. Untouched it is
//! the resolver's answer (P31).

use super::{Addressed, Line, Recipient, Resolution, Verdict, answer::join};
use crate::recipients::same;

/// Documents that are reviewed at once, at most.
pub const REVIEW_MAX: usize = 500;

/// What is chosen for one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Lines of the answer, and oneself; never everybody.
    pub ticked: Vec<Addressed>,
    /// Written beside them.
    pub further: Vec<Recipient>,
}

impl Choice {
    /// What stands there before anybody changes it.
    pub fn of(answer: &Resolution) -> Choice {
        let lines = answer.lines.iter().filter(|line| matches!(line.verdict, Verdict::In(_)));
        Choice { ticked: lines.map(|line| Addressed::One(line.who)).collect(), further: vec![] }
    }
}

/// Why a choice cannot be followed: it names somebody whom nobody's choice reaches (P04, P05).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfReach;

impl Resolution {
    /// Each address once, in the order of the answer, with the contact's name and all reasons (P24b); then oneself, then what was
    /// written. A written address that is one of the lines is that line. `oneself` is « À moi-même ».
    ///
    /// # Errors
    /// [`OutOfReach`] for a box that has no button, or the address of a person who may not be written to.
    pub fn chosen(&self, choice: &Choice, oneself: Option<&Recipient>) -> Result<Vec<Recipient>, OutOfReach> {
        let ticked = |who| choice.ticked.contains(&Addressed::One(who));
        let mut found = vec![];
        for line in self.lines.iter().filter(|line| ticked(line.who)) {
            join(&mut found, self.pressed(line.who).map_err(|_| OutOfReach)?);
        }
        for one in &choice.ticked {
            match one {
                Addressed::One(who) => self.of(*who).map(drop).ok_or(OutOfReach)?,
                Addressed::Oneself => join(&mut found, oneself.cloned().ok_or(OutOfReach)?),
                Addressed::Everybody => return Err(OutOfReach),
            }
        }
        for one in &choice.further {
            join(&mut found, self.written(one)?);
        }
        Ok(found)
    }

    fn written(&self, one: &Recipient) -> Result<Recipient, OutOfReach> {
        let its = |line: &&Line| line.address.as_ref().is_some_and(|own| same(own.as_str(), one.address.as_str()));
        let lines: Vec<&Line> = self.lines.iter().filter(its).collect();
        if lines.is_empty() {
            return Ok(one.clone());
        }
        // A person before a slot of the same address: the mail has the name then.
        let mut pressed: Vec<Recipient> = lines.iter().filter_map(|line| self.pressed(line.who).ok()).collect();
        pressed.sort_by_key(|one| one.contact.is_none());
        pressed.into_iter().next().ok_or(OutOfReach)
    }
}
