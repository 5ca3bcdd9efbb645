//! The bytes of a mail, read back by another program (S28–S34).
#![allow(clippy::unwrap_used)]

use mail::build::{BuildError, File, Letter, Party, build};
use mail_parser::{Message, MessageParser, MimeHeaders};
use model::Moment;
use model::compose::encoded;
use model::recipients::Role;
use proptest::prelude::*;

fn party(name: &str, address: &str) -> Party {
    Party { name: name.into(), address: address.into() }
}

fn letter() -> Letter {
    Letter {
        from: party("Maison Œuvrard & fils, SA", "compta@maison.example"),
        reply_to: Some("lea@maison.example".into()),
        recipients: vec![
            (Role::To, party("Éloïse “Lo” d’Ô, \"directrice\"", "eloise@x.example")),
            (Role::To, party("", "b@école.example")),
            (Role::Cc, party("Marie Durand", "marie@acme.example")),
            (Role::Bcc, party("Secret", "secret@x.example")),
        ],
        subject: "Devis d’été n° 12 – très long, pour que l’objet soit plié sur plusieurs lignes sans rien perdre"
            .into(),
        text: "Bonjour,\n\n.\n..\nFrom moi\nprix = 3 €\n  https://x.example/?a=b&c=d\n\n-- \nLéa".into(),
        files: vec![
            File {
                name: "Facture d’été – Éloïse.pdf".into(),
                media_type: "application/pdf".into(),
                bytes: (0..=255).collect(),
            },
            File {
                name: "plain \"name\".txt".into(),
                media_type: "text/plain".into(),
                bytes: b"a\r\n.\r\nb\0".to_vec(),
            },
            File {
                name: format!("{}.eml", "é".repeat(140)),
                media_type: "application/octet-stream".into(),
                bytes: vec![],
            },
        ],
        date: Moment(1_800_000_000_000),
        token: "0123456789abcdef0123456789abcdef".into(),
    }
}

fn parsed(bytes: &[u8]) -> Message<'_> {
    MessageParser::default().parse(bytes).unwrap()
}

fn assert_wire(bytes: &[u8]) {
    assert!(bytes.is_ascii() && bytes.ends_with(b"\r\n"));
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        let line = line.strip_suffix(b"\r\n").expect("CRLF only");
        assert!(line.len() <= 998 && !line.contains(&b'\r') && !line.contains(&0));
    }
}

#[test]
fn names_accents_and_files_come_back_identical() {
    let letter = letter();
    let bytes = build(&letter).unwrap();
    assert_wire(&bytes);
    let mail = parsed(&bytes);
    assert_eq!(mail.subject(), Some(letter.subject.as_str()));
    let from = mail.from().unwrap().first().unwrap();
    assert_eq!((from.name(), from.address()), (Some("Maison Œuvrard & fils, SA"), Some("compta@maison.example")));
    let to: Vec<_> = mail.to().unwrap().iter().map(|a| (a.name().unwrap_or(""), a.address().unwrap())).collect();
    assert_eq!(to, [("Éloïse “Lo” d’Ô, \"directrice\"", "eloise@x.example"), ("", "b@xn--cole-9oa.example")]);
    assert_eq!(mail.reply_to().unwrap().first().unwrap().address(), Some("lea@maison.example"));
    assert_eq!(mail.message_id(), Some("0123456789abcdef0123456789abcdef@maison.example"));
    assert_eq!(mail.date().unwrap().to_timestamp(), 1_800_000_000);
    assert_eq!(mail.body_text(0).unwrap().replace("\r\n", "\n").trim_end(), letter.text);
    let html = mail.body_html(0).unwrap();
    assert!(html.contains("<a href=\"https://x.example/?a=b&amp;c=d\">"));
    let files: Vec<_> = mail.attachments().map(|f| (f.attachment_name().unwrap(), f.contents())).collect();
    let given: Vec<_> = letter.files.iter().map(|f| (f.name.as_str(), &f.bytes[..])).collect();
    assert_eq!(files, given);
}

/// RFC 2047 §2
#[test]
fn no_line_with_an_encoded_word_is_longer_than_76() {
    let long = "Éloïse et les œuvres complètes de l’été passé à l’ombre des châtaigniers ".repeat(3);
    let many = Letter {
        subject: long.clone(),
        from: party(&long, "compta@maison.example"),
        recipients: vec![(Role::To, party(&long, "a@x.example")), (Role::Cc, party(&long, "b@x.example"))],
        ..letter()
    };
    let bytes = build(&many).unwrap();
    let text = String::from_utf8(bytes.clone()).unwrap();
    let encoded: Vec<_> = text.lines().filter(|line| line.contains("=?utf-8?")).collect();
    assert!(encoded.len() > 12 && encoded.iter().all(|line| line.len() <= 76), "{encoded:#?}");
    assert_eq!(parsed(&bytes).subject(), Some(long.as_str()));
}

/// S34
#[test]
fn who_is_in_cci_stands_nowhere() {
    let text = String::from_utf8(build(&letter()).unwrap()).unwrap();
    assert!(!text.to_lowercase().contains("secret") && !text.contains("Bcc"));
    let only = Letter { recipients: vec![(Role::Bcc, party("", "secret@x.example"))], ..letter() };
    let text = String::from_utf8(build(&only).unwrap()).unwrap();
    assert!(text.contains("To: undisclosed-recipients:;\r\n") && !text.contains("secret"));
}

/// S28
#[test]
fn control_characters_are_refused_and_nothing_panics() {
    for bad in ["a\rb", "a\nb", "a\r\nBcc: x@y.example", "a\0", "a\u{2028}", "a\u{85}", "a\u{7f}"] {
        let bad = bad.to_owned();
        let name = Letter { from: party(&bad, "a@x.example"), ..letter() };
        let to = Letter { recipients: vec![(Role::To, party(&bad, "a@x.example"))], ..letter() };
        let address = Letter { recipients: vec![(Role::To, party("", &bad))], ..letter() };
        let subject = Letter { subject: bad.clone(), ..letter() };
        let reply = Letter { reply_to: Some(bad.clone()), ..letter() };
        let file = File { name: bad.clone(), media_type: "text/plain".into(), bytes: vec![] };
        let kind = File { name: "a".into(), media_type: bad, bytes: vec![] };
        let (file, kind) = (Letter { files: vec![file], ..letter() }, Letter { files: vec![kind], ..letter() });
        for letter in [name, to, address, subject, reply, file, kind] {
            assert!(matches!(build(&letter), Err(BuildError::Unprintable(_))));
        }
    }
    let foreign = Letter { from: party("", "é@x.example"), ..letter() };
    assert_eq!(build(&foreign), Err(BuildError::InternationalSender));
    let nobody = Letter { recipients: vec![(Role::To, party("", "nobody"))], ..letter() };
    assert_eq!(build(&nobody), Err(BuildError::NotAnAddress("recipient")));
}

/// S32
#[test]
fn an_international_local_part_leaves_the_bytes_ascii() {
    let letter = Letter { recipients: vec![(Role::To, party("", "éloïse@x.example"))], ..letter() };
    assert_wire(&build(&letter).unwrap());
}

/// The form counts files by this before they are read.
#[test]
fn a_file_adds_no_more_than_was_counted() {
    let size = |files| build(&Letter { files, ..letter() }).unwrap().len() as i64;
    let file = File { name: "Été.pdf".into(), media_type: "application/pdf".into(), bytes: vec![7; 1_000_000] };
    let added = size(vec![file.clone(), file]) - size(vec![]);
    assert!((2_600_000..=2 * encoded(1_000_000)).contains(&added), "{added}");
}

proptest! {
    /// S29, S30
    #[test]
    fn hostile_bodies_and_names_never_leave_their_place(
        text in "(?s).{0,400}",
        lines in proptest::collection::vec("[\\.\\- =a-z€]{0,1200}", 0..4),
        name in "[^\\p{Cc}\u{2028}\u{2029}]{0,300}",
        subject in "[^\\p{Cc}\u{2028}\u{2029}]{0,250}",
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let text = text.replace('\r', "") + &lines.join("\n");
        let letter = Letter {
            from: party(&name, "compta@maison.example"),
            recipients: vec![(Role::To, party(&name, "a@x.example"))],
            subject: subject.trim().to_owned(),
            text,
            files: vec![File { name: "a.bin".into(), media_type: "application/octet-stream".into(), bytes: bytes.clone() }],
            ..letter()
        };
        let built = build(&letter).unwrap();
        assert_wire(&built);
        let mail = parsed(&built);
        prop_assert_eq!(mail.attachments().count(), 1);
        prop_assert_eq!(mail.attachments().next().unwrap().contents(), &bytes[..]);
        prop_assert_eq!(mail.to().unwrap().iter().count(), 1);
        prop_assert_eq!(mail.to().unwrap().first().unwrap().address(), Some("a@x.example"));
        prop_assert!(mail.bcc().is_none());
        prop_assert_eq!(mail.subject().unwrap_or(""), letter.subject.as_str());
    }
}
