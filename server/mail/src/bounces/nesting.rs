//! Before anything is parsed: the parser keeps a mail inside a mail as a value inside a value, which ends the process when it is let go of,
//! and looks through the rest for every boundary that never comes.

/// Parts that hold parts. A report has two of them, and the mail that it returns a few more.
const MOST: usize = 50;
/// Parts of a report that are called messages and hold none.
const HOLD_NOTHING: [&[u8]; 3] = [b"message/delivery-status", b"message/global-", b"message/rfc822-"];

/// Whether there are more of them than in any report, or some that could not be counted: inside base64 or `quoted-printable`, or without
/// a type of their own, as in `multipart/digest`.
pub(super) fn is_too_deep(bytes: &[u8]) -> bool {
    let (mut nested, mut mail, mut encoded) = (0, false, false);
    let mut lines = bytes.split(|byte| *byte == b'\n').peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() || line == b"\r" {
            (mail, encoded) = (false, false);
            continue;
        }
        let field = line.trim_ascii_start().to_ascii_lowercase();
        let field_type = field.starts_with(b"content-type");
        if !field_type && !field.starts_with(b"content-transfer-encoding") {
            continue;
        }
        let mut value = field;
        while let Some(more) = lines.next_if(|line| line.starts_with(b" ") || line.starts_with(b"\t")) {
            value.extend(more.to_ascii_lowercase());
        }
        if field_type {
            let kind = value.splitn(2, |byte| *byte == b':').nth(1).unwrap_or_default();
            let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii_start();
            // A comment may hide anything.
            let holds_mail = has(kind, "message") || has(kind, "(");
            nested += usize::from(holds_mail || has(kind, "multipart"));
            mail |= holds_mail && !HOLD_NOTHING.iter().any(|own| kind.starts_with(own));
            if has(kind, "digest") {
                return true;
            }
        } else {
            encoded |= has(&value, "base64") || has(&value, "quoted-printable");
        }
        if nested > MOST || mail && encoded {
            return true;
        }
    }
    false
}

fn has(text: &[u8], word: &str) -> bool {
    text.windows(word.len()).any(|at| at == word.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_counted_however_they_are_written() {
        for one in [
            "Content-Type: message/rfc822\n\n",
            "CONTENT-TYPE:MESSAGE/RFC822\r\n\r\n",
            "content-type :\r\n \r\n\tmultipart/mixed; boundary=a\r\n\r\n--a\r\n",
            "\n Content-Type: message/global\n\n",
        ] {
            assert!(!is_too_deep(one.repeat(MOST).as_bytes()), "{one}");
            assert!(is_too_deep(one.repeat(MOST + 1).as_bytes()), "{one}");
        }
        let text = "Content-Type: text/plain\n\nmessage/rfc822 multipart/mixed\n";
        assert!(!is_too_deep(text.repeat(9_000).as_bytes()));
    }

    #[test]
    fn what_could_not_be_counted_is_too_deep() {
        for hidden in [
            "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n",
            "Content-Transfer-Encoding:\n Quoted-Printable\n \nContent-Type: message/global\n\n",
            "Content-Type: multipart/digest; boundary=a\n\n--a\n",
            "Content-Type: (;)message /rfc822\r\nContent-Transfer-Encoding: (a)BASE64\r\n\r\n",
        ] {
            assert!(is_too_deep(hidden.as_bytes()), "{hidden}");
        }
        let apart = "Content-Type: message/rfc822\r\n\r\nContent-Transfer-Encoding: base64\r\n\r\n";
        assert!(!is_too_deep(apart.as_bytes()), "the mail inside is text in base64");
        for kind in ["message/global-delivery-status", "text/plain; name=message.txt"] {
            let part = format!("Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            assert!(!is_too_deep(part.as_bytes()), "{kind}");
        }
    }
}
