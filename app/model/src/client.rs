//! Clients and their sites: what people talk about and what crosses the wire.

use crate::{ClientId, FamilyId, Lang, Moment, SiteId, codes::codes, fold};
use serde::{Deserialize, Serialize};

/// Type de client. Which kinds may have contacts is a setting (P07).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClientKind {
    /// Particulier.
    Individual,
    /// Client professionnel.
    Professional,
    /// Producteur.
    Producer,
}
codes!(ClientKind { Professional => "professional", Producer => "producer", Individual => "individual" });

/// Civilité.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Civility {
    /// Mme
    Mrs,
    /// M.
    Mr,
    /// Mx
    Mx,
}
codes!(Civility { Mrs => "mrs", Mr => "mr", Mx => "mx" });

/// A phone number with what it is for (« mobile », « accueil »; may be empty).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// Free word, may be empty.
    pub label: String,
    /// As typed, trimmed; see [`Phone::dialled`].
    pub number: String,
}

impl Phone {
    /// For `tel:` and `sms:`: a leading `+` kept, everything but digits dropped, `(0)` left out. That is E.164 where the country
    /// was typed, also as `00`; of a national number it is not known, and the digits are what the phone dials at home.
    pub fn dialled(&self) -> String {
        let number = self.number.replace("(0)", "");
        let dialled: String = number
            .chars()
            .enumerate()
            .filter(|(i, c)| c.is_ascii_digit() || (*i == 0 && *c == '+'))
            .map(|(_, c)| c)
            .collect();
        match dialled.strip_prefix("00") {
            Some(abroad) => ["+", abroad].concat(),
            None => dialled,
        }
    }
}

/// What makes two references the same: letters and digits decide, and a reference of signs alone is its own key.
pub fn reference_key(reference: &str) -> String {
    let folded = fold(reference);
    if folded.is_empty() { reference.to_lowercase() } else { folded }
}

/// A postal address; every part may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Number and street, several lines possible.
    pub street: String,
    /// Free text: countries differ.
    pub postal_code: String,
    /// Town.
    pub town: String,
    /// Country, as people write it.
    pub country: String,
}

/// The person or desk that a client's main address belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MainContact {
    /// Civilité.
    pub civility: Option<Civility>,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// The main address: receives everything (P09).
    pub email: Option<String>,
    /// In the order given.
    pub phones: Vec<Phone>,
}

/// A company or person we serve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Unique without regard to case.
    pub reference: String,
    /// Its name.
    pub label: String,
    /// Its kind.
    pub kind: ClientKind,
    /// Its family with its name.
    pub family: Option<(FamilyId, String)>,
    /// The language we write to it in.
    pub language: Lang,
    /// Main contact.
    pub main: MainContact,
    /// Billing address: stands in for the main one for administrative kinds (P09).
    pub billing_email: Option<String>,
    /// Where it is.
    pub place: Place,
    /// Free text.
    pub note: String,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
    /// First saved.
    pub created_at: Moment,
    /// Last saved.
    pub changed_at: Moment,
    /// Rises with each change (P12).
    pub version: i64,
}

/// A place of a client, with the person in charge there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Whose it is.
    pub client_id: ClientId,
    /// « Atelier de Gand ».
    pub label: String,
    /// Where it is.
    pub place: Place,
    /// The person in charge there; may be empty.
    pub person: String,
    /// May be empty.
    pub phone: String,
    /// A slot, not a contact: may repeat a contact's e-mail (P02).
    pub email: Option<String>,
    /// Door codes, hours.
    pub extra: String,
    /// Made inactive then.
    pub inactive_at: Option<Moment>,
    /// Rises with each change (P12).
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_without_its_decoration() {
        let phone = |number: &str| Phone { label: String::new(), number: number.into() }.dialled();
        assert_eq!(phone("+32 (0)2 123 45 67"), "+3221234567");
        assert_eq!(phone("06 01 02 03 04"), "0601020304");
        assert_eq!(phone("0033 6 01 02 03 04"), "+33601020304");
        assert_eq!(phone("514-555-0199 p. 12"), "514555019912");
    }
}
