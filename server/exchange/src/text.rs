//! From bytes to characters: what a spreadsheet writes as « CSV » has one of three character sets, and does not say which.

use crate::ReadError;
use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};
use model::import::Charset;
use std::borrow::Cow;

/// Looked at to tell UTF-16 without its mark.
const SEEN: usize = 4096;

/// A byte order mark decides; without one zero bytes show UTF-16, what is UTF-8 throughout is UTF-8, and the rest is Windows-1252,
/// in which every byte is a character.
pub(crate) fn decoded(bytes: &[u8]) -> Result<(Cow<'_, str>, Charset), ReadError> {
    let (text, charset) = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (
            Cow::Borrowed(std::str::from_utf8(rest).map_err(|error| bad_text(rest, error.valid_up_to()))?),
            Charset::Utf8,
        ),
        [0xff, 0xfe, rest @ ..] => (utf_16(rest, UTF_16LE)?, Charset::Utf16),
        [0xfe, 0xff, rest @ ..] => (utf_16(rest, UTF_16BE)?, Charset::Utf16),
        _ => match without_mark(bytes) {
            Some(order) => (utf_16(bytes, order)?, Charset::Utf16),
            None => match std::str::from_utf8(bytes) {
                Ok(text) => (Cow::Borrowed(text), Charset::Utf8),
                Err(error) if rather_utf_8(bytes) => return Err(bad_text(bytes, error.valid_up_to())),
                Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0, Charset::Windows1252),
            },
        },
    };
    if binary(&text) { Err(ReadError::NotATable) } else { Ok((text, charset)) }
}

/// Where the first byte stands that is none of UTF-8.
fn bad_text(bytes: &[u8], at: usize) -> ReadError {
    let ends = bytes[..at].iter().filter(|byte| **byte == b'\n').count();
    ReadError::BadText(u32::try_from(ends + 1).unwrap_or(u32::MAX))
}

/// UTF-8 that was cut or mixed somewhere: read as Windows-1252, every accent of the file would become two wrong letters.
fn rather_utf_8(bytes: &[u8]) -> bool {
    let (mut letters, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|letter| !letter.is_ascii()).count();
        wrong += chunk.invalid().len();
    }
    letters > wrong
}

fn utf_16<'a>(bytes: &'a [u8], order: &'static encoding_rs::Encoding) -> Result<Cow<'a, str>, ReadError> {
    order.decode_without_bom_handling_and_without_replacement(bytes).ok_or(ReadError::NotATable)
}

/// Separators, digits and most letters have a zero byte there, on one side of each pair.
fn without_mark(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let seen = &bytes[..bytes.len().min(SEEN)];
    let zeros = |odd: usize| seen.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), seen.len() / 2);
    let clear = |most: usize, few: usize| bytes.len().is_multiple_of(2) && most * 2 > pairs && few * 20 <= pairs;
    if clear(odd, even) {
        Some(UTF_16LE)
    } else if clear(even, odd) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A stray control character is refused at its cell; a file of them is none that a person wrote.
fn binary(text: &str) -> bool {
    let strange = |c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n');
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in text.chars() {
        if c == '\0' {
            return true;
        }
        all += 1;
        odd += usize::from(strange(c));
    }
    odd > 5 && odd * 50 > all || text.starts_with("%PDF-")
}
