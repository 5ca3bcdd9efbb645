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
    let alone = read((head + &everybody).as_bytes()).unwrap();
    assert!(alone.recipients.len() <= 500);
    assert!(alone.recipients.iter().all(|one| one.finding.kind == Soft), "it does not say that it is a report");
}

/// Whoever attaches the machine's part to a mail of his own blocks nobody.
#[test]
fn only_a_mail_that_is_a_report_as_a_whole_is_hard() {
    let report = String::from_utf8(mail("postfix.eml")).unwrap();
    assert_eq!(said(&read(report.as_bytes()).unwrap())[0].0, Hard);
    let attached = report.replace("multipart/report", "multipart/mixed");
    assert_eq!(said(&read(attached.as_bytes()).unwrap())[0].0, Soft);
}

#[test]
fn of_many_ids_few_are_asked_about_and_each_once() {
    let ids: String = (0..9_000).map(|n| format!("Original-Envelope-Id: {n}@x.example\r\n\r\n")).collect();
    let report = String::from_utf8(mail("postfix.eml")).unwrap();
    let known = read(report.as_bytes()).unwrap().ids;
    assert_eq!(known, [ID], "named twice, asked about once");
    let flooded = report.replace("Reporting-MTA", &format!("{ids}Reporting-MTA"));
    let ids = read(flooded.as_bytes()).unwrap().ids;
    assert!(ids.len() <= 20 && ids.contains(&ID.to_owned()) && !ids.contains(&"1@x.example".to_owned()), "{ids:?}");
    let header: String = (0..9_000).map(|n| format!("\t<{n}@x.example>\r\n")).collect();
    let answers = format!("References: <a@x.example>\r\n{header}{}", report.replace(ID, ""));
    assert!(read(answers.as_bytes()).unwrap().ids.len() <= 20);
}

#[test]
fn an_id_that_no_database_takes_is_none() {
    let report = String::from_utf8(mail("postfix.eml")).unwrap();
    for odd in ["+00", "a+00@x.example", "a\0@x.example", &format!("{}@x.example", "a".repeat(400))] {
        let ids = read(report.replacen(ID, odd, 1).as_bytes()).unwrap().ids;
        assert!(!ids.iter().any(|id| id.contains('\0') || id.len() > 400), "{odd}: {ids:?}");
        assert!(ids.contains(&ID.to_owned()), "the returned header names it, too");
        assert!(
            !matches!(read(report.replace(ID, odd).as_bytes()), Ok(report) if report.ids.iter().any(|id| id.contains('\0')))
        );
    }
}

/// A process that runs out of stack ends without a word; what is quadratic holds everybody up.
#[test]
fn mails_inside_mails_end_nothing() {
    let within = "Content-Type:message/rfc822\n\n".repeat(36_000);
    let parts: String = (0..2_200)
        .map(|n| format!("Content-Type: multipart/mixed; boundary={n}\n\n{}\n--{n}\n", "x".repeat(400)))
        .collect();
    for deep in [within, parts] {
        assert_eq!(read(deep.as_bytes()), Err(Ignored::Nested));
    }
    let few = "Content-Type:message/rfc822\n\n".repeat(50);
    assert!(read(few.as_bytes()).is_err());
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
