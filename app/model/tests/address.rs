//! Addresses against the is_email corpus and the forms that must never reach the wire (S28, S31).
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use model::address::looks_complete;
use model::{AddressProblem, EmailAddress, Mailbox};
use proptest::prelude::*;

#[test]
fn every_address_of_the_corpus_gets_our_verdict() {
    let corpus = include_str!("corpora/isemail.tsv");
    let mut wrong = Vec::new();
    let mut counted = 0;
    for line in corpus.lines().skip(1) {
        let mut columns = line.split('\t');
        let address: String = serde_json::from_str(columns.next().unwrap()).unwrap();
        let verdict = columns.next().unwrap();
        let accepted = EmailAddress::parse(&address).is_ok();
        if verdict != "either" && accepted != (verdict == "accept") {
            wrong.push(format!("{verdict}: {line}"));
        }
        counted += 1;
    }
    assert_eq!(counted, 164);
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn s31_dangerous_forms_are_refused() {
    let long_local = format!("{}@acme.example", "a".repeat(65));
    let long_domain = format!("a@{}example", "abcdefgh.".repeat(29));
    let refused = [
        long_local.as_str(),
        &long_domain,
        "a@localhost",
        "a@[127.0.0.1]",
        "a@[IPv6:::1]",
        "a@127.0.0.1",
        "<a@acme.example>",
        "@relay.example:a@acme.example",
        "a%b@c@acme.example",
        "a(x)@acme.example",
        "\"a b\"@acme.example",
        "a@acme.example> RCPT TO:<b@evil.example",
        "a@acme.example\r\nRCPT TO:<b@evil.example>",
        "a@acme.example SIZE=1",
        "a@acme.example,b@acme.example",
        "a b@acme.example",
        "a@acme .example",
        "a@acme。example",
        "a\u{200B}@acme.example",
        "a@acme\u{202E}.example",
        "a@acme.example\u{0}",
        "-@-.example",
        "a@acme_x.example",
        "a@acme.e",
    ];
    for text in refused {
        assert!(EmailAddress::parse(text).is_err(), "{text:?}");
    }
}

#[test]
fn s28_control_characters_are_refused_everywhere() {
    for c in ['\r', '\n', '\0', '\u{85}', '\u{2028}', '\u{2029}', '\u{7F}', '\u{1B}'] {
        for at in 0..=14 {
            let mut text = "ab@acme.example"[..14].to_owned();
            text.insert(at, c);
            assert_eq!(EmailAddress::parse(&text), Err(AddressProblem::Character(c)), "{text:?}");
        }
    }
}

#[test]
fn a_problem_says_what_is_wrong() {
    use AddressProblem::*;
    for (text, problem) in [
        ("  ", Empty),
        ("marie", Incomplete),
        ("marie@", Incomplete),
        ("@acme.example", Incomplete),
        ("marie@acme", Incomplete),
        ("marie@@acme.example", Character('@')),
        ("marie durand@acme.example", Character(' ')),
        ("marie..d@acme.example", Dots),
        ("marie@acme.example.", Dots),
        ("marie@-acme.example", Domain),
        ("marie@acme.12", Domain),
    ] {
        assert_eq!(EmailAddress::parse(text), Err(problem), "{text:?}");
    }
}

#[test]
fn an_address_keeps_its_writing_and_has_a_key() {
    let address = EmailAddress::parse(" Zoé.O'Neil+x@Café.Example ").unwrap();
    assert_eq!(address.as_str(), "Zoé.O'Neil+x@Café.Example");
    assert_eq!((address.local(), address.domain()), ("Zoé.O'Neil+x", "Café.Example"));
    assert_eq!(address.key(), "zoé.o'neil+x@café.example");
}

#[test]
fn what_crosses_the_wire_is_checked_again() {
    assert!(serde_json::from_str::<EmailAddress>("\"marie@acme\"").is_err());
    assert!(serde_json::from_str::<EmailAddress>("\"a@acme.example\\r\\nX: y\"").is_err());
    let mailbox = r#"{"name":"Marie\r\nBcc: x@evil.example","address":"marie@acme.example"}"#;
    let mailbox: Mailbox = serde_json::from_str(mailbox).unwrap();
    assert_eq!(mailbox.name.as_deref(), Some("Marie Bcc: x@evil.example"));
}

#[test]
fn only_a_bare_whole_address_looks_complete() {
    for text in ["marie@acme.example", " marie@acme.fr"] {
        assert!(looks_complete(text), "{text:?}");
    }
    for text in ["", "marie", "marie@acme", "marie@acme.", "marie@acme.f", "<marie@acme.fr>", "Marie <marie@acme.fr>"] {
        assert!(!looks_complete(text), "{text:?}");
    }
}

#[test]
fn d18_a_typed_mailbox_may_have_a_name() {
    let mailbox = Mailbox::parse("Durand, Marie <m@x.fr>").unwrap();
    assert_eq!(mailbox.name.as_deref(), Some("Durand, Marie"));
    assert_eq!(Mailbox::parse("m@x.fr").unwrap().name, None);
    for text in ["Durand, Marie", "m@x.fr n@x.fr", "Marie m@x.fr", "m@x", "m@x.fr; m@x.fr"] {
        assert_eq!(Mailbox::parse(text), None, "{text:?}");
    }
}

#[test]
fn d41_names_with_signs_are_quoted() {
    let written = |name: &str| Mailbox::new(name, EmailAddress::parse("m@x.fr").unwrap()).to_string();
    assert_eq!(written(""), "m@x.fr");
    assert_eq!(written("M@x.fr"), "m@x.fr");
    assert_eq!(written("Marie Durand"), "Marie Durand <m@x.fr>");
    assert_eq!(written("Durand, Marie"), "\"Durand, Marie\" <m@x.fr>");
    assert_eq!(written("Le \"Grand\" \\ Paul"), "\"Le \\\"Grand\\\" \\\\ Paul\" <m@x.fr>");
}

proptest! {
    #[test]
    fn d41_a_copied_mailbox_is_pasted_back(name in "\\PC{0,40}", local in "[a-z0-9.+'é]{1,12}", domain in "[a-z-]{1,9}\\.fr") {
        if let Ok(address) = EmailAddress::parse(&format!("{local}@{domain}")) {
            prop_assume!(!local.starts_with('\''));
            let mailbox = Mailbox::new(&name, address);
            prop_assert_eq!(Mailbox::parse(&mailbox.to_string()), Some(mailbox));
        }
    }

    #[test]
    fn no_text_becomes_an_address_with_a_control_character(text in "(?s).{0,30}@.{0,30}") {
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert!(!model::control::has_forbidden(address.as_str()));
            prop_assert!(!address.as_str().contains([' ', '<', '>', ',', ';', '"']));
            prop_assert_eq!(address.as_str().matches('@').count(), 1);
        }
    }
}
