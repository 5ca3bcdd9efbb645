//! Characters that no name, subject, address or file name may hold (S28): with them a field could end its line on the
//! wire and begin another one.

/// CR, LF, NUL and every other control character, U+0085 and DEL among them, and the separators U+2028 and U+2029.
pub const fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}')
}

/// Does the text hold a forbidden character? Texts of several lines are checked line by line.
pub fn has_forbidden(text: &str) -> bool {
    text.contains(is_forbidden)
}
