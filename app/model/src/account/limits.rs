//! What an account may do at once, and in a time (delivery.md §4). Providers close accounts that send more than they allow.

use crate::{AccountId, FieldProblem, Problem};
use serde::{Deserialize, Serialize};

/// Connections to one server at once.
pub const CONNECTIONS_MAX: i64 = 20;
const PER_MINUTE_MAX: i64 = 100_000;
const PER_DAY_MAX: i64 = 10_000_000;

/// The limits of an account; zero: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountLimits {
    /// Connections at once, from 1 to [`CONNECTIONS_MAX`].
    pub connections: i64,
    /// Recipients in any 60 seconds.
    pub per_minute: i64,
    /// Recipients in any 24 hours.
    pub per_day: i64,
}

/// What was used of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AccountUsed {
    /// Recipients in the last 60 seconds.
    pub minute: i64,
    /// In the last 24 hours.
    pub day: i64,
}

/// The form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccountLimitsDraft {
    /// Whose.
    pub account: Option<AccountId>,
    /// A number.
    pub connections: String,
    /// A number; empty: no limit.
    pub per_minute: String,
    /// A number; empty: no limit.
    pub per_day: String,
}

impl AccountLimitsDraft {
    /// As they are.
    pub fn of(account: AccountId, limits: &AccountLimits) -> Self {
        let number = |limit: i64| if limit == 0 { String::new() } else { limit.to_string() };
        Self {
            account: Some(account),
            connections: limits.connections.to_string(),
            per_minute: number(limits.per_minute),
            per_day: number(limits.per_day),
        }
    }

    /// Every problem at once.
    ///
    /// # Errors
    /// At `connections`, `per_minute`, `per_day`.
    pub fn check(&self) -> Result<AccountLimits, Vec<FieldProblem>> {
        let mut problems = vec![];
        let limits = AccountLimits {
            connections: number("connections", &self.connections, 1, CONNECTIONS_MAX, &mut problems),
            per_minute: number("per_minute", &self.per_minute, 0, PER_MINUTE_MAX, &mut problems),
            per_day: number("per_day", &self.per_day, 0, PER_DAY_MAX, &mut problems),
        };
        if problems.is_empty() { Ok(limits) } else { Err(problems) }
    }
}

/// With spaces between the thousands, as people write them.
fn number(field: &str, typed: &str, least: i64, most: i64, problems: &mut Vec<FieldProblem>) -> i64 {
    let digits: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let number = if digits.is_empty() { Some(least) } else { digits.parse().ok() };
    number.filter(|number| (least..=most).contains(number)).unwrap_or_else(|| {
        problems.push(FieldProblem::new(field, Problem::OutOfRange(least, most)));
        least
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(connections: &str, per_minute: &str, per_day: &str) -> AccountLimitsDraft {
        let [connections, per_minute, per_day] = [connections, per_minute, per_day].map(str::to_owned);
        AccountLimitsDraft { account: None, connections, per_minute, per_day }
    }

    #[test]
    fn what_is_empty_is_no_limit() {
        let limits = AccountLimits { connections: 4, per_minute: 0, per_day: 10_000 };
        assert_eq!(typed("4", " ", "10 000").check(), Ok(limits));
        assert_eq!(
            AccountLimitsDraft { account: None, ..AccountLimitsDraft::of(AccountId(1), &limits) }.check(),
            Ok(limits)
        );
    }

    #[test]
    fn what_is_no_number_or_too_much_is_told_at_its_field() {
        let fields = |draft: AccountLimitsDraft| {
            draft.check().unwrap_err().into_iter().map(|problem| problem.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(typed("0", "-1", "x")), ["connections", "per_minute", "per_day"]);
        assert_eq!(fields(typed("21", "99999999999999999999", "1")), ["connections", "per_minute"]);
    }
}
