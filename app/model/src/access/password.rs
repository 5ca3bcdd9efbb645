//! What a password must be (S05): twelve characters or more, of any kind, and not one of those that everybody tries first.
//! The list of those stays on the server.

use crate::{FieldProblem, Problem, Secret};

/// Characters at least.
pub const SHORTEST: usize = 12;
/// Bytes at most; longer ones are refused before they are hashed (S04).
pub const LONGEST: usize = 1024;

/// A password chosen twice; its fields are `password` and `again`.
#[derive(Clone, Debug, Default)]
pub struct NewPassword {
    /// As typed: blanks at its ends belong to it.
    pub password: Secret,
    /// Once more.
    pub again: Secret,
}

impl NewPassword {
    /// The rules that the browser can know, too.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn check(&self) -> Result<&Secret, Vec<FieldProblem>> {
        let mut problems = vec![];
        let text = self.password.expose();
        if text.is_empty() {
            problems.push(FieldProblem::new("password", Problem::Required));
        } else if text.chars().count() < SHORTEST {
            problems.push(FieldProblem::new("password", Problem::TooShort(SHORTEST as i64)));
        } else if text.len() > LONGEST {
            problems.push(FieldProblem::new("password", Problem::TooLong(LONGEST as i64)));
        } else if self.again != self.password {
            problems.push(FieldProblem::new("again", Problem::NotTheSame));
        }
        if problems.is_empty() { Ok(&self.password) } else { Err(problems) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(password: &str, again: &str) -> Option<(String, Problem)> {
        let typed = NewPassword { password: Secret::new(password), again: Secret::new(again) };
        typed.check().err().map(|problems| (problems[0].field.clone(), problems[0].problem.clone()))
    }

    #[test]
    fn s05_twelve_characters_of_any_kind_are_enough() {
        for fine in ["été à la mer", "quatre mots tres longs", &"é".repeat(64), "            "] {
            assert_eq!(problem(fine, fine), None, "{fine:?}");
        }
        assert_eq!(problem("onze carac.", "onze carac."), Some(("password".into(), Problem::TooShort(12))));
        assert_eq!(problem("", ""), Some(("password".into(), Problem::Required)));
        assert_eq!(problem("été à la mer", "été à la mers"), Some(("again".into(), Problem::NotTheSame)));
    }

    #[test]
    fn s04_a_megabyte_is_refused() {
        let long = "a".repeat(1_000_000);
        assert_eq!(problem(&long, &long), Some(("password".into(), Problem::TooLong(1024))));
    }
}
