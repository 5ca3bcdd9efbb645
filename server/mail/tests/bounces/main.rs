//! Reports as servers send them (`mails/`), and everything that only looks like one.
#![allow(clippy::unwrap_used)]

mod asked;
#[path = "../support/mod.rs"]
mod support;

use mail::bounces::{Ignored, REPORT_MAX, Report, read};
use model::delivery::ReportKind::{self, Delayed, Hard, Soft};
use proptest::prelude::*;
use std::{fs, path::Path};

/// Of the mail that all of them are about.
const ID: &str = "00112233445566778899aabbccddeeff@maison.example";

/// With the line ends of the network.
fn mail(name: &str) -> Vec<u8> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounces/mails").join(name);
    fs::read_to_string(file).unwrap().replace('\n', "\r\n").into_bytes()
}

fn said(report: &Report) -> Vec<(ReportKind, &str, Option<u16>, String)> {
    let one = |recipient: &mail::bounces::Recipient| {
        let finding = &recipient.finding;
        let enhanced = finding.enhanced.map(|enhanced| enhanced.to_string()).unwrap_or_default();
        (finding.kind, finding.code, enhanced)
    };
    report.recipients.iter().map(|r| (one(r).0, r.addresses[0].as_str(), one(r).1, one(r).2)).collect()
}

/// What is told of an address: how, enhanced code, code, the server's words.
type Told = (ReportKind, &'static str, Option<u16>, &'static str);

#[test]
fn reports_of_many_servers_name_the_mail_the_address_and_why() {
    let cases: [(&str, &[Told]); 8] = [
        ("postfix.eml", &[(Hard, "partie@client.example", Some(550), "5.1.1")]),
        ("exchange.eml", &[(Hard, "Partie@Client.example", Some(550), "5.1.10")]),
        ("gmail.eml", &[(Hard, "partie@client.example", Some(550), "5.1.1")]),
        ("full.eml", &[(Soft, "pleine@client.example", Some(552), "5.2.2")]),
        ("delayed.eml", &[(Delayed, "lente@client.example", None, "4.4.1")]),
        (
            "exim.eml",
            &[(Hard, "partie@client.example", Some(550), "5.1.1"), (Soft, "autre@client.example", None, "5.0.0")],
        ),
        ("qmail.eml", &[(Hard, "partie@client.example", Some(550), "5.1.1")]),
        ("utf8.eml", &[(Hard, "\\x{E9}lo\\x{EF}se@client.example", Some(550), "5.1.1")]),
    ];
    for (name, expected) in cases {
        let report = read(&mail(name)).unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert!(report.ids.iter().any(|id| id == ID), "{name}: {:?}", report.ids);
        let expected: Vec<_> = expected.iter().map(|(a, b, c, d)| (*a, *b, *c, (*d).to_owned())).collect();
        assert_eq!(said(&report), expected, "{name}");
        let text = String::from_utf8(mail(name)).unwrap().replace("\r\n", "\n");
        let same = read(text.as_bytes()).unwrap();
        assert_eq!(said(&same), expected, "{name} as a Maildir holds it");
    }
    let utf8 = read(&mail("utf8.eml")).unwrap();
    assert!(utf8.recipients[0].addresses.iter().any(|address| address == "éloïse@client.example"));
}

#[test]
fn what_is_no_report_for_sure_is_ignored() {
    for (name, why) in [
        ("delivered.eml", Ignored::NamesNobody),
        ("vacation.eml", Ignored::NotAReport),
        ("forwarded.eml", Ignored::NotAReport),
    ] {
        assert_eq!(read(&mail(name)), Err(why), "{name}");
    }
    for junk in [&b""[..], b"\0\xff\xfe", b"\r\n\r\n"] {
        assert!(matches!(read(junk), Err(Ignored::NotAMail | Ignored::NotAReport)), "{junk:?}");
    }
    let nameless = String::from_utf8(mail("postfix.eml")).unwrap().replace(ID, "");
    assert_eq!(read(nameless.as_bytes()), Err(Ignored::NamesNoMail));
}

#[test]
fn the_same_report_is_known_again_and_another_is_not() {
    let bytes = mail("postfix.eml");
    let carried = [b"Received: from elsewhere\r\n", &bytes[..]].concat();
    assert_eq!(read(&bytes).unwrap().key, read(&carried).unwrap().key, "on another way");
    assert_ne!(read(&bytes).unwrap().key, read(&mail("gmail.eml")).unwrap().key);
    let (qmail, other) = (mail("qmail.eml"), [&mail("qmail.eml")[..], b"\r\n"].concat());
    assert_eq!(read(&qmail).unwrap().key, read(&qmail).unwrap().key);
    assert_ne!(read(&qmail).unwrap().key, read(&other).unwrap().key, "without a Message-ID all bytes count");
}

#[test]
fn of_a_huge_report_the_beginning_is_read() {
    let mut huge = mail("postfix.eml");
    let key = read(&huge).unwrap().key;
    huge.resize(REPORT_MAX * 8, b'x');
    assert_eq!(read(&huge).unwrap().key, key);
    let mut line = b"X-Long: ".to_vec();
    line.resize(REPORT_MAX * 2, b'a');
    assert!(read(&line).is_err());
    let nested = "Content-Type: multipart/mixed; boundary=a\r\n\r\n--a\r\n".repeat(5_000);
    assert!(read(nested.as_bytes()).is_err());
    let everybody = "Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n".repeat(9_000);
    let head = format!("Content-Type: message/delivery-status\r\n\r\nOriginal-Envelope-Id: {ID}\r\n\r\n");
    assert!(read((head + &everybody).as_bytes()).unwrap().recipients.len() <= 500);
}

/// What is cut or broken may lose something; it never becomes another mail, another address or a harder end.
fn no_worse(bytes: &[u8], whole: &Report) {
    let Ok(report) = read(bytes) else { return };
    for recipient in &report.recipients {
        let known = whole.recipients.iter().any(|own| own.addresses[0].starts_with(&recipient.addresses[0]));
        assert!(known, "{recipient:?}");
    }
}

#[test]
fn a_report_that_is_cut_anywhere_says_nothing_else() {
    for name in ["postfix.eml", "exchange.eml", "exim.eml", "qmail.eml"] {
        let (bytes, whole) = (mail(name), read(&mail(name)).unwrap());
        for end in 0..bytes.len() {
            no_worse(&bytes[..end], &whole);
        }
    }
}

proptest! {
    #[test]
    fn nothing_that_comes_in_breaks_the_reader(
        mut at in prop::collection::vec((0_usize..4_000, any::<u8>()), 0..40),
        which in 0_usize..4,
        bytes in prop::collection::vec(any::<u8>(), 0..400),
    ) {
        let mut broken = mail(["postfix.eml", "gmail.eml", "exim.eml", "utf8.eml"][which]);
        for (place, byte) in at.drain(..) {
            let place = place % broken.len();
            broken[place] = byte;
        }
        drop(read(&broken));
        drop(read(&bytes));
        let middle = broken.len() / 2;
        broken.splice(middle..middle, bytes);
        drop(read(&broken));
    }
}
