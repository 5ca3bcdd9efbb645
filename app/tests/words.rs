//! The build script's half of the words: typography, typed methods, and clear complaints.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

#[path = "../build/typography.rs"]
mod typography;
#[path = "../build/words.rs"]
mod words;

use typography::{english, french};

#[test]
fn french_spaces_do_not_break() {
    assert_eq!(french("Prêt ? Oui ! Bien ; merci."), "Prêt\u{202f}? Oui\u{202f}! Bien\u{202f}; merci.");
    assert_eq!(french("Favori : « Éloïse »"), "Favori\u{a0}: «\u{a0}Éloïse\u{a0}»");
    assert_eq!(french("1 204 clients, 25 Mo, 12 %, 3 €"), "1\u{202f}204 clients, 25\u{a0}Mo, 12\u{a0}%, 3\u{a0}€");
    assert_eq!(french("{number} ko"), "{number}\u{a0}ko");
    assert_eq!(french("14 h 05, le 21 novembre"), "14\u{a0}h\u{a0}05, le 21 novembre");
    assert_eq!(french("voir /ecrire?client=1"), "voir /ecrire?client=1");
}

#[test]
fn apostrophes_are_curly_in_both_languages() {
    assert_eq!(french("l'envoi..."), "l’envoi…");
    assert_eq!(english("don't wait..."), "don’t wait…");
}

#[test]
fn a_key_that_one_language_lacks_is_named() {
    let problems = words::generate(r#"{"a.b": "x", "a.c": "y"}"#, r#"{"a.b": "x", "a.d": "z"}"#).unwrap_err();
    assert_eq!(
        problems,
        [
            "app/locales/en.json lacks \"a.c\", which fr.json has",
            "app/locales/fr.json lacks \"a.d\", which en.json has"
        ]
    );
}

#[test]
fn arguments_must_be_the_same_in_both_languages() {
    let problems = words::generate(r#"{"a": "{name} et {#count}"}"#, r#"{"a": "{name}"}"#).unwrap_err();
    assert_eq!(problems, ["\"a\" does not take the same arguments in fr.json and en.json"]);
}

#[test]
fn a_key_written_twice_is_named() {
    let problems = words::generate(r#"{"a": "x", "a": "y"}"#, r#"{"a": "x"}"#).unwrap_err();
    assert_eq!(problems, ["app/locales/fr.json has \"a\" more than once"]);
}

#[test]
fn every_key_becomes_one_typed_method() {
    let words = words::generate(
        r#"{"hello.you": "Bonjour {name} !", "n.people": {"one": "{n} personne", "other": "{n} personnes"}}"#,
        r#"{"hello.you": "Hello {name}!", "n.people": {"one": "{n} person", "other": "{n} people"}}"#,
    )
    .expect("the two files fit");
    let code = words.code;
    assert!(code.contains("pub fn hello_you(self, name: &str) -> String"), "{code}");
    assert!(code.contains("pub fn n_people(self, n: i64) -> String"), "{code}");
    assert_eq!(words.french.browser, "Bonjour \u{1}\u{202f}!\u{1e}\u{1} personne\u{1f}\u{1} personnes\u{1e}");
    assert_eq!(words.english.browser, "Hello \u{1}!\u{1e}\u{1} person\u{1f}\u{1} people\u{1e}");
}

#[test]
fn what_only_the_server_says_comes_last_and_is_no_word_of_the_browser() {
    let text = r#"{"mail.subject": "Essai", "n.last": "Fin"}"#;
    let words = words::generate(text, text).expect("the two files fit");
    assert_eq!((words.french.browser.as_str(), words.french.server_only.as_str()), ("Fin\u{1e}", "Essai\u{1e}"));
    let (first, second) = words.code.split_once("n_last").expect("both have a method");
    assert!(!first.contains("cfg") && second.contains("#[cfg(not(feature = \"hydrate\"))]"), "{}", words.code);
    assert!(second.contains("self.text(0)") && second.contains("self.text(1)"), "{}", words.code);
}

mod spoken {
    //! The generated methods themselves.

    use app::words::Words;
    use model::Lang;

    const FR: Words = Words(Lang::Fr);
    const EN: Words = Words(Lang::En);

    #[test]
    fn plurals_follow_each_language() {
        let fr = [0, 1, 2].map(|n| FR.form_errors(n));
        assert_eq!(fr, ["0 champ à corriger", "1 champ à corriger", "2 champs à corriger"]);
        let en = [0, 1, 2].map(|n| EN.form_errors(n));
        assert_eq!(en, ["0 fields to correct", "1 field to correct", "2 fields to correct"]);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!(FR.number(1_204_567), "1\u{202f}204\u{202f}567");
        assert_eq!(EN.number(1_204), "1,204");
        assert_eq!(EN.number(-999), "\u{2212}999");
        assert_eq!(FR.number(0), "0");
    }
}
