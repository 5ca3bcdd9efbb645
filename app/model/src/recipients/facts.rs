//! What the field knows of the client when the page opens, sent with it so that filtering needs no request (D60).

use super::{Candidate, chip::same};
use crate::ClientId;
use serde::{Deserialize, Serialize};

/// The client a mail is written to, with everybody who can be offered at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientFacts {
    /// The client.
    pub client: ClientId,
    /// Its name, for headings and sentences.
    pub label: String,
    /// It may get contacts (P07); without, nothing is proposed to be added (D90).
    pub may_have_contacts: bool,
    /// Its contacts that have an e-mail, inactive ones included (P05), and its slots; no address twice. At most 200
    /// contacts: more are found by searching.
    pub candidates: Vec<Candidate>,
    /// Domains it was written to before, beyond those of the candidates; in lower case (P29).
    #[serde(default)]
    pub domains: Vec<String>,
    /// All its contacts with an e-mail, shown in « Voir tout (14) ».
    #[serde(default)]
    pub total: u32,
}

impl ClientFacts {
    /// Joins mentions of the same address into one candidate (P24b). Slots come first or last: the contact wins.
    pub fn merged(mut self) -> Self {
        for candidate in std::mem::take(&mut self.candidates) {
            self.learn(candidate);
        }
        self
    }

    /// Adds a candidate, or what it says of an address that is here already.
    fn learn(&mut self, candidate: Candidate) {
        match self.position(candidate.address.as_str()) {
            Some(at) => self.candidates[at].merge(candidate),
            None => self.candidates.push(candidate),
        }
    }

    /// Where an address stands in `candidates`.
    pub(super) fn position(&self, address: &str) -> Option<usize> {
        self.candidates.iter().position(|c| same(c.address.as_str(), address))
    }

    /// Domains of the client: what an address typed for it usually ends with (P29).
    pub fn known_domains(&self) -> Vec<String> {
        let own = self.candidates.iter().map(|candidate| candidate.address.domain().to_lowercase());
        let mut domains: Vec<String> = own.chain(self.domains.iter().cloned()).collect();
        domains.sort();
        domains.dedup();
        domains
    }
}
