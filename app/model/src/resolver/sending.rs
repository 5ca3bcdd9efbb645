//! Whom a press on the sending panel reaches (P32): everybody who should have the document, one of the lines, or oneself.

use super::{Recipient, Resolution, Verdict, Who, WhyNot};
use crate::{ContactId, SiteId};

/// What a button says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Addressed {
    /// « Envoyer à tous ceux qui doivent le recevoir »
    Everybody,
    /// « À moi-même »
    Oneself,
    /// One address, whether or not it would receive the document by itself.
    One(Who),
}

impl Addressed {
    /// Its word in forms: `all`, `me`, `main`, `billing`, `site-3`, `contact-5`.
    pub fn code(self) -> String {
        match self {
            Addressed::Everybody => "all".to_owned(),
            Addressed::Oneself => "me".to_owned(),
            Addressed::One(Who::Main) => "main".to_owned(),
            Addressed::One(Who::Billing) => "billing".to_owned(),
            Addressed::One(Who::Site(id)) => format!("site-{id}"),
            Addressed::One(Who::Person(id)) => format!("contact-{id}"),
        }
    }

    /// The one with this code.
    pub fn from_code(code: &str) -> Option<Addressed> {
        match code.split_once('-') {
            Some(("site", id)) => Some(Addressed::One(Who::Site(SiteId(id.parse().ok()?)))),
            Some(("contact", id)) => Some(Addressed::One(Who::Person(ContactId(id.parse().ok()?)))),
            Some(_) => None,
            None => match code {
                "all" => Some(Addressed::Everybody),
                "me" => Some(Addressed::Oneself),
                "main" => Some(Addressed::One(Who::Main)),
                "billing" => Some(Addressed::One(Who::Billing)),
                _ => None,
            },
        }
    }
}

impl WhyNot {
    /// Not even a person who presses its button writes there (P04, P05).
    pub fn is_final(self) -> bool {
        match self {
            WhyNot::NoAddress
            | WhyNot::SiteInactive
            | WhyNot::Inactive
            | WhyNot::Ended
            | WhyNot::Foreign
            | WhyNot::ClientInactive => true,
            WhyNot::BillingInstead
            | WhyNot::BillingOnly
            | WhyNot::SiteNotChosen
            | WhyNot::TiedToSite
            | WhyNot::OtherSite
            | WhyNot::ReceivesNothing
            | WhyNot::OtherKinds(_) => false,
        }
    }
}

impl Resolution {
    /// Where one line leads when its button is pressed.
    ///
    /// # Errors
    /// Why nothing may go there; `Foreign` for somebody who has no line.
    pub fn pressed(&self, who: Who) -> Result<Recipient, WhyNot> {
        let line = self.of(who).ok_or(WhyNot::Foreign)?;
        let reasons = match line.verdict {
            Verdict::In(reason) => vec![reason],
            Verdict::Out(why) if why.is_final() => return Err(why),
            Verdict::Out(_) => vec![],
        };
        let contact = match who {
            Who::Person(id) => Some((id, line.name.clone())),
            Who::Main | Who::Billing | Who::Site(_) => None,
        };
        let address = line.address.clone().ok_or(WhyNot::NoAddress)?;
        Ok(Recipient { address, contact, language: line.language, reasons })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_is_read_as_it_was_written() {
        let one = |who| Addressed::One(who);
        for button in [
            Addressed::Everybody,
            Addressed::Oneself,
            one(Who::Main),
            one(Who::Billing),
            one(Who::Site(SiteId(3))),
            one(Who::Person(ContactId(5))),
        ] {
            assert_eq!(Addressed::from_code(&button.code()), Some(button));
        }
        for odd in ["", "site", "site-", "site-x", "contact", "main-1", "everybody"] {
            assert_eq!(Addressed::from_code(odd), None, "{odd}");
        }
    }
}
