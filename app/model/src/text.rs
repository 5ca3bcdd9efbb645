//! Text that people type into one line or several: trimmed, and free of what could break a mail header (S28).

use crate::{Problem, control};

/// One line: trimmed, inner blanks kept, at most `max` characters.
///
/// # Errors
/// `Unprintable` for control characters and line or paragraph separators, `TooLong`.
pub fn line(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.trim();
    if control::has_forbidden(text) {
        return Err(Problem::Unprintable);
    }
    within(text, max)
}

/// Several lines: line ends become `\n`, blanks at the end go, at most `max` characters.
///
/// # Errors
/// `Unprintable` for control characters other than tab and line ends, `TooLong`.
pub fn lines(text: &str, max: usize) -> Result<String, Problem> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
    if text.chars().any(|c| control::is_forbidden(c) && c != '\n' && c != '\t') {
        return Err(Problem::Unprintable);
    }
    within(text, max)
}

fn within(text: &str, max: usize) -> Result<String, Problem> {
    if text.chars().count() > max { Err(Problem::TooLong(max as i64)) } else { Ok(text.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S28
    #[test]
    fn control_characters_are_refused_in_a_line() {
        for bad in ["a\rb", "a\nb", "a\0b", "a\u{2028}b", "a\u{85}b", "a\u{7f}b"] {
            assert_eq!(line(bad, 50), Err(Problem::Unprintable), "{bad:?}");
        }
        assert_eq!(line("  Éloïse  ", 6), Ok("Éloïse".into()));
        assert_eq!(line("Éloïse", 5), Err(Problem::TooLong(5)));
    }

    #[test]
    fn several_lines_keep_their_ends_as_line_feeds() {
        assert_eq!(lines("a\r\nb\rc\n\n", 50), Ok("a\nb\nc".into()));
        assert_eq!(lines("a\0", 50), Err(Problem::Unprintable));
    }
}
