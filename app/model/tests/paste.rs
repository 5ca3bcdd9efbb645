//! Reading pasted lists (D43–D45): the corpus, the forms people meet, and what holds for any text.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::collections::BTreeMap;

use model::address::paste::{is_plain_text, read};
use model::{EmailAddress, Mailbox};
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    paste: String,
    chips: Vec<String>,
    #[serde(default)]
    duplicates: usize,
    left: Option<String>,
    #[serde(default)]
    either_left: Vec<String>,
}

#[test]
fn d43_every_paste_of_the_corpus_is_read() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("corpora/pasted.json")).unwrap();
    assert_eq!(cases.len(), 17);
    for case in cases {
        let pasted = read(&case.paste);
        assert_eq!(shown(&pasted.entries), case.chips, "{:?}", case.paste);
        assert_eq!(pasted.duplicates.len(), case.duplicates, "{:?}", case.paste);
        let accepted = case.left.map_or(case.either_left, |left| vec![left]);
        assert!(accepted.contains(&pasted.rest), "{:?} left {:?}", case.paste, pasted.rest);
    }
}

/// `Name <address>` without quotes, as the corpus writes it.
fn shown(mailboxes: &[Mailbox]) -> Vec<String> {
    let one = |mailbox: &Mailbox| match &mailbox.name {
        Some(name) => format!("{name} <{}>", mailbox.address),
        None => mailbox.address.to_string(),
    };
    mailboxes.iter().map(one).collect()
}

#[test]
fn d43_lists_of_other_programs() {
    for (paste, chips, rest) in [
        // Outlook, with the names it quotes and the links it adds.
        ("'Marie Durand' <m@x.fr>; 'p@x.fr' <p@x.fr>", vec!["Marie Durand <m@x.fr>", "p@x.fr"], ""),
        ("m@x.fr <mailto:m@x.fr>; p@x.fr", vec!["m@x.fr", "p@x.fr"], ""),
        ("Petit Paul <mailto:p@x.fr>", vec!["Petit Paul <p@x.fr>"], ""),
        ("\"m@x.fr\" <p@y.fr>", vec!["m@x.fr <p@y.fr>"], ""),
        // CSV and spreadsheets.
        ("\"m@x.fr\",\"p@x.fr\"", vec!["m@x.fr", "p@x.fr"], ""),
        ("Durand\tMarie\tm@x.fr\tComptable\r\n", vec!["Durand Marie <m@x.fr>"], "Comptable"),
        ("C001\tACME\tm@x.fr", vec!["ACME <m@x.fr>"], "C001"),
        ("Nom\tE-mail\nDurand\tm@x.fr", vec!["Durand <m@x.fr>"], "Nom E-mail"),
        ("m@x.fr\tComptable\tp@x.fr", vec!["m@x.fr", "p@x.fr"], "Comptable"),
        // Running text.
        ("Merci d’écrire à m@x.fr, ou (p@x.fr).", vec!["m@x.fr", "p@x.fr"], "Merci d’écrire à; ou"),
        ("E-mail:m@x.fr", vec!["m@x.fr"], "E-mail:"),
        ("« m@x.fr »", vec!["m@x.fr"], ""),
        ("m@\u{200B}x.fr p@x\u{AD}.fr", vec!["m@x.fr", "p@x.fr"], ""),
        // Names in brackets.
        ("<m@x.fr> <p@x.fr>", vec!["m@x.fr", "p@x.fr"], ""),
        ("<m@x.fr, p@x.fr>", vec!["m@x.fr", "p@x.fr"], ""),
        ("p@x.fr Marie <m@x.fr>", vec!["p@x.fr", "Marie <m@x.fr>"], ""),
        ("foo, Durand, Marie <m@x.fr>", vec!["Durand, Marie <m@x.fr>"], "foo"),
        ("paul, \"Durand, Marie\" <m@x.fr>", vec!["Durand, Marie <m@x.fr>"], "paul"),
        ("Durand, <m@x.fr>", vec!["m@x.fr"], "Durand"),
        ("Marie <m@x.fr> fin", vec!["Marie <m@x.fr>"], "fin"),
        ("Marie <m@x>", vec![], "Marie <m@x>"),
        ("\"Durand, Marie\" <m@x.fr>, Zoé <z@x.fr>", vec!["Durand, Marie <m@x.fr>", "Zoé <z@x.fr>"], ""),
        // Links.
        ("mailto:m@x.fr,p%2Bx@x.fr?subject=a,b%20c&cc=z@x.fr", vec!["m@x.fr", "p+x@x.fr"], ""),
        ("MAILTO:m@x.fr mailto:marie", vec!["m@x.fr"], "mailto:marie"),
        ("mailto:a%0D%0Ab@x.fr", vec![], "mailto:a%0D%0Ab@x.fr"),
        // Unfinished quotes and brackets are just characters.
        ("\"Durand, m@x.fr", vec!["m@x.fr"], "\"Durand"),
        ("Marie < m@x.fr", vec!["m@x.fr"], "Marie <"),
        ("\"Marie\"@x.fr", vec![], "\"Marie\"@x.fr"),
        ("m@x,fr", vec![], "m@x, fr"),
        ("", vec![], ""),
        (" ,;\n\t", vec![], ""),
    ] {
        let pasted = read(paste);
        assert_eq!(
            (shown(&pasted.entries), pasted.rest.as_str()),
            (chips.iter().map(|s| s.to_string()).collect(), rest),
            "{paste:?}"
        );
    }
}

#[test]
fn d44_one_thing_without_separator_is_normal_text() {
    for text in ["marie", "m@x.fr", " m@x.fr\r\n", "Marie Durand", "Merci d'écrire à m@x.fr", "", "\"Marie\""] {
        assert!(is_plain_text(text), "{text:?}");
    }
    for text in [
        "<m@x.fr>",
        "Marie <m@x.fr>",
        "mailto:m@x.fr",
        "m@x.fr p@x.fr",
        "m@x.fr m@x.fr",
        "m@x.fr;",
        "a\nb",
        "a\tb",
        "a,b",
    ] {
        assert!(!is_plain_text(text), "{text:?}");
    }
}

#[test]
fn d45_twelve_added_two_already_there_one_to_correct() {
    let mut list: Vec<String> = (0..12).map(|n| format!("Personne {n} <p{n}@acme.example>")).collect();
    list.extend(["P3@ACME.example".into(), "p4@acme.example".into(), "marie@acme".into()]);
    let pasted = read(&list.join("\n"));
    assert_eq!((pasted.entries.len(), pasted.duplicates.len(), pasted.rest.as_str()), (12, 2, "marie@acme"));
}

#[test]
fn a_long_hostile_text_is_read_in_linear_time() {
    for piece in ["\"", "<", "“ ", "\" ", "< ", "mailto:", "a@", "\\\"", "„“", "<<>", "\"\"\"a", ":", ",", "a:b:"]
    {
        let text = piece.repeat(200_000 / piece.len());
        assert!(read(&text).entries.is_empty(), "{piece:?}");
    }
}

/// A piece of a list: how it is written, and whether it is an address, a name in front of one, or other text.
#[derive(Clone, Debug)]
enum Written {
    Bare,
    Named,
    Quoted,
    Angle,
    Mailto,
    Junk,
}

fn pieces() -> impl Strategy<Value = Vec<(Written, &'static str, bool)>> {
    let form = prop_oneof![
        Just(Written::Bare),
        Just(Written::Named),
        Just(Written::Quoted),
        Just(Written::Angle),
        Just(Written::Mailto),
        Just(Written::Junk)
    ];
    let separator = prop_oneof![
        Just(", "),
        Just(";"),
        Just("\n"),
        Just("\r\n"),
        Just("; "),
        Just(",\u{A0}"),
        Just("\t"),
        Just(" ")
    ];
    proptest::collection::vec((form, separator, any::<bool>()), 0..12)
}

proptest! {
    /// Each piece carries its own number; whatever the separators, every number comes out exactly once.
    #[test]
    fn d44_every_run_ends_in_exactly_one_entry_or_in_the_rest(pieces in pieces()) {
        let mut text = String::new();
        let mut addresses = 0;
        for (n, (form, separator, upper)) in pieces.iter().enumerate() {
            let address = if *upper { format!("Z{n}Z@Acme.example") } else { format!("z{n}z@acme.example") };
            text += &match form {
                Written::Bare => address,
                Written::Named => format!("Marie y{n}y <{address}>"),
                Written::Quoted => format!("\"y{n}y, Marie\" <{address}>"),
                Written::Angle => format!("<{address}>"),
                Written::Mailto => format!("mailto:{address}"),
                Written::Junk => format!("x{n}x"),
            };
            addresses += usize::from(!matches!(form, Written::Junk));
            text += separator;
        }
        let pasted = read(&text);
        prop_assert_eq!(pasted.entries.len(), addresses, "{:?} {:?}", text, pasted);
        prop_assert_eq!(runs(&text), runs(&output(&pasted)), "{:?} {:?}", text, pasted);
    }

    /// No letter or digit of a text without links is lost, doubled or invented.
    #[test]
    fn nothing_is_invented_and_nothing_is_lost(text in "([a-zé<>\",;:@. \\t\\n(“”„'\\\\-]|\\PC|a@b\\.fr|<c@d\\.be>){0,40}") {
        let pasted = read(&text);
        let visible = |text: &str| -> BTreeMap<char, usize> {
            let mut counts = BTreeMap::new();
            text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| *counts.entry(c).or_default() += 1);
            counts
        };
        let (before, after) = (visible(&text), visible(&output(&pasted)));
        // A name that only repeats its address, and `a <a>`, are written once.
        for (c, count) in &after {
            prop_assert!(before.get(c) >= Some(count), "{:?} invented in {:?}", c, pasted);
        }
        if !repeats_an_address(&text) {
            prop_assert_eq!(before, after, "{:?}", pasted);
        }
    }

    #[test]
    fn any_text_is_read_without_panic_and_its_rest_holds_no_address(text in "(?s).{0,200}") {
        let pasted = read(&text);
        is_plain_text(&text);
        for entry in pasted.entries.iter().chain(&pasted.duplicates) {
            prop_assert!(EmailAddress::parse(entry.address.as_str()).is_ok());
            prop_assert!(entry.name.as_deref().is_none_or(|name| !model::control::has_forbidden(name)));
        }
        prop_assert!(!model::control::has_forbidden(&pasted.rest));
        prop_assert!(read(&pasted.rest).entries.is_empty());
    }

    #[test]
    fn d41_a_copied_list_is_pasted_back(names in proptest::collection::vec("\\PC{0,20}", 0..6)) {
        let list: Vec<Mailbox> = names.iter().enumerate()
            .map(|(n, name)| Mailbox::new(name, EmailAddress::parse(&format!("p{n}@acme.example")).unwrap())).collect();
        let copied = list.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let pasted = read(&copied);
        prop_assert_eq!(pasted.entries, list);
        prop_assert_eq!(pasted.rest, "");
    }
}

fn output(pasted: &model::address::paste::Pasted) -> String {
    let mut text = shown(&pasted.entries);
    text.extend(shown(&pasted.duplicates));
    text.push(pasted.rest.clone());
    text.join(" ")
}

/// The numbered runs of a text, sorted.
fn runs(text: &str) -> Vec<String> {
    let words = text.to_lowercase();
    let words = words.split(|c: char| !c.is_alphanumeric());
    let mut runs: Vec<String> =
        words.filter(|word| word.len() > 2 && word.starts_with(['x', 'y', 'z'])).map(str::to_owned).collect();
    runs.sort();
    runs
}

fn repeats_an_address(text: &str) -> bool {
    let tidy: String = text.to_lowercase();
    ["a@b.fr", "c@d.be"].iter().any(|address| tidy.matches(address).count() > 1)
}
