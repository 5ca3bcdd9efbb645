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
    /// Lower case, searched inside.
    inside: String,
}

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
            inside: candidate.address.as_str().to_lowercase(),
        }
    }

    /// How well all words of the token match, in any order: 3 at word starts of the name, 2 of the rest, 1 inside the
    /// address; the weakest word counts (D66, D67).
    fn quality(&self, token: &SearchKey) -> Option<u8> {
        token.words().map(|word| self.word_quality(word)).min().flatten()
    }

    fn word_quality(&self, word: &str) -> Option<u8> {
        if self.name.has_word_start(word) {
            Some(3)
        } else if self.address.has_word_start(word) || self.other.has_word_start(word) {
            Some(2)
        } else {
            self.inside.contains(word).then_some(1)
        }
    }
}

/// Indexes of the matching candidates, best first (D67). `token` is what stands in the box.
pub(super) fn matching(candidates: &[Candidate], searched: &[Searched], token: &str) -> Vec<usize> {
    let folded = SearchKey::of(token);
    let token = token.trim();
    let mut found: Vec<_> = candidates
        .iter()
        .zip(searched)
        .enumerate()
        .filter_map(|(at, (candidate, searched))| {
            let exact = same(candidate.address.as_str(), token);
            let quality = if exact { 3 } else { searched.quality(&folded)? };
            let order = (exact, candidate.starred, quality, habit(candidate), candidate.contact.is_some());
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
    if candidate.name.is_empty() { &searched.inside } else { searched.name.as_str() }
}
