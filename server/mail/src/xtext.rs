//! Text that travels among the words of a command: `xtext` (RFC 3461 §4), and its sister for addresses that are not ASCII (RFC 6533 §3).

use std::fmt::Write as _;

/// Printable ASCII as it is, everything else and `+` and `=` as `+` and two digits a byte.
pub(crate) fn xtext(text: &str) -> String {
    text.bytes().fold(String::new(), |mut written, byte| {
        match byte {
            b'+' | b'=' => write!(written, "+{byte:02X}").expect("a String takes everything"),
            b'!'..=b'~' => written.push(char::from(byte)),
            _ => write!(written, "+{byte:02X}").expect("a String takes everything"),
        }
        written
    })
}

/// What [`xtext`] wrote; nothing when it cannot have written that.
pub(crate) fn of_xtext(text: &str) -> Option<String> {
    let (mut bytes, mut rest) = (vec![], text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => {
                let (digits, after) = rest.split_at_checked(2)?;
                let upper = digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'A'..=b'F'));
                bytes.push(u8::from_str_radix(str::from_utf8(digits).ok().filter(|_| upper)?, 16).ok()?);
                rest = after;
            }
            b'!'..=b'<' | b'>'..=b'~' => bytes.push(*first),
            _ => return None,
        }
    }
    String::from_utf8(bytes).ok()
}

/// Printable ASCII as it is, everything else and `+`, `=`, `\` as `\x{…}`.
pub(crate) fn unicode_xtext(text: &str) -> String {
    text.chars().fold(String::new(), |mut written, c| {
        match c {
            '+' | '=' | '\\' => write!(written, "\\x{{{:02X}}}", u32::from(c)).expect("a String takes everything"),
            '!'..='~' => written.push(c),
            _ => write!(written, "\\x{{{:02X}}}", u32::from(c)).expect("a String takes everything"),
        }
        written
    })
}

/// What [`unicode_xtext`] wrote; characters that stand there as themselves (`utf-8-addr-unitext`) stay.
pub(crate) fn of_unicode_xtext(text: &str) -> Option<String> {
    let mut pieces = text.split("\\x{");
    let mut read = pieces.next()?.to_owned();
    for piece in pieces {
        let (digits, rest) = piece.split_once('}')?;
        read.push(u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?);
        read.push_str(rest);
    }
    Some(read)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in ["", "marie@a.example", "a+b=c@a.example", "é ~!\\x{41}", "a\tb"] {
            assert_eq!(of_xtext(&xtext(text)).as_deref(), Some(text));
            assert_eq!(of_unicode_xtext(&unicode_xtext(text)).as_deref(), Some(text));
            for written in [xtext(text), unicode_xtext(text)] {
                assert!(written.bytes().all(|byte| matches!(byte, b'!'..=b'~')), "{written}");
            }
        }
        assert_eq!(xtext("a+b=c@a.example"), "a+2Bb+3Dc@a.example");
        assert_eq!(unicode_xtext("é@a.example"), "\\x{E9}@a.example");
        assert_eq!(of_unicode_xtext("é@a.example").as_deref(), Some("é@a.example"));
    }

    #[test]
    fn what_nobody_wrote_is_nothing() {
        for wrong in ["a+2", "a+", "+zz", "+2b", "a b", "a=b", "+FF"] {
            assert_eq!(of_xtext(wrong), None, "{wrong}");
        }
        for wrong in ["\\x{", "\\x{}", "\\x{110000}", "\\x{zz}"] {
            assert_eq!(of_unicode_xtext(wrong), None, "{wrong}");
        }
    }
}
