//! Where the placeholders of a phrase are, and what stands there that only looks like one.

use super::PhraseFacts;
use crate::{address::typo::slip, codes::codes};
use serde::{Deserialize, Serialize};

/// What a phrase leaves to the document (P35). Its code stands between `<` and `>`, in small letters or capitals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Placeholder {
    /// The document's number.
    Number,
    /// Its date.
    Date,
    /// Its amount.
    Amount,
    /// The client's name.
    Client,
    /// Our company's name.
    Company,
}
codes!(Placeholder[5] {
    Number => "NUMFACT",
    Date => "DATEFACT",
    Amount => "MONTANT",
    Client => "NOMCLIENT",
    Company => "NOMSOC",
});

impl Placeholder {
    /// As it is written in a phrase.
    pub fn written(self) -> String {
        ["<", self.code(), ">"].concat()
    }

    pub(super) fn value(self, facts: &PhraseFacts) -> Option<&str> {
        match self {
            Placeholder::Number => Some(&facts.number),
            Placeholder::Date => facts.date.as_deref(),
            Placeholder::Amount => facts.amount.as_deref(),
            Placeholder::Client => Some(&facts.client),
            Placeholder::Company => facts.company.as_deref(),
        }
    }
}

/// What looks like a placeholder and is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unknown {
    /// As it stands in the phrase.
    pub written: String,
    /// The one that was meant, probably.
    pub meant: Option<Placeholder>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Known(Placeholder),
    Unknown(Unknown),
}

/// The text in its order; put together again, it is the same.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest, mut from) = (Vec::new(), text, 0);
    while let Some(open) = rest[from..].find('<').map(|at| from + at) {
        from = open + 1;
        let Some(close) = rest[from..].find('>').map(|at| from + at) else { break };
        // Of « <b <NUMFACT> » the second bracket begins it.
        let open = rest[..close].rfind('<').unwrap_or(open);
        from = close + 1;
        let Some(piece) = read(&rest[open + 1..close]) else { continue };
        if open > 0 {
            pieces.push(Piece::Text(&rest[..open]));
        }
        pieces.push(piece);
        (rest, from) = (&rest[close + 1..], 0);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest));
    }
    pieces
}

/// What a word between brackets is; none when it is text. Beside what is a slip of the finger away from one, three capitals look like one.
fn read(word: &str) -> Option<Piece<'static>> {
    let capitals = word.to_uppercase();
    if let Some(known) = Placeholder::from_code(&capitals) {
        return Some(Piece::Known(known));
    }
    let meant = Placeholder::ALL.into_iter().find(|known| slip(&capitals, known.code()).is_some());
    let like_one = word.len() >= 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if meant.is_none() && !like_one {
        return None;
    }
    let written = ["<", word, ">"].concat();
    Some(Piece::Unknown(Unknown { written, meant }))
}
