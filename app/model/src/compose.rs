//! A mail while it is being written: what is saved while typing (E12), and what has to hold before it may leave.

mod names;

pub use names::{file_name, media_type};

use crate::recipients::Role;
use crate::{
    AccountId, AttachmentId, ClientId, ContactId, DraftId, EmailAddress, FieldProblem, Mailbox, Moment, Problem, text,
};
use serde::{Deserialize, Serialize};

/// Characters of a subject.
pub const SUBJECT_MAX: usize = 250;
/// Characters of a text.
pub const BODY_MAX: usize = 100_000;
/// Recipients of one mail (D46). A server that takes fewer, and it need not take more than 100 (RFC 5321 §4.5.3.1.8), says
/// so and gets the others in the next round.
pub const RECIPIENTS_MAX: usize = 500;
/// Bytes of a mail as encoded, whatever its server would take.
pub const MAIL_MAX: i64 = 25 * 1024 * 1024;
/// Characters of a text that stand for it.
const BEGINNING: usize = 120;

/// Recipients that a row of the drafts names.
const NAMED: usize = 3;
/// Of a hundred bytes of a file become so many in a mail: base64 adds a third and line ends.
const ENCODED: i64 = 137;
/// Bytes of the largest file that a mail can hold.
pub const FILE_MAX: i64 = (MAIL_MAX * 100 + 99) / ENCODED;

/// Bytes that a file of this many adds to a mail.
pub fn encoded(bytes: i64) -> i64 {
    bytes * ENCODED / 100
}

/// Characters of the recipient field's state.
const FIELD_STATE_MAX: usize = 200_000;

/// Who receives the mail, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// À, Cc, Cci.
    pub role: Role,
    /// Where it goes.
    pub address: EmailAddress,
    /// The name in front of it.
    #[serde(default)]
    pub name: Option<String>,
    /// The contact it was chosen as.
    #[serde(default)]
    pub contact_id: Option<ContactId>,
}

/// The mail's content but its files, which have a table of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Draft {
    /// The client it is written to.
    pub client_id: Option<ClientId>,
    /// « De »; none: one's own account, else the organisation's (P28), and rather one that works.
    pub account_id: Option<AccountId>,
    /// In the order shown (D95).
    pub recipients: Vec<Recipient>,
    /// The recipient field's whole state as JSON, so that a draft opens exactly as it was left. Not looked at here.
    pub field_state: String,
    /// One line.
    pub subject: String,
    /// Plain text, lines ended by `\n`.
    pub body: String,
    /// Unknown addresses about which was decided; they are not asked again (D87).
    pub answered: Vec<String>,
}

impl Draft {
    /// What may be saved: cleaned, within the limits; recipients may be missing.
    ///
    /// # Errors
    /// Fields `subject`, `body`, `recipients`.
    pub fn check(&self) -> Result<Draft, Vec<FieldProblem>> {
        let mut problems = vec![];
        let mut keep = |field, result: Result<String, Problem>| {
            result.unwrap_or_else(|problem| {
                problems.push(FieldProblem::new(field, problem));
                String::new()
            })
        };
        let subject = keep("subject", text::line(&self.subject, SUBJECT_MAX));
        let body = keep("body", text::lines(&self.body, BODY_MAX));
        // Before each is looked at: it may be two megabytes of them.
        if self.recipients.len() > 4 * RECIPIENTS_MAX {
            return Err(vec![FieldProblem::new("recipients", Problem::TooLong(RECIPIENTS_MAX as i64))]);
        }
        let recipients = self.distinct_recipients();
        if recipients.len() > RECIPIENTS_MAX {
            problems.push(FieldProblem::new("recipients", Problem::TooLong(RECIPIENTS_MAX as i64)));
        }
        if self.field_state.len() > FIELD_STATE_MAX {
            problems.push(FieldProblem::new("recipients", Problem::TooLong(FIELD_STATE_MAX as i64)));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Draft { subject, body, recipients, ..self.clone() })
    }

    /// What may leave: all of [`Draft::check`], and somebody to receive it (P25).
    ///
    /// # Errors
    /// As `check`, and `recipients` when there is none.
    pub fn check_sending(&self) -> Result<Draft, Vec<FieldProblem>> {
        let checked = self.check();
        match checked {
            Ok(draft) if draft.recipients.is_empty() => Err(vec![FieldProblem::new("recipients", Problem::Required)]),
            Err(mut problems) if self.recipients.is_empty() => {
                problems.insert(0, FieldProblem::new("recipients", Problem::Required));
                Err(problems)
            }
            checked => checked,
        }
    }

    /// Nothing was written yet: not worth keeping.
    pub fn is_blank(&self) -> bool {
        self.subject.trim().is_empty() && self.body.trim().is_empty()
    }

    /// The text's first characters, on one line.
    pub fn beginning(&self) -> String {
        let words: Vec<&str> = self.body.split_whitespace().collect();
        words.join(" ").chars().take(BEGINNING).collect()
    }

    /// The first recipients by their names, or addresses without one, and how many more: « Marie Durand, Luc Petit + 3 ».
    pub fn to_whom(&self) -> String {
        let each = |recipient: &Recipient| match recipient.name.as_deref().unwrap_or_default() {
            "" => recipient.address.to_string(),
            name => name.to_owned(),
        };
        let names: Vec<String> = self.recipients.iter().take(NAMED).map(each).collect();
        let names = names.join(", ");
        match self.recipients.len().saturating_sub(NAMED) {
            0 => names,
            more => [&names, " + ", &more.to_string()].concat(),
        }
    }

    /// Each address once, À before Cc before Cci (D95), in the order shown; names cleaned (S28).
    fn distinct_recipients(&self) -> Vec<Recipient> {
        let mut kept: Vec<Recipient> = vec![];
        let mut keys: Vec<String> = vec![];
        for recipient in &self.recipients {
            let name = recipient.name.as_deref().unwrap_or_default();
            let Mailbox { name, address } = Mailbox::new(name, recipient.address.clone());
            let clean = Recipient { name, address, ..recipient.clone() };
            let key = clean.address.key();
            match keys.iter().position(|known| *known == key) {
                Some(at) if clean.role < kept[at].role => kept[at] = clean,
                Some(_) => {}
                None => {
                    keys.push(key);
                    kept.push(clean);
                }
            }
        }
        kept
    }
}

/// A file of a draft or of a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Its id.
    pub id: AttachmentId,
    /// As it was called, cleaned by [`file_name`].
    pub name: String,
    /// Such as `application/pdf`.
    pub media_type: String,
    /// In bytes.
    pub size: i64,
}

/// A draft as it stands on the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedDraft {
    /// Its id.
    pub id: DraftId,
    /// What was written.
    pub draft: Draft,
    /// Its files, in order.
    pub attachments: Vec<Attachment>,
    /// Last saved.
    pub changed_at: Moment,
    /// Rises with each save (P12).
    pub version: i64,
}

/// A draft in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftLine {
    /// Its id.
    pub id: DraftId,
    /// The client it is written to, with its label.
    pub client: Option<(ClientId, String)>,
    /// May be empty.
    pub subject: String,
    /// The text's first characters, on one line.
    pub beginning: String,
    /// Who was chosen so far: the first by name, and how many more.
    pub to: String,
    /// How many files.
    pub attachments: i64,
    /// Last saved.
    pub changed_at: Moment,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(role: Role, address: &str) -> Recipient {
        Recipient { role, address: EmailAddress::parse(address).unwrap(), name: None, contact_id: None }
    }

    /// D95
    #[test]
    fn the_same_address_twice_is_one_recipient_and_a_wins() {
        let draft = Draft {
            recipients: vec![to(Role::Bcc, "a@x.example"), to(Role::Cc, "b@x.example"), to(Role::To, "A@X.example")],
            ..Draft::default()
        };
        let kept = draft.check_sending().unwrap().recipients;
        assert_eq!(kept, [to(Role::To, "A@X.example"), to(Role::Cc, "b@x.example")]);
    }

    /// S45: two megabytes of recipients are refused before each is compared with each.
    #[test]
    fn far_too_many_recipients_are_refused_unseen() {
        let many = vec![to(Role::To, "a@x.example"); 4 * RECIPIENTS_MAX];
        assert_eq!(Draft { recipients: many.clone(), ..Draft::default() }.check().unwrap().recipients.len(), 1);
        let more = Draft { recipients: [many, vec![to(Role::To, "b@x.example")]].concat(), ..Draft::default() };
        assert_eq!(more.check().unwrap_err()[0].problem, Problem::TooLong(RECIPIENTS_MAX as i64));
    }

    /// P25, S28
    #[test]
    fn without_recipients_or_with_hostile_text_it_does_not_leave() {
        let bad = Draft { subject: "a\r\nBcc: x@y.example".into(), body: "\0".into(), ..Draft::default() };
        let fields: Vec<_> = bad.check_sending().unwrap_err().into_iter().map(|p| p.field).collect();
        assert_eq!(fields, ["recipients", "subject", "body"]);
        assert!(Draft::default().check().is_ok());
    }

    #[test]
    fn subjects_of_250_and_texts_of_100_000_characters_are_the_limit() {
        let long = |n, m| Draft { subject: "é".repeat(n), body: "é".repeat(m), ..Draft::default() };
        assert!(long(250, 100_000).check().is_ok());
        assert_eq!(long(251, 100_001).check().unwrap_err().len(), 2);
    }

    #[test]
    fn the_largest_file_just_fits_into_a_mail() {
        assert!(encoded(FILE_MAX) <= MAIL_MAX);
        assert!(encoded(FILE_MAX + 1) > MAIL_MAX);
    }
}
