//! What we ask of servers that send delivery reports (RFC 3461): only of what failed or is late, with the header of the mail, under
//! its Message-ID and the address as we know it. Both are in the report again, however far the mail went.

use super::mailbox::Mailbox;
use crate::xtext::{unicode_xtext, xtext};

/// RFC 3461 §4.4.
const ENVID_MAX: usize = 100;
/// RFC 3461 §4.2.
const ORCPT_MAX: usize = 500;

/// For MAIL: ` RET=HDRS`, and the mail's Message-ID as ENVID unless that is too long. It has 128 random bits: nobody who has not seen
/// the mail can name it.
pub(super) fn of_mail(mail: &[u8]) -> String {
    match message_id(mail).map(xtext).filter(|id| id.len() <= ENVID_MAX) {
        Some(id) => format!(" RET=HDRS ENVID={id}"),
        None => " RET=HDRS".to_owned(),
    }
}

/// For RCPT.
pub(super) fn of_recipient(to: &Mailbox) -> String {
    let original = if to.international {
        format!("utf-8;{}", unicode_xtext(&to.text))
    } else {
        format!("rfc822;{}", xtext(&to.text))
    };
    if original.len() > ORCPT_MAX {
        return " NOTIFY=FAILURE,DELAY".to_owned();
    }
    format!(" NOTIFY=FAILURE,DELAY ORCPT={original}")
}

/// From the header, without `<` and `>`.
fn message_id(mail: &[u8]) -> Option<&str> {
    let mut lines = mail.split(|byte| *byte == b'\n').take_while(|line| !line.trim_ascii().is_empty());
    let line = lines.find(|line| line.len() > 11 && line[..11].eq_ignore_ascii_case(b"message-id:"))?;
    let value = str::from_utf8(&line[11..]).ok()?.trim();
    let id = value.strip_prefix('<')?.strip_suffix('>')?;
    (!id.is_empty() && !id.contains([' ', '<', '>'])).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_is_named_by_its_message_id() {
        let mail = b"From: a@b\r\nMESSAGE-ID: <1a+2@x.example>\r\nSubject: x\r\n\r\nbody";
        assert_eq!(of_mail(mail), " RET=HDRS ENVID=1a+2B2@x.example");
        let long = format!("Message-ID: <{}@x.example>\r\n\r\n", "a".repeat(100));
        for without in [&b"Subject: x\r\n\r\nMessage-ID: <1@x>\r\n"[..], b"Message-ID: \r\n\r\n", b"", long.as_bytes()]
        {
            assert_eq!(of_mail(without), " RET=HDRS");
        }
    }

    #[test]
    fn a_recipient_is_named_as_it_was_written() {
        let of = |address| of_recipient(&Mailbox::new(address).unwrap());
        assert_eq!(of("a+b@société.example"), " NOTIFY=FAILURE,DELAY ORCPT=rfc822;a+2Bb@xn--socit-esab.example");
        assert_eq!(of("éloïse@x.example"), " NOTIFY=FAILURE,DELAY ORCPT=utf-8;\\x{E9}lo\\x{EF}se@x.example");
        let long = format!("a@{}x.example", "aaaaaaaaaa.".repeat(20));
        assert!(of(&long).len() < 520);
    }
}
