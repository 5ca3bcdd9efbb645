//! Text in headers: ASCII as it is, everything else as encoded words (RFC 2047), folded so that no line is long.

/// Bytes of text in one encoded word: 75 characters at most, with `=?utf-8?B?` and `?=`.
const WORD: usize = 45;
/// In the first one: a line with an encoded word has 76 characters at most, and before it stands the header's name, at most « Reply-To: »
/// (RFC 2047 §2).
const FIRST_WORD: usize = 39;
/// Where a line of plain text is folded, when it can be.
const LINE: usize = 76;

/// For a header of free text, such as Subject. `used` is how much of the first line is taken.
pub(super) fn text(text: &str, used: usize) -> String {
    let plain = text.bytes().all(|b| matches!(b, b' '..=b'~')) && !text.contains("=?");
    let plain = plain && text.trim() == text && !text.contains("  ");
    if plain && text.split(' ').all(|word| word.len() < LINE) { fold(text, used) } else { encoded(text) }
}

/// For the name in front of an address.
pub(super) fn phrase(name: &str) -> String {
    let plain = name.bytes().all(|b| matches!(b, b' '..=b'~')) && !name.contains("=?") && name.len() <= 60;
    if plain { quoted(name) } else { encoded(name) }
}

/// For a file name in Content-Type: what clients read that do not know RFC 2231.
pub(super) fn parameter(name: &str) -> String {
    let plain = name.bytes().all(|b| matches!(b, b' '..=b'~')) && name.len() <= 60;
    if plain { quoted(name) } else { format!("\"{}\"", encoded(name)) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Line breaks before blanks; the blanks stay, so that unfolding gives the same text.
fn fold(text: &str, used: usize) -> String {
    let mut folded = String::with_capacity(text.len() + 8);
    let mut length = used;
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            if length + 1 + word.len() > LINE && !word.is_empty() {
                folded.push_str("\r\n");
                length = 0;
            }
            folded.push(' ');
            length += 1;
        }
        folded.push_str(word);
        length += word.len();
    }
    folded
}

/// Blanks between two encoded words are not part of the text, so each can have its own line.
fn encoded(text: &str) -> String {
    use base64::Engine;
    let mut words = vec![];
    let mut start = 0;
    while start < text.len() {
        let mut end = text.len().min(start + if start == 0 { FIRST_WORD } else { WORD });
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let word = base64::engine::general_purpose::STANDARD.encode(&text[start..end]);
        words.push(format!("=?utf-8?B?{word}?="));
        start = end;
    }
    words.join("\r\n ")
}
