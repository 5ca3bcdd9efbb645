//! Which words a contact or a client is found by, and the first letters of them. Pure.

use model::fold::words;
use std::collections::BTreeMap;

/// A word of the name.
pub(super) const NAME: i64 = 0;
/// Any other word.
pub(super) const OTHER: i64 = 1;
/// Added for what can no longer be written to.
pub(crate) const UNREACHABLE: i64 = 2;

/// Lengths of the beginnings that are kept ready, in letters.
pub(crate) const READY: std::ops::RangeInclusive<usize> = 2..=4;
/// Longer words are found by their first letters.
const LONGEST: usize = 40;
/// No person and no client has more; the text of a malicious one stops here.
const MOST: usize = 120;
/// Nobody types more letters into a search field; the rest of a malicious text is not looked at.
const TYPED: usize = 200;
/// Each word searched is one more condition of a query.
const SEARCHED: usize = 8;

/// The words of one contact or client with their places, and what it is sorted by.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) sort_key: String,
    pub(super) places: BTreeMap<String, i64>,
}

impl Words {
    pub(super) fn sorted_by(sort_key: String) -> Self {
        Words { sort_key, places: BTreeMap::new() }
    }

    /// As it is kept: word, place, sort key.
    pub(super) fn known(rows: Vec<(String, i64, String)>) -> Self {
        let mut known = Words::default();
        for (word, place, sort_key) in rows {
            known.places.insert(word, place);
            known.sort_key = sort_key;
        }
        known
    }

    /// The better place counts for a word that is there twice.
    pub(super) fn add(&mut self, text: &str, place: i64) {
        for word in words(text) {
            let word = cut(&word).to_owned();
            if self.places.len() < MOST || self.places.contains_key(&word) {
                let kept = self.places.entry(word).or_insert(place);
                *kept = place.min(*kept);
            }
        }
    }

    /// The words themselves.
    pub(super) fn rows(&self) -> BTreeMap<&str, i64> {
        self.places.iter().map(|(word, place)| (word.as_str(), *place)).collect()
    }

    /// The beginnings that are kept ready.
    pub(super) fn prefixes(&self) -> BTreeMap<&str, i64> {
        let mut prefixes = BTreeMap::new();
        for (word, place) in &self.places {
            for prefix in READY.filter_map(|letters| first(word, letters)) {
                let kept = prefixes.entry(prefix).or_insert(*place);
                *kept = (*place).min(*kept);
            }
        }
        prefixes
    }
}

/// The words somebody searches: folded, without those that another one implies, the longest first; at most [`SEARCHED`].
pub(crate) fn searched(text: &str) -> Vec<String> {
    let all: Vec<String> = words(first(text, TYPED).unwrap_or(text)).iter().map(|word| cut(word).to_owned()).collect();
    let implied = |at: usize| {
        let mut others = all.iter().enumerate().filter(|(other, _)| *other != at);
        others.any(|(other, word)| word.starts_with(&all[at]) && (word.len() > all[at].len() || other < at))
    };
    let mut searched: Vec<String> = (0..all.len()).filter(|&at| !implied(at)).map(|at| all[at].clone()).collect();
    searched.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    searched.truncate(SEARCHED);
    searched
}

/// Everything that begins with `prefix` sorts before this.
pub(crate) fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

fn cut(word: &str) -> &str {
    first(word, LONGEST).unwrap_or(word)
}

/// None when it has fewer letters.
pub(crate) fn first(word: &str, letters: usize) -> Option<&str> {
    let last = word.char_indices().nth(letters - 1)?;
    Some(&word[..last.0 + last.1.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_counts_once_at_its_better_place() {
        let mut words = Words::default();
        words.add("marie.durand@acme.example", OTHER);
        words.add("Marie Durand", NAME);
        let places: Vec<_> = words.places.iter().map(|(word, place)| (word.as_str(), *place)).collect();
        assert_eq!(places, [("acme", OTHER), ("durand", NAME), ("example", OTHER), ("marie", NAME)]);
        let prefixes: Vec<_> = words.prefixes().into_iter().collect();
        assert_eq!(prefixes[..6], [("ac", 1), ("acm", 1), ("acme", 1), ("du", 0), ("dur", 0), ("dura", 0)]);
        assert_eq!(prefixes.len(), 12);
    }

    #[test]
    fn implied_words_are_not_searched_twice() {
        assert_eq!(searched("Mar, marie du"), ["marie", "du"]);
        assert_eq!(searched("du du"), ["du"]);
        assert_eq!(searched(" - "), [""; 0]);
    }
}
