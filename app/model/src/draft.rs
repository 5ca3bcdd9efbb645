//! What a form holds while it may be wrong, and its check: early in the browser, bindingly on the server.
//!
//! `check()` trims, refuses control characters (S28) and returns every problem at once, in the order of the form.

mod affiliation;
mod client;
mod contact;
mod departure;
mod intervention;
mod shown;
mod site;

use crate::{EmailAddress, FieldProblem, Phone, Place, Problem, control, text};

pub use affiliation::{AffiliationDraft, AffiliationFields};
pub use client::{ClientDraft, ClientFields};
pub use contact::{ContactDraft, ContactField, ContactFields};
pub use departure::{DepartureDraft, DepartureFields, Joining};
pub use intervention::{InterventionDraft, InterventionFields};
pub use shown::ShownFields;
pub use site::{SiteDraft, SiteFields};

/// Longest reference of a client, in characters.
pub const REFERENCE_MAX: usize = 40;
/// Longest name of a client, a site, a family, a function.
pub const LABEL_MAX: usize = 200;
/// Longest first or last name.
pub const NAME_MAX: usize = 100;
/// Longest street, of several lines.
pub const STREET_MAX: usize = 300;
/// Longest note.
pub const NOTE_MAX: usize = 4000;
/// Longest phone number as typed.
pub const PHONE_MAX: usize = 40;
/// More phones than that are a list, not a person.
pub const PHONES_MAX: usize = 12;

/// Collects the problems of a form while its fields are read in order.
#[derive(Default)]
struct Check(Vec<FieldProblem>);

impl Check {
    fn problem(&mut self, field: &str, problem: Problem) {
        self.0.push(FieldProblem::new(field, problem));
    }

    fn line(&mut self, field: &str, text: &str, max: usize) -> String {
        text::line(text, max).unwrap_or_else(|problem| {
            self.problem(field, problem);
            String::new()
        })
    }

    fn lines(&mut self, field: &str, text: &str, max: usize) -> String {
        text::lines(text, max).unwrap_or_else(|problem| {
            self.problem(field, problem);
            String::new()
        })
    }

    fn needed(&mut self, field: &str, text: &str, max: usize) -> String {
        if text.trim().is_empty() {
            self.problem(field, Problem::Required);
        }
        self.line(field, text, max)
    }

    /// None when empty or wrong.
    fn email(&mut self, field: &str, text: &str) -> Option<EmailAddress> {
        if text.trim().is_empty() {
            return None;
        }
        let parsed = EmailAddress::parse(text);
        if parsed.is_err() {
            let unprintable = text.trim().chars().any(control::is_forbidden);
            self.problem(field, if unprintable { Problem::Unprintable } else { Problem::NotAnAddress });
        }
        parsed.ok()
    }

    /// None when empty or not one of the choices.
    fn choice<T>(&mut self, field: &str, code: &str, from_code: impl Fn(&str) -> Option<T>) -> Option<T> {
        if code.is_empty() {
            return None;
        }
        let chosen = from_code(code);
        if chosen.is_none() {
            self.problem(field, Problem::NotAChoice);
        }
        chosen
    }

    /// Rows without a number are dropped.
    fn phones(&mut self, phones: &[Phone]) -> Vec<Phone> {
        let mut kept = Vec::new();
        for (at, phone) in phones.iter().enumerate().filter(|(_, phone)| !phone.number.trim().is_empty()) {
            let number = self.phone(&format!("phones.{at}.number"), &phone.number);
            let label = self.line(&format!("phones.{at}.label"), &phone.label, NAME_MAX);
            kept.push(Phone { label, number });
        }
        if kept.len() > PHONES_MAX {
            self.problem(&format!("phones.{PHONES_MAX}.number"), Problem::OutOfRange(0, PHONES_MAX as i64));
        }
        kept
    }

    fn phone(&mut self, field: &str, number: &str) -> String {
        let number = self.line(field, number, PHONE_MAX);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        if !number.is_empty() && (digits < 3 || number.contains('@')) {
            self.problem(field, Problem::NotAPhone);
        }
        number
    }

    fn place(&mut self, place: &Place) -> Place {
        Place {
            street: self.lines("street", &place.street, STREET_MAX),
            postal_code: self.line("postal_code", &place.postal_code, REFERENCE_MAX),
            town: self.line("town", &place.town, NAME_MAX),
            country: self.line("country", &place.country, NAME_MAX),
        }
    }

    fn done<T>(self, fields: T) -> Result<T, Vec<FieldProblem>> {
        if self.0.is_empty() { Ok(fields) } else { Err(self.0) }
    }
}
