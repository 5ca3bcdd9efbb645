//! The answer: a line for each slot and person, and of those who are in, each address once.

use super::{ClientSide, Person, Reason, WhyNot};
use crate::{ContactId, EmailAddress, Lang, SiteId, recipients::same};

/// Whom a line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Who {
    /// The client's main address.
    Main,
    /// Its billing address.
    Billing,
    /// The own address of a site.
    Site(SiteId),
    /// A contact.
    Person(ContactId),
}

/// In or out, with the one reason that decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Receives it.
    In(Reason),
    /// Does not.
    Out(WhyNot),
}

/// What becomes of a slot or person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Whom it is about.
    pub who: Who,
    /// The contact's name; empty for slots, which the screens name.
    pub name: String,
    /// Where it would go.
    pub address: Option<EmailAddress>,
    /// The language it is written to in.
    pub language: Lang,
    /// A favourite of the client: listed first among those who are out.
    pub favourite: bool,
    /// In or out.
    pub verdict: Verdict,
}

/// An address that receives the document, once however many lines lead to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Where it goes.
    pub address: EmailAddress,
    /// Whose it is, with the name; none for an address that is only a slot (P24b).
    pub contact: Option<(ContactId, String)>,
    /// The person's, or the client's for a slot.
    pub language: Lang,
    /// Every reason that leads to it.
    pub reasons: Vec<Reason>,
}

/// Every slot and person of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// See [`super::resolve`] for their order.
    pub lines: Vec<Line>,
}

impl Resolution {
    /// Who receives it: each address once, with the contact's name and all reasons (P24b).
    pub fn recipients(&self) -> Vec<Recipient> {
        let mut found: Vec<Recipient> = vec![];
        for line in &self.lines {
            let (Verdict::In(reason), Some(address)) = (line.verdict, &line.address) else { continue };
            let contact = match line.who {
                Who::Person(id) => Some((id, line.name.clone())),
                Who::Main | Who::Billing | Who::Site(_) => None,
            };
            let (address, language) = (address.clone(), line.language);
            join(&mut found, Recipient { address, contact, language, reasons: vec![reason] });
        }
        found
    }

    /// What became of this one.
    pub fn of(&self, who: Who) -> Option<&Line> {
        self.lines.iter().find(|line| line.who == who)
    }
}

/// One more; whose address is among them already only adds its reasons, and a contact's name and language (P24b).
pub(super) fn join(found: &mut Vec<Recipient>, one: Recipient) {
    match found.iter_mut().find(|other| same(other.address.as_str(), one.address.as_str())) {
        Some(other) => {
            if let (None, Some(_)) = (&other.contact, &one.contact) {
                (other.contact, other.language) = (one.contact, one.language);
            }
            other.reasons.extend(one.reasons);
        }
        None => found.push(one),
    }
}

impl Line {
    pub(super) fn of_slot(who: Who, address: Option<&EmailAddress>, client: &ClientSide, verdict: Verdict) -> Line {
        let (address, language) = (address.cloned(), client.language);
        Line { who, name: String::new(), address, language, favourite: false, verdict }
    }

    pub(super) fn of_person(who: &Person, verdict: Verdict) -> Line {
        Line {
            who: Who::Person(who.contact),
            name: who.name.clone(),
            address: who.email.clone(),
            language: who.language,
            favourite: who.favourite,
            verdict,
        }
    }
}
