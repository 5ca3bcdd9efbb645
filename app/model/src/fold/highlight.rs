//! Where a typed token is found in a name, for `<mark>` (D70). Ranges are bytes of the original text and hold whole
//! letters with their accents: `é` typed as `e` is marked as `é`.

use std::ops::Range;

use super::{Piece, letters::fold_char, words};

/// Ranges of `original` whose words begin with a word of `token`; sorted, never touching each other.
pub fn highlight(original: &str, token: &str) -> Vec<Range<usize>> {
    let text = Mapped::of(original);
    let mut found = Vec::new();
    for word in words(token) {
        found.extend(text.word_starts().filter(|&start| text.has(start, &word)).map(|start| text.range(start, &word)));
    }
    joined(found)
}

/// The same, and for a word that begins none of ours, every place inside: for the addresses of the client's own
/// contacts, which are also searched inside (D66).
pub fn highlight_inside(original: &str, token: &str) -> Vec<Range<usize>> {
    let text = Mapped::of(original);
    let mut found = Vec::new();
    for word in words(token) {
        let at_starts = text.word_starts().any(|start| text.has(start, &word));
        let places = (0..text.letters.len()).filter(|&at| !at_starts || text.starts_word(at));
        found.extend(places.filter(|&at| text.has(at, &word)).map(|at| text.range(at, &word)));
    }
    joined(found)
}

/// The folded letters of a text, each with the bytes it came from.
struct Mapped {
    letters: Vec<(char, Range<usize>)>,
    starts: Vec<usize>,
}

impl Mapped {
    fn of(original: &str) -> Self {
        let (mut letters, mut starts) = (Vec::new(), Vec::new());
        let mut between = true;
        for (at, c) in original.char_indices() {
            let bytes = at..at + c.len_utf8();
            let (before, mut broke) = (letters.len(), false);
            fold_char(c, |piece| match piece {
                Piece::Letter(letter) => {
                    if between {
                        starts.push(letters.len());
                    }
                    between = false;
                    letters.push((letter, bytes.clone()));
                }
                Piece::Break => (between, broke) = (true, true),
            });
            if letters.len() == before && !broke && !between {
                extend_last(&mut letters, bytes.end);
            }
        }
        Self { letters, starts }
    }

    fn word_starts(&self) -> impl Iterator<Item = usize> {
        self.starts.iter().copied()
    }

    fn starts_word(&self, at: usize) -> bool {
        self.starts.binary_search(&at).is_ok()
    }

    /// Is `word` written at `at`, without a break inside?
    fn has(&self, at: usize, word: &str) -> bool {
        let mut place = at;
        for wanted in word.chars() {
            let fits = self.letters.get(place).is_some_and(|(letter, _)| *letter == wanted);
            if !fits || (place > at && self.starts_word(place)) {
                return false;
            }
            place += 1;
        }
        place > at
    }

    fn range(&self, at: usize, word: &str) -> Range<usize> {
        let last = at + word.chars().count() - 1;
        self.letters[at].1.start..self.letters[last].1.end
    }
}

/// An accent belongs to the letter before it, and to all letters that one was spelled out to.
fn extend_last(letters: &mut [(char, Range<usize>)], end: usize) {
    let Some(start) = letters.last().map(|(_, bytes)| bytes.start) else { return };
    for (_, bytes) in letters.iter_mut().rev().take_while(|(_, bytes)| bytes.start == start) {
        bytes.end = end;
    }
}

fn joined(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}
