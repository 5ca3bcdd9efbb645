//! Consent: whether an address may receive mails of a purpose, and how we know (P43). It is given for an address: another one of the
//! same contact, or of the same client, has not given it. A favourite is no consent (P22).

use crate::{Moment, Problem, codes::codes};
use serde::{Deserialize, Serialize};

/// What the mails are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// E-mails promotionnels.
    Promotions,
}
codes!(Purpose { Promotions => "promotions" });

/// How a consent was given: whoever is asked for a proof begins to look there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentSource {
    /// Said, face to face or on the phone.
    Spoken,
    /// Written in an e-mail or a letter.
    Written,
    /// A form, on paper or on a page.
    Form,
    /// In a contract or an order.
    Contract,
}
codes!(ConsentSource { Spoken => "spoken", Written => "written", Form => "form", Contract => "contract" });

/// The last word on a consent: when, how and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Given; else withdrawn.
    pub granted: bool,
    /// It was said of the address that is there now.
    pub same_address: bool,
    /// How; none of a withdrawal.
    pub source: Option<ConsentSource>,
    /// When it was noted.
    pub at: Moment,
    /// Name of the user who noted it.
    pub by: String,
}

impl Consent {
    /// Mails of its purpose may go to the present address.
    pub fn holds(&self) -> bool {
        self.granted && self.same_address
    }
}

/// What has to be noted so that `wanted` holds for the present address, after `last`; none when it does already. What nobody gave,
/// nobody withdraws.
pub fn to_note(last: Option<&Consent>, wanted: Option<ConsentSource>) -> Option<Option<ConsentSource>> {
    let now = last.filter(|last| last.holds()).map(|last| last.source);
    match (now, wanted) {
        (None, None) => None,
        (Some(source), Some(_)) if source == wanted => None,
        _ => Some(wanted),
    }
}

/// The box and the choice of a form: ticked while it holds.
pub fn as_typed(last: Option<&Consent>) -> (bool, String) {
    let holding = last.filter(|last| last.holds());
    (holding.is_some(), holding.and_then(|last| last.source).map(ConsentSource::code).unwrap_or_default().to_owned())
}

/// What stands in the way of a box that is ticked: its field and why.
pub(crate) fn missing(ticked: bool, source: &str, email: &str) -> Option<(&'static str, Problem)> {
    match ticked {
        false => None,
        true if email.trim().is_empty() => Some(("email", Problem::NeededForPromotions)),
        true if source.is_empty() => Some(("promotions_source", Problem::Required)),
        true => ConsentSource::from_code(source).is_none().then_some(("promotions_source", Problem::NotAChoice)),
    }
}

/// What a form with this box and this choice wants.
pub(crate) fn wanted(ticked: bool, source: &str) -> Option<ConsentSource> {
    ConsentSource::from_code(source).filter(|_| ticked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConsentSource::{Form, Spoken};

    fn said(granted: bool, same_address: bool) -> Consent {
        let source = granted.then_some(Spoken);
        Consent { granted, same_address, source, at: Moment(0), by: "Nadia".into() }
    }

    /// P43
    #[test]
    fn only_what_changes_is_noted() {
        assert_eq!(to_note(None, None), None, "off by default");
        assert_eq!(to_note(None, Some(Spoken)), Some(Some(Spoken)));
        assert_eq!(to_note(Some(&said(true, true)), Some(Spoken)), None);
        assert_eq!(to_note(Some(&said(true, true)), Some(Form)), Some(Some(Form)), "now there is a better proof");
        assert_eq!(to_note(Some(&said(true, true)), None), Some(None), "withdrawn");
        assert_eq!(to_note(Some(&said(false, true)), None), None, "once");
        assert_eq!(to_note(Some(&said(false, true)), Some(Spoken)), Some(Some(Spoken)), "given again");
    }

    /// P43: another address has not consented.
    #[test]
    fn a_consent_ends_with_its_address() {
        assert!(said(true, true).holds() && !said(true, false).holds() && !said(false, true).holds());
        assert_eq!(to_note(Some(&said(true, false)), Some(Spoken)), Some(Some(Spoken)));
        assert_eq!(to_note(Some(&said(true, false)), None), None);
    }

    /// P43: without an address or a proof there is none.
    #[test]
    fn a_ticked_box_needs_an_address_and_a_source() {
        assert_eq!(missing(false, "", ""), None);
        assert_eq!(missing(true, "spoken", " "), Some(("email", Problem::NeededForPromotions)));
        assert_eq!(missing(true, "", "a@b.example"), Some(("promotions_source", Problem::Required)));
        assert_eq!(missing(true, "hearsay", "a@b.example"), Some(("promotions_source", Problem::NotAChoice)));
        assert_eq!(missing(true, "form", "a@b.example"), None);
        assert_eq!((wanted(false, "form"), wanted(true, "form")), (None, Some(Form)));
    }
}
