//! What stands in a line of the dialogue.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

pub(super) fn between_brackets(line: &str) -> String {
    let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inside.map(|(address, _)| address.to_owned()).unwrap_or_default()
}

pub(super) fn decode(text: &str) -> String {
    String::from_utf8(STANDARD.decode(text).unwrap_or_default()).unwrap_or_default()
}

pub(super) fn decode_line(line: &[u8]) -> String {
    decode(String::from_utf8_lossy(line).trim_end())
}
