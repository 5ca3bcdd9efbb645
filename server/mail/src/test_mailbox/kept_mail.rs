//! What a kept mail says.

use mail_parser::{Addr, Message, MessageParser, MimeHeaders};
use model::compose::file_name;

/// A kept mail to be read. Its HTML is not among it: the text says the same, and nobody's markup is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptMail {
    /// « De »: name and address.
    pub from: String,
    /// Whom the envelope named, « Cci » too.
    pub to: Vec<String>,
    /// May be empty.
    pub subject: String,
    /// Lines ended by `\n`.
    pub text: String,
    /// Their names and bytes.
    pub files: Vec<(String, i64)>,
}

impl KeptMail {
    /// Of the bytes of its file, or of their beginning.
    pub(super) fn of(bytes: &[u8]) -> KeptMail {
        let to = envelope(bytes);
        let Some(mail) = MessageParser::default().parse(bytes) else { return KeptMail { to, ..KeptMail::default() } };
        let text = mail.body_text(0).unwrap_or_default().replace("\r\n", "\n");
        KeptMail {
            from: mail.from().and_then(|from| from.first()).map(party).unwrap_or_default(),
            to,
            subject: mail.subject().unwrap_or_default().to_owned(),
            text: text.trim_end().to_owned(),
            files: files(&mail),
        }
    }
}

/// As the test mailbox writes it in front: one address a line.
fn envelope(bytes: &[u8]) -> Vec<String> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.split("\r\n").skip_while(|line| !line.starts_with(TO));
    let first = lines.next().and_then(|line| line.strip_prefix(TO));
    let more = lines.take_while(|line| line.starts_with(' '));
    let addresses = first.into_iter().chain(more).map(|line| line.trim_end_matches(',').trim().to_owned());
    addresses.filter(|address| !address.is_empty()).collect()
}

const TO: &str = "X-Envelope-To:";

fn party(addr: &Addr<'_>) -> String {
    let address = addr.address().unwrap_or_default();
    match addr.name() {
        Some(name) if !name.is_empty() => format!("{name} <{address}>"),
        _ => address.to_owned(),
    }
}

fn files(mail: &Message<'_>) -> Vec<(String, i64)> {
    let named = |part: &mail_parser::MessagePart<'_>| {
        (file_name(part.attachment_name().unwrap_or_default()), part.contents().len() as i64)
    };
    mail.attachments().map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::KeptMail;

    #[test]
    fn everybody_of_the_envelope_is_named_and_what_was_encoded_is_read() {
        let mail = "Return-Path: <a@x.example>\r\nX-Envelope-To: b@x.example,\r\n c@x.example\r\n\
            From: =?utf-8?B?w4lsb8Ovc2U=?= <a@x.example>\r\nTo: b@x.example\r\nSubject: =?utf-8?B?w4l0w6k=?=\r\n\
            MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\
            Content-Transfer-Encoding: quoted-printable\r\n\r\nBonjour =C3=89lo=C3=AFse,\r\n=C3=A0 bient=C3=B4t\r\n";
        let expected = KeptMail {
            from: "Éloïse <a@x.example>".into(),
            to: vec!["b@x.example".into(), "c@x.example".into()],
            subject: "Été".into(),
            text: "Bonjour Éloïse,\nà bientôt".into(),
            files: vec![],
        };
        assert_eq!(KeptMail::of(mail.as_bytes()), expected);
        for odd in
            ["", "\r\n\r\n", "X-Envelope-To:\r\n", "\u{0}\u{0}", "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x"]
        {
            assert!(KeptMail::of(odd.as_bytes()).to.is_empty(), "{odd:?}");
        }
    }
}
