//! The mail as it crosses the wire after DATA (S29, S30): CRLF only, no line over 998, dots doubled. A mail that is not
//! written like this is refused rather than repaired, because the bytes sent are the bytes stored.

use model::delivery::Fault;

/// RFC 5321 §4.5.3.1.6, without the CRLF.
const LONGEST_LINE: usize = 998;

/// Refuses bare CR or LF, NUL, and lines that are too long.
pub(super) fn check(mail: &[u8]) -> Result<(), Fault> {
    let whole = mail.split_inclusive(|b| *b == b'\n');
    let fits = |line: &[u8]| match line.strip_suffix(b"\n") {
        Some(line) => line.strip_suffix(b"\r").is_some_and(is_clean),
        None => is_clean(line),
    };
    if whole.into_iter().all(fits) { Ok(()) } else { Err(Fault::Unwritable) }
}

fn is_clean(line: &[u8]) -> bool {
    line.len() <= LONGEST_LINE && !line.iter().any(|b| matches!(b, b'\r' | b'\0'))
}

/// Blocks of about 32 KB, dots doubled, ending in CRLF, without the final dot.
pub(super) fn blocks(mail: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let mut at_line_start = true;
    let last = mail.len().div_ceil(BLOCK).max(1) - 1;
    (0..=last).map(move |n| {
        let part = &mail[n * BLOCK..mail.len().min((n + 1) * BLOCK)];
        let mut block = Vec::with_capacity(part.len() + part.len() / 64 + 2);
        for line in part.split_inclusive(|b| *b == b'\n') {
            if at_line_start && line.first() == Some(&b'.') {
                block.push(b'.');
            }
            block.extend_from_slice(line);
            at_line_start = line.ends_with(b"\n");
        }
        if n == last && !at_line_start {
            block.extend_from_slice(b"\r\n");
        }
        block
    })
}

const BLOCK: usize = 32 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on_the_wire(mail: &[u8]) -> Vec<u8> {
        blocks(mail).flatten().collect()
    }

    /// What a server makes of it: lines until the lone dot, one leading dot taken off.
    fn received(wire: &[u8]) -> Vec<u8> {
        let mut mail = Vec::new();
        for line in wire.split_inclusive(|b| *b == b'\n') {
            assert_ne!(line, b".\r\n", "a lone dot would end the mail early");
            mail.extend_from_slice(line.strip_prefix(b".").unwrap_or(line));
        }
        mail
    }

    #[test]
    fn dots_are_doubled_at_the_start_of_lines_only() {
        assert_eq!(on_the_wire(b".\r\n..a\r\nb.\r\n"), b"..\r\n...a\r\nb.\r\n");
        assert_eq!(on_the_wire(b"a"), b"a\r\n");
        assert_eq!(on_the_wire(b""), b"");
    }

    #[test]
    fn bare_ends_of_lines_nul_and_long_lines_are_refused_s29() {
        for bad in [&b"a\nb"[..], b"a\rb", b"a\r\r\n", b"\0", b"\n.\r\n", b"a\r\n.\nb\r\n", b"a\r"] {
            assert_eq!(check(bad), Err(Fault::Unwritable), "{bad:?}");
        }
        assert_eq!(check(&[b'a'; 999]), Err(Fault::Unwritable));
        assert_eq!(check(&[b'a'; 998]), Ok(()));
        assert_eq!(check(b"a\r\n\r\nb"), Ok(()));
    }

    proptest! {
        #[test]
        fn hostile_bodies_are_refused_or_arrive_whole_s29_s30(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                &b"\r\n"[..], b".", b"..", b"\r\n.\r\n", b"\n", b"\r", b"MAIL FROM:<x@y.example>", b"a", b"\0", b"\xc3\xa9",
            ]), 0..40),
            filler in 0usize..70_000,
        ) {
            let mut mail: Vec<u8> = b"0123456\r\n".iter().copied().cycle().take(filler / 9 * 9).collect();
            mail.extend(parts.concat());
            if check(&mail).is_ok() {
                let wire = on_the_wire(&mail);
                for line in wire.split_inclusive(|b| *b == b'\n') {
                    prop_assert!(line.ends_with(b"\r\n") && line.len() <= LONGEST_LINE + 3);
                    prop_assert!(!line[..line.len() - 2].contains(&b'\r'));
                }
                let mut whole = mail.clone();
                if !mail.is_empty() && !mail.ends_with(b"\r\n") {
                    whole.extend(b"\r\n");
                }
                prop_assert_eq!(received(&wire), whole);
            }
        }
    }
}
