//! Whether an address that was typed for a client looks mistyped (P29): it reads like a domain of the client, like a common domain, or like
//! an address that is known there. A question, never a correction.

use super::{ClientFacts, same};
use crate::address::{EmailAddress, Familiarity, familiarity, typo};

/// « Vouliez-vous dire … ? »
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// As it was typed.
    pub address: String,
    /// What was probably meant.
    pub meant: String,
}

impl Doubt {
    /// What a form sends back as the yes to exactly this question.
    pub fn key(&self) -> String {
        [self.address.as_str(), " ", &self.meant].concat()
    }
}

/// Shorter ones that differ by a letter are rather two people.
const LONG: usize = 5;

impl ClientFacts {
    /// What is asked about an address that nobody of the client has.
    pub fn doubt(&self, address: &EmailAddress) -> Option<Doubt> {
        if self.position(address.as_str()).is_some() {
            return None;
        }
        let (local, domain) = address.as_str().rsplit_once('@')?;
        let meant = match familiarity(address.domain(), &self.known_domains()) {
            Familiarity::LookAlike { of } => Some([local, "@", &of].concat()),
            Familiarity::Known | Familiarity::Unusual => typo::meant(address.as_str()),
        };
        let meant = meant.or_else(|| self.known_like(local, domain));
        meant.filter(|meant| !same(meant, address.as_str())).map(|meant| Doubt { address: address.to_string(), meant })
    }

    /// An address of the client at this very domain, one slip of the finger away.
    fn known_like(&self, local: &str, domain: &str) -> Option<String> {
        let local = local.to_lowercase();
        let like = |known: &str| {
            let (own, at) = known.rsplit_once('@')?;
            let near = at.eq_ignore_ascii_case(domain)
                && own.chars().count().min(local.chars().count()) >= LONG
                && typo::slip(&local, &own.to_lowercase()).is_some();
            near.then(|| known.to_owned())
        };
        self.candidates.iter().filter(|known| known.active).find_map(|known| like(known.address.as_str()))
    }
}
