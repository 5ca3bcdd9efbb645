//! The form of an intervention: a client, a moment, what it is about; perhaps a site and a contact (P37).

use super::{Check, LABEL_MAX, NOTE_MAX};
use crate::{ClientId, ContactId, FieldProblem, Intervention, InterventionState, Local, Moment, Problem, SiteId, Zone};
use serde::{Deserialize, Serialize};

/// An intervention as it is being typed. Choices are ids; none is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct InterventionDraft {
    /// Whose.
    pub client: String,
    /// By the reader's clock: `2026-11-23T14:30`.
    pub at: String,
    /// One line.
    pub subject: String,
    /// The code of its state.
    pub state: String,
    /// Where.
    pub site: String,
    /// Whom it concerns.
    pub contact: String,
    /// Several lines.
    pub notes: String,
}

/// An intervention whose form was right. Whether client, site and contact belong together only the database can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterventionFields {
    /// Whose.
    pub client: ClientId,
    /// When it begins.
    pub at: Moment,
    /// Not empty.
    pub subject: String,
    /// How far it is.
    pub state: InterventionState,
    /// Where.
    pub site: Option<SiteId>,
    /// Whom it concerns.
    pub contact: Option<ContactId>,
    /// May be empty.
    pub notes: String,
}

impl InterventionDraft {
    /// Every problem of the form, or its fields; its moment is read by the clock of this zone.
    pub fn check(&self, zone: &Zone) -> Result<InterventionFields, Vec<FieldProblem>> {
        let mut check = Check::default();
        let client = match self.client.parse() {
            Ok(client) => client,
            Err(_) => {
                check.problem("client", Problem::NotAChoice);
                ClientId(0)
            }
        };
        let at = Local::read(&self.at).map(|local| zone.moment(local));
        if at.is_none() {
            check.problem("at", Problem::NotADate);
        }
        let subject = check.needed("subject", &self.subject, LABEL_MAX);
        let state = check.choice("state", &self.state, InterventionState::from_code).unwrap_or_default();
        let site = check.choice("site", &self.site, |id| id.parse().ok());
        let contact = check.choice("contact", &self.contact, |id| id.parse().ok());
        let notes = check.lines("notes", &self.notes, NOTE_MAX);
        check.done(InterventionFields { client, at: at.unwrap_or_default(), subject, state, site, contact, notes })
    }

    /// The form of an intervention that exists, by the clock of this zone.
    pub fn of(intervention: &Intervention, zone: &Zone) -> Self {
        let Intervention { client, site, contact, at, subject, notes, state, .. } = intervention;
        Self {
            client: client.0.to_string(),
            at: zone.local(*at).written(),
            subject: subject.clone(),
            state: state.code().into(),
            site: site.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            contact: contact.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default(),
            notes: notes.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> InterventionDraft {
        InterventionDraft {
            client: "7".into(),
            at: "2026-11-23T14:30".into(),
            subject: " Chaudière ".into(),
            ..InterventionDraft::default()
        }
    }

    #[test]
    fn a_client_a_moment_and_a_subject_are_enough() {
        let brussels = Zone { name: "Europe/Brussels".into(), offsets: vec![(0, 60)] };
        let fields = draft().check(&brussels).unwrap();
        // 13:30 in UTC.
        assert_eq!((fields.client, fields.at), (ClientId(7), Moment(1_795_440_600_000)));
        assert_eq!((fields.subject.as_str(), fields.state), ("Chaudière", InterventionState::Planned));
        assert_eq!((fields.site, fields.contact, fields.notes.as_str()), (None, None, ""));
    }

    #[test]
    fn what_is_wrong_is_told_at_its_field() {
        let wrong = InterventionDraft {
            client: "x".into(),
            at: "demain".into(),
            subject: " ".into(),
            state: "perhaps".into(),
            site: "y".into(),
            contact: "z".into(),
            notes: "a\0".into(),
        };
        let problem = |field: &str, problem| FieldProblem::new(field, problem);
        let expected = [
            problem("client", Problem::NotAChoice),
            problem("at", Problem::NotADate),
            problem("subject", Problem::Required),
            problem("state", Problem::NotAChoice),
            problem("site", Problem::NotAChoice),
            problem("contact", Problem::NotAChoice),
            problem("notes", Problem::Unprintable),
        ];
        assert_eq!(wrong.check(&Zone::default()), Err(expected.into()));
    }
}
