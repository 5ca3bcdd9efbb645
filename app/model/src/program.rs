//! Programs that put documents in with a token of their own: what is known of each, and the form that makes one.

use crate::{FieldProblem, Moment, Problem, ProgramId, text};
use serde::{Deserialize, Serialize};

/// Begins every token, so that one that leaked is recognised wherever it turns up.
pub const TOKEN_PREFIX: &str = "bonport_";
/// Days that a token can be made for; without a choice it has no end.
pub const DAYS: [i64; 3] = [30, 90, 365];
const NAME_MAX: usize = 60;

/// A program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// Its id.
    pub id: ProgramId,
    /// What documents say they were put in by (P50).
    pub name: String,
    /// Who made it.
    pub by: String,
    /// Who made it was disabled since: its token does not work.
    pub by_disabled: bool,
    /// Made then.
    pub created_at: Moment,
    /// Works until then.
    pub expires_at: Option<Moment>,
    /// Exact to a minute.
    pub last_used_at: Option<Moment>,
    /// Taken back then.
    pub revoked_at: Option<Moment>,
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramDraft {
    /// What it is called.
    pub name: String,
    /// One of [`DAYS`]; empty: without end.
    pub days: String,
}

/// A right form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramFields {
    /// What it is called.
    pub name: String,
    /// After so many days it stops working.
    pub days: Option<i64>,
}

impl ProgramDraft {
    /// Every problem at once.
    ///
    /// # Errors
    /// At `name` and `days`.
    pub fn check(&self) -> Result<ProgramFields, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field, problem| problems.push(FieldProblem::new(field, problem));
        let filled = |name: String| if name.is_empty() { Err(Problem::Required) } else { Ok(name) };
        let name = text::line(&self.name, NAME_MAX).and_then(filled).map_err(|problem| note("name", problem));
        let days = match self.days.trim() {
            "" => Ok(None),
            days => {
                let known = days.parse().ok().filter(|days| DAYS.contains(days));
                known.map(Some).ok_or_else(|| note("days", Problem::NotAChoice))
            }
        };
        match (name, days) {
            (Ok(name), Ok(days)) => Ok(ProgramFields { name, days }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_has_a_name_and_perhaps_an_end() {
        let draft = |name: &str, days: &str| ProgramDraft { name: name.into(), days: days.into() };
        assert_eq!(draft(" Compta ", "").check(), Ok(ProgramFields { name: "Compta".into(), days: None }));
        assert_eq!(draft("Compta", "90").check().unwrap().days, Some(90));
        let bad = draft(" ", "31").check().unwrap_err();
        let fields: Vec<_> = bad.iter().map(|problem| (problem.field.as_str(), problem.problem.clone())).collect();
        assert_eq!(fields, [("name", Problem::Required), ("days", Problem::NotAChoice)]);
        assert!(draft("a\u{0}", "").check().is_err() && draft(&"a".repeat(61), "").check().is_err());
    }
}
