//! Text as people search it (D65): without accents, without case, without punctuation. The same function runs in the
//! browser, on SQLite and on Postgres, so a name found in one place is found in all.
//!
//! Latin, Greek and Cyrillic letters lose their accents whether they arrive composed or not; other scripts keep theirs.

mod highlight;
mod letters;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use highlight::{highlight, highlight_inside};
pub(crate) use letters::is_invisible;

/// Folded words joined by single spaces: `"Rémi d’Œuvre"` becomes `"remi d oeuvre"`. Folding twice changes nothing.
///
/// Sorted by bytes it is the order French readers expect, apart from ties between accents.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut between = false;
    for c in text.chars() {
        letters::fold_char(c, |piece| match piece {
            Piece::Letter(letter) => {
                if between && !folded.is_empty() {
                    folded.push(' ');
                }
                between = false;
                folded.push(letter);
            }
            Piece::Break => between = true,
        });
    }
    folded
}

/// The folded words of a text, in its order, repetitions kept.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What one character contributes to the folded text; accents and invisible characters contribute nothing.
enum Piece {
    Letter(char),
    Break,
}

/// A folded text: what is compared, sorted by and stored beside a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct SearchKey(String);

impl SearchKey {
    /// Folds `text`.
    pub fn of(text: &str) -> Self {
        Self(fold(text))
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when nothing searchable is left.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The folded words.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|word| !word.is_empty())
    }

    /// Does one of the words begin with `start`, which is a folded word?
    pub fn has_word_start(&self, start: &str) -> bool {
        self.words().any(|word| word.starts_with(start))
    }

    /// Does every word of `token` begin one of our words, in any order (D66)? An empty token matches.
    pub fn matches(&self, token: &SearchKey) -> bool {
        token.words().all(|start| self.has_word_start(start))
    }
}

impl From<String> for SearchKey {
    fn from(text: String) -> Self {
        Self::of(&text)
    }
}

impl From<SearchKey> for String {
    fn from(key: SearchKey) -> Self {
        key.0
    }
}

impl fmt::Display for SearchKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
