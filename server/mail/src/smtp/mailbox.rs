//! An address as it stands between `<` and `>` on the wire. The rules for people are in `model`; here is only what must never
//! be said to a server (S28, S31), whatever the database holds.

use model::delivery::Fault;

/// Domain in A-labels (S32), local part as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mailbox {
    pub(super) text: String,
    /// The local part is not ASCII: the server must offer SMTPUTF8.
    pub(super) international: bool,
}

impl Mailbox {
    pub(super) fn new(address: &str) -> Result<Self, Fault> {
        let (local, domain) = address.rsplit_once('@').ok_or(Fault::Unwritable)?;
        if local.is_empty() || local.len() > 64 || !local.chars().all(may_stand_in_local) {
            return Err(Fault::Unwritable);
        }
        let domain = idna::domain_to_ascii(domain).map_err(|_| Fault::Unwritable)?;
        let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
        if domain.is_empty() || domain.len() > 253 || !domain.bytes().all(fits) {
            return Err(Fault::Unwritable);
        }
        Ok(Self { text: format!("{local}@{domain}"), international: !local.is_ascii() })
    }
}

fn may_stand_in_local(c: char) -> bool {
    !c.is_control()
        && !c.is_whitespace()
        && !matches!(c, '<' | '>' | '(' | ')' | '[' | ']' | '\\' | ',' | ';' | ':' | '"' | '@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_international_domain_becomes_a_labels_s32() {
        let mailbox = Mailbox::new("info@société.example").unwrap();
        assert_eq!((mailbox.text.as_str(), mailbox.international), ("info@xn--socit-esab.example", false));
        assert!(Mailbox::new("éloïse@atelier.example").unwrap().international);
    }

    #[test]
    fn what_could_break_out_of_the_brackets_is_refused_s28_s31() {
        let long = format!("{}@x.example", "a".repeat(65));
        for hostile in [
            "a@x.example>\r\nRCPT TO:<b@x.example",
            "a b@x.example",
            "a\r\n@x.example",
            "a\0@x.example",
            "a\u{7f}@x.example",
            "a\u{2028}@x.example",
            "a\u{85}@x.example",
            "a>@x.example",
            "@x.example",
            "a@",
            "a",
            "a@[127.0.0.1]",
            "@relay.example:a@x.example",
            "a(comment)@x.example",
            "a@x.example SIZE=1",
            "\"a b\"@x.example",
            "a@b@x.example",
            long.as_str(),
        ] {
            assert_eq!(Mailbox::new(hostile), Err(Fault::Unwritable), "{hostile:?}");
        }
    }
}
