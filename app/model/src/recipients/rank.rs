//! Which candidates match the text being typed, and in which order (D66–D68).

use super::{Candidate, Slot, chip::same};
use crate::fold::SearchKey;
use std::cmp::Reverse;

/// A candidate as it is searched; made once, not at each key.
#[derive(Clone, Debug)]
pub(super) struct Searched {
    name: SearchKey,
    other: SearchKey,
    address: SearchKey,
    /// The address in lower case.
    written: String,
}

/// How well a word matches: at a word start of the name, of the rest, inside the address, and there with so few letters that it
/// says little.
const NAME: u8 = 3;
const START: u8 = 2;
const INSIDE: u8 = 1;
const HARDLY: u8 = 0;

/// Letters from which a place inside the address says whom somebody means.
const TELLING: usize = 3;

impl Searched {
    /// `client` is the société of its own contacts (D66).
    pub(super) fn of(candidate: &Candidate, client: &str) -> Self {
        let mut other = [&candidate.function, " ", &candidate.site, " ", client].concat();
        for slot in &candidate.slots {
            if let Slot::Site(label) = slot {
                other.push(' ');
                other.push_str(label);
            }
        }
        Searched {
            name: SearchKey::of(&candidate.name),
            other: SearchKey::of(&other),
            address: SearchKey::of(candidate.address.as_str()),
            written: candidate.address.as_str().to_lowercase(),
        }
    }

    /// How well all words of the token match, in any order; the weakest word counts (D66, D67).
    fn quality(&self, token: &SearchKey) -> Option<u8> {
        token.words().map(|word| self.word_quality(word)).min().flatten()
    }

    fn word_quality(&self, word: &str) -> Option<u8> {
        if self.name.has_word_start(word) {
            Some(NAME)
        } else if self.address.has_word_start(word) || self.other.has_word_start(word) {
            Some(START)
        } else {
            // The domain is everybody's: inside it there is nobody to be found.
            let local = self.written.rsplit_once('@').map_or("", |(local, _)| local);
            let quality = if word.chars().count() < TELLING { HARDLY } else { INSIDE };
            local.contains(word).then_some(quality)
        }
    }

    /// May Enter take it, the best row for this token (D19, D22)? Not for one or two letters somewhere inside its address.
    pub(super) fn may_be_meant(&self, token: &str) -> bool {
        self.quality(&SearchKey::of(token)) != Some(HARDLY)
    }
}

/// Whether somebody with this address may be meant by the token. A word with `@` is an address, complete or not: only those
/// that hold it are, whatever its pieces find elsewhere. With nobody left the text stays text (D18, D23, D24).
pub(super) fn fits(address: &str, token: &str) -> bool {
    let address = address.to_lowercase();
    token.split_whitespace().filter(|word| word.contains('@')).all(|word| {
        let word = word.trim_matches(['<', '>', '(', ')', '"', ',', ';']);
        address.contains(&word.to_lowercase())
    })
}

/// Indexes of the matching candidates, best first (D67); a favourite goes before others that match as it does: at word starts, or
/// only inside the address. `token` is what stands in the box.
pub(super) fn matching(candidates: &[Candidate], searched: &[Searched], token: &str) -> Vec<usize> {
    let folded = SearchKey::of(token);
    let token = token.trim();
    let mut found: Vec<_> = candidates
        .iter()
        .zip(searched)
        .enumerate()
        .filter_map(|(at, (candidate, searched))| {
            let exact = same(candidate.address.as_str(), token);
            let quality = match exact {
                true => NAME,
                false => searched.quality(&folded).filter(|_| fits(&searched.written, token))?,
            };
            let starred = candidate.starred;
            let order = (exact, quality.min(START), starred, quality, habit(candidate), candidate.contact.is_some());
            Some((Reverse(order), sort_key(candidate, searched), at))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, _, at)| at).collect()
}

/// Indexes of all candidates for an empty box: favourites, contacts, then the client's own addresses, main first; the
/// recently used before the others within each (D68).
pub(super) fn all(candidates: &[Candidate], searched: &[Searched]) -> Vec<usize> {
    let mut found: Vec<usize> = (0..candidates.len()).collect();
    found.sort_by_key(|&at| {
        let candidate = &candidates[at];
        let slot = if candidate.contact.is_none() { candidate.slots.first() } else { None };
        let recency = candidate.last_used.unwrap_or(u32::MAX);
        (candidate.contact.is_none(), !candidate.starred, slot, recency, sort_key(candidate, &searched[at]))
    });
    found
}

/// `3·log2(1+uses)` plus recency with a half-life of 30 days, in thousandths (D67).
fn habit(candidate: &Candidate) -> u32 {
    let frequency = 3.0 * (1.0 + candidate.uses as f32).log2();
    let recency = candidate.last_used.map_or(0.0, |days| (-(days as f32) / 30.0).exp2());
    ((frequency + recency) * 1000.0) as u32
}

fn sort_key<'a>(candidate: &Candidate, searched: &'a Searched) -> &'a str {
    if candidate.name.is_empty() { &searched.written } else { searched.name.as_str() }
}
