//! The form « A quitté l'entreprise ».

use super::{Check, LABEL_MAX};
use crate::{ClientId, ContactId, FieldProblem};
use serde::{Deserialize, Serialize};

/// A departure as it is being typed. Choices are ids; the one that says nobody or nowhere is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DepartureDraft {
    /// Where the contact goes.
    pub client: String,
    /// What it does there.
    pub function: String,
    /// A favourite there.
    pub starred: bool,
    /// Who takes over here.
    pub successor: String,
    /// Who takes over gets the function too, when it has none.
    pub takes_function: bool,
}

/// A departure whose form was right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DepartureFields {
    /// Where the contact goes.
    pub joins: Option<Joining>,
    /// Who takes over.
    pub successor: Option<ContactId>,
    /// See [`crate::Duties::taking_over`].
    pub takes_function: bool,
}

/// Where a contact goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joining {
    /// Another client.
    pub client: ClientId,
    /// May be empty.
    pub function: String,
    /// Favourite from the start.
    pub starred: bool,
}

impl DepartureDraft {
    /// Every problem of the form, or its fields.
    pub fn check(&self) -> Result<DepartureFields, Vec<FieldProblem>> {
        let mut check = Check::default();
        let client = check.choice("client", &self.client, |id| id.parse().ok());
        let function = check.line("function", &self.function, LABEL_MAX);
        let successor = check.choice("successor", &self.successor, |id| id.parse().ok());
        let joins = client.map(|client| Joining { client, function, starred: self.starred });
        check.done(DepartureFields { joins, successor, takes_function: self.takes_function })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    /// P03
    #[test]
    fn p03_nowhere_and_nobody_are_choices_too() {
        let nowhere = DepartureDraft { function: "Gérante".into(), ..DepartureDraft::default() };
        assert_eq!(nowhere.check(), Ok(DepartureFields::default()));
        let draft = DepartureDraft { client: "7".into(), successor: "9".into(), starred: true, ..nowhere };
        let joins = Joining { client: ClientId(7), function: "Gérante".into(), starred: true };
        let fields = DepartureFields { joins: Some(joins), successor: Some(ContactId(9)), takes_function: false };
        assert_eq!(draft.check(), Ok(fields));
    }

    #[test]
    fn what_is_no_choice_is_told_at_its_field() {
        let draft = DepartureDraft { client: "x".into(), successor: "y".into(), ..DepartureDraft::default() };
        let problem = |field: &str| FieldProblem::new(field, Problem::NotAChoice);
        assert_eq!(draft.check(), Err(vec![problem("client"), problem("successor")]));
    }
}
