//! What people paste, drop or type into the recipient field, read into mailboxes (D43, D44). Every run of text ends in
//! exactly one entry or in the rest; nothing is invented and nothing is lost but punctuation around addresses, and the
//! question part of a `mailto:`. Linear in the length of the text.

mod lexer;
mod word;

use std::collections::BTreeSet;

use self::lexer::{Token, tokens};
use super::{EmailAddress, Mailbox};

/// What a text was read into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// In the order of the text; no address twice.
    pub entries: Vec<Mailbox>,
    /// Addresses that the same text already had, whatever their case.
    pub duplicates: Vec<Mailbox>,
    /// What is not an address, on one line, for the person to correct.
    pub rest: String,
    /// How many runs of text the rest is.
    pub left: usize,
}

/// Reads a list in any of the forms of D43.
pub fn read(text: &str) -> Pasted {
    let text = lexer::tidy(text);
    let mut reader = Reader::default();
    reader.run(&tokens(&text));
    reader.flush();
    Pasted { rest: reader.left.join("; "), left: reader.left.len(), ..reader.pasted }
}

/// Is the pasted text one thing without a separator, to be inserted like typed text (D44)? A mailbox in angle brackets,
/// a `mailto:` and several addresses with blanks between them are not.
pub fn is_plain_text(text: &str) -> bool {
    let text = lexer::tidy(text);
    let tokens = tokens(text.trim());
    let one_thing = tokens.iter().all(|token| match token {
        Token::Word(word) => !word::is_mailto(word),
        Token::Quoted(_) => true,
        Token::Angle(_) | Token::Comma | Token::Tab | Token::End => false,
    });
    one_thing && {
        let read = read(&text);
        read.entries.len() + read.duplicates.len() <= 1
    }
}

/// Text that is not yet part of an entry or of the rest.
enum Piece {
    Word(String),
    Quoted(String),
    Comma,
    Tab,
}

#[derive(Default)]
struct Reader {
    pasted: Pasted,
    left: Vec<String>,
    seen: BTreeSet<String>,
    pending: Vec<Piece>,
    /// The bare address read last, while nothing came after it.
    just_read: Option<String>,
    /// A cell names the address after it only if it is the first of its line.
    line_has_entry: bool,
}

impl Reader {
    fn run(&mut self, tokens: &[Token<'_>]) {
        for (at, token) in tokens.iter().enumerate() {
            let just_read = self.just_read.take();
            match token {
                Token::Word(word) => self.word(word),
                Token::Quoted(text) => {
                    let inside = lexer::tokens(text);
                    if matches!(tokens.get(at + 1), Some(Token::Angle(_))) || !holds_address(&inside) {
                        self.pending.push(Piece::Quoted(text.clone()));
                    } else {
                        self.run(&inside);
                    }
                }
                Token::Angle(text) => self.angle(text, just_read),
                Token::Comma => self.pending.push(Piece::Comma),
                Token::Tab => self.pending.push(Piece::Tab),
                Token::End => {
                    self.flush();
                    self.line_has_entry = false;
                }
            }
        }
    }

    fn word(&mut self, text: &str) {
        if word::is_mailto(text) {
            let (addresses, others) = word::mailto(text);
            self.pending.extend(others.into_iter().map(Piece::Word));
            addresses.into_iter().for_each(|address| self.bare(address));
        } else if let Some((label, address)) = word::bare(text) {
            if !label.is_empty() {
                self.pending.push(Piece::Word(label.to_owned()));
            }
            self.bare(address);
        } else {
            self.pending.push(Piece::Word(text.to_owned()));
        }
    }

    fn bare(&mut self, address: EmailAddress) {
        let start = if self.line_has_entry { self.pending.len() } else { self.start_of_cells() };
        let key = address.key();
        self.enter(start, address);
        self.just_read = Some(key);
    }

    fn angle(&mut self, text: &str, just_read: Option<String>) {
        match word::in_angles(text) {
            // `marie@acme.example <mailto:marie@acme.example>` is how some programs copy a link.
            Some(address) if just_read.as_deref() == Some(&address.key()) => {}
            Some(address) => {
                let start = self.start_of_name();
                self.enter(start, address);
            }
            None => {
                let inside = lexer::tokens(text);
                if holds_address(&inside) {
                    self.run(&inside);
                } else {
                    self.pending.push(Piece::Word(format!("<{text}>")));
                }
            }
        }
    }

    /// Where the name of an address in angle brackets begins in the pending text: « Durand, Marie » has one comma, a word
    /// with a colon names a group, and a quoted name stands alone.
    fn start_of_name(&self) -> usize {
        let mut start = self.pending.len();
        let mut crossed = false;
        for (at, piece) in self.pending.iter().enumerate().rev() {
            match piece {
                Piece::Word(word) if word.ends_with(':') => break,
                Piece::Word(_) | Piece::Quoted(_) => start = at,
                Piece::Comma => {
                    let joins = matches!(self.pending.get(start), Some(Piece::Word(_)))
                        && matches!(at.checked_sub(1).map(|before| &self.pending[before]), Some(Piece::Word(_)));
                    if crossed || !joins {
                        break;
                    }
                    crossed = true;
                }
                Piece::Tab => break,
            }
        }
        if start == self.pending.len() { self.start_of_cells() } else { start }
    }

    /// Where the name of a bare address begins when it stands in cells before it: at most two, without digits.
    fn start_of_cells(&self) -> usize {
        let mut start = self.pending.len();
        if !matches!(self.pending.last(), Some(Piece::Tab)) {
            return start;
        }
        let mut cells = 0;
        for (at, piece) in self.pending.iter().enumerate().rev() {
            match piece {
                Piece::Tab if at + 1 == self.pending.len() => {}
                Piece::Tab if cells == 1 => break,
                Piece::Tab => cells += 1,
                Piece::Word(word) if word.ends_with(':') || word.contains(|c: char| c.is_numeric()) => break,
                Piece::Word(_) | Piece::Quoted(_) => start = at,
                Piece::Comma => break,
            }
        }
        start
    }

    /// What is pending from `start` on is the name, what comes before goes to the rest.
    fn enter(&mut self, start: usize, address: EmailAddress) {
        let name = written(&self.pending.split_off(start), |quoted| quoted.to_owned());
        self.flush();
        self.line_has_entry = true;
        let mailbox = Mailbox::new(&name, address);
        if self.seen.insert(mailbox.address.key()) {
            self.pasted.entries.push(mailbox);
        } else {
            self.pasted.duplicates.push(mailbox);
        }
    }

    fn flush(&mut self) {
        let text = written(&std::mem::take(&mut self.pending), lexer::quoted);
        if text.contains(|c: char| c != ' ' && !word::is_decoration(c)) {
            self.left.push(text);
        }
    }
}

fn holds_address(tokens: &[Token<'_>]) -> bool {
    tokens.iter().any(|token| matches!(token, Token::Word(word) if word::bare(word).is_some()))
}

/// Pieces as text again, without separators at its ends.
fn written(pieces: &[Piece], quoted: impl Fn(&str) -> String) -> String {
    let is_text = |piece: &Piece| matches!(piece, Piece::Word(_) | Piece::Quoted(_));
    let start = pieces.iter().position(is_text).unwrap_or(pieces.len());
    let end = pieces.iter().rposition(is_text).map_or(start, |last| last + 1);
    let mut text = String::new();
    for piece in &pieces[start..end] {
        if !matches!(piece, Piece::Comma) && !text.is_empty() && !text.ends_with(' ') {
            text.push(' ');
        }
        match piece {
            Piece::Word(word) => text.push_str(word),
            Piece::Quoted(content) => text.push_str(&quoted(content)),
            Piece::Comma => text.push(','),
            Piece::Tab => {}
        }
    }
    text
}
