//! Somebody who is invited, and the name that somebody gives when coming in for the first time.

use super::profile::name;
use crate::{EmailAddress, FieldProblem, Problem, UserRole};
use serde::{Deserialize, Serialize};

/// The form, as it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserDraft {
    /// Where the invitation goes, and what the person signs in with.
    pub email: String,
    /// May be left to the person.
    #[serde(default)]
    pub name: String,
    /// Code of a `UserRole`.
    pub role: String,
}

/// The same, right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedUser {
    /// As typed, trimmed.
    pub email: EmailAddress,
    /// May be empty.
    pub name: String,
    /// What it may do.
    pub role: UserRole,
}

impl UserDraft {
    /// # Errors
    /// Every problem at once.
    pub fn check(&self) -> Result<CheckedUser, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut note = |field, problem| problems.push(FieldProblem::new(field, problem));
        let email = email(&self.email).map_err(|problem| note("email", problem));
        let blank = self.name.trim().is_empty();
        let name = if blank { Ok(String::new()) } else { name(&self.name).map_err(|problem| note("name", problem)) };
        let role = UserRole::from_code(&self.role).ok_or_else(|| note("role", Problem::NotAChoice));
        match (email, name, role) {
            (Ok(email), Ok(name), Ok(role)) => Ok(CheckedUser { email, name, role }),
            _ => Err(problems),
        }
    }
}

/// An address that somebody must give.
///
/// # Errors
/// What is wrong with it.
pub fn email(typed: &str) -> Result<EmailAddress, Problem> {
    if typed.trim().is_empty() {
        return Err(Problem::Required);
    }
    EmailAddress::parse(typed).map_err(|_| Problem::NotAnAddress)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_invitation_needs_an_address_and_a_role() {
        let draft = UserDraft { email: " marie@acme.example ".into(), name: String::new(), role: "member".into() };
        assert_eq!(draft.check().unwrap().email.as_str(), "marie@acme.example");
        let bad = UserDraft { email: "marie".into(), name: "a\0".into(), role: "boss".into() };
        let found: Vec<_> = bad.check().unwrap_err().into_iter().map(|p| (p.field, p.problem)).collect();
        assert_eq!(
            found,
            [
                ("email".into(), Problem::NotAnAddress),
                ("name".into(), Problem::Unprintable),
                ("role".into(), Problem::NotAChoice)
            ]
        );
    }
}
