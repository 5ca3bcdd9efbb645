//! The part of a contact's form that belongs to its link with one client.

use super::{Check, ContactField, LABEL_MAX};
use crate::{Affiliation, FieldProblem, NotificationType, Problem, SiteId};
use serde::{Deserialize, Serialize};

/// An affiliation as it is being typed. Choices are codes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AffiliationDraft {
    /// What the person does there.
    pub function: String,
    /// Id of a site of the client; empty: the whole client.
    pub site: String,
    /// Code of what it receives by itself; empty: nothing.
    pub notification_type: String,
}

/// An affiliation whose form was right.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AffiliationFields {
    /// May be empty.
    pub function: String,
    /// The store checks that it is a site of the client.
    pub site: Option<SiteId>,
    /// What it receives by itself.
    pub notification_type: NotificationType,
}

impl AffiliationDraft {
    /// Every problem of the form, or its fields. A type other than « Aucune notification » needs an e-mail (P08).
    /// `required` is the organisation's choice (P01).
    pub fn check(&self, has_email: bool, required: &[ContactField]) -> Result<AffiliationFields, Vec<FieldProblem>> {
        let mut check = Check::default();
        if required.contains(&ContactField::Function) && self.function.trim().is_empty() {
            check.problem("function", Problem::Required);
        }
        let function = check.line("function", &self.function, LABEL_MAX);
        let site = check.choice("site", &self.site, |id| id.parse().ok());
        let notification_type = check.choice("notification_type", &self.notification_type, NotificationType::from_code);
        let notification_type = notification_type.unwrap_or_default();
        if notification_type != NotificationType::None && !has_email {
            check.problem("notification_type", Problem::NeededForNotifications);
        }
        check.done(AffiliationFields { function, site, notification_type })
    }

    /// The form of an affiliation that exists.
    pub fn of(affiliation: &Affiliation) -> Self {
        Self {
            function: affiliation.function.clone(),
            site: affiliation.site.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            notification_type: affiliation.notification_type.code().into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// P08
    #[test]
    fn a_contact_that_is_notified_needs_an_email() {
        let draft = AffiliationDraft { notification_type: "orders".into(), ..AffiliationDraft::default() };
        let problem = FieldProblem::new("notification_type", Problem::NeededForNotifications);
        assert_eq!(draft.check(false, &[]), Err(vec![problem]));
        assert_eq!(draft.check(true, &[]).unwrap().notification_type, NotificationType::Orders);
        let quiet = AffiliationDraft { notification_type: "none".into(), ..AffiliationDraft::default() };
        assert!(quiet.check(false, &[]).is_ok());
        let missing = FieldProblem::new("function", Problem::Required);
        assert_eq!(quiet.check(false, &[ContactField::Function]), Err(vec![missing]), "P01");
    }
}
