//! Pasted text cut into words, quoted names, angle brackets and separators. Quotes and brackets never reach over a line or
//! a cell, nor over more text than an address can have, so a lone one is just a character.

use crate::control::is_forbidden;
use crate::fold::is_invisible;

/// The longest text looked at for the end of a quote or bracket, in bytes.
const REACH: usize = 512;

#[derive(Debug)]
pub(super) enum Token<'a> {
    Word(&'a str),
    /// Without its quotes and backslashes.
    Quoted(String),
    /// What stands between `<` and `>`.
    Angle(&'a str),
    Comma,
    Tab,
    /// A semicolon or the end of a line.
    End,
}

/// Blanks of all kinds become plain ones, ends of lines `\n`; invisible characters go, so that an address copied from a
/// page with soft breaks in it is whole again.
pub(super) fn tidy(text: &str) -> String {
    text.chars().filter(|&c| !is_invisible(c)).map(plain).collect()
}

fn plain(c: char) -> char {
    match c {
        '\t' => '\t',
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        _ if c.is_whitespace() || is_forbidden(c) => ' ',
        _ => c,
    }
}

/// Cuts tidied text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut text = text;
    while let Some(c) = text.chars().next() {
        let (token, length) = match c {
            ' ' => (None, 1),
            ',' => (Some(Token::Comma), 1),
            '\t' => (Some(Token::Tab), 1),
            ';' | '\n' => (Some(Token::End), 1),
            '"' | '“' | '„' => quote(text, c).unwrap_or_else(|| word(text)),
            '<' => angle(text).unwrap_or_else(|| word(text)),
            _ => word(text),
        };
        tokens.extend(token);
        text = &text[length..];
    }
    tokens
}

type Cut<'a> = (Option<Token<'a>>, usize);

/// A quoted name, if its end is near and nothing is glued to it.
fn quote(text: &str, open: char) -> Option<Cut<'_>> {
    let mut content = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1).take_while(|&(at, c)| at < REACH && c != '\n' && c != '\t') {
        match c {
            _ if escaped => {
                content.push(c);
                escaped = false;
            }
            '\\' if open == '"' => escaped = true,
            _ if closes(open, c) => {
                let end = at + c.len_utf8();
                let free = text[end..].chars().next().is_none_or(|next| " ,;\t\n<".contains(next));
                return free.then_some((Some(Token::Quoted(content)), end));
            }
            _ => content.push(c),
        }
    }
    None
}

fn closes(open: char, c: char) -> bool {
    match open {
        '"' => c == '"',
        '“' => c == '”',
        _ => c == '“' || c == '”',
    }
}

/// Writes a name so that [`tokens`] reads it back.
pub(super) fn quoted(content: &str) -> String {
    format!("\"{}\"", content.replace('\\', "\\\\").replace('"', "\\\""))
}

fn angle(text: &str) -> Option<Cut<'_>> {
    let near = text.char_indices().skip(1).take_while(|&(at, c)| at < REACH && c != '\n' && c != '\t' && c != '<');
    let end = near.filter(|&(_, c)| c == '>').map(|(at, _)| at).next()?;
    Some((Some(Token::Angle(&text[1..end])), end + 1))
}

/// Up to a blank, a separator or a bracket; a `mailto:` has its commas inside.
fn word(text: &str) -> Cut<'_> {
    let ends = if super::word::is_mailto(text) { " \t\n;<>\"" } else { " \t\n;<," };
    let end = text.char_indices().skip(1).find(|&(_, c)| ends.contains(c)).map_or(text.len(), |(at, _)| at);
    (Some(Token::Word(&text[..end])), end)
}
