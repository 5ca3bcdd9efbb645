//! Separators, leaving the box, compositions, virtual keyboards: D26, D27, D52–D54, D58.

use crate::field::*;
use model::recipients::{Effect, Event, Key, Known, Say};

/// D26
#[test]
fn d26_a_separator_adds_a_complete_address_and_never_a_suggestion() {
    for separator in [",", ";"] {
        let mut field = Field::acme();
        field.types("jean@acme.example").types(separator);
        assert_eq!(field.to(), ["jean@acme.example"]);
        assert_eq!(field.text(), "");
        field.types("marie").types(separator);
        assert_eq!(field.to().len(), 1, "Marie is offered, not accepted");
        assert_eq!(field.text(), format!("marie{separator}"));
    }
}

/// D26: people type « Durand, Marie ».
#[test]
fn d26_a_comma_in_a_name_or_in_quotes_is_a_letter() {
    let mut field = Field::acme();
    field.types("Durand, Luc <luc@acme.example>,");
    assert_eq!(field.to(), ["luc@acme.example"]);
    assert_eq!(field.state.chips(TO)[0].name, "Durand, Luc");
    field.types("\"Petit, jean@acme.example, ");
    assert_eq!(field.to().len(), 1);
    assert_eq!(field.text(), "\"Petit, jean@acme.example, ");
}

/// D26: a comma set into the middle of a text ends nothing.
#[test]
fn d26_a_separator_inside_the_text_is_a_letter() {
    let mut field = Field::acme();
    field.types("jean@acme.exampleorg").inserts(TO, "jean@acme.example,", "org", ",");
    assert!(field.to().is_empty());
    assert_eq!(field.text(), "jean@acme.example,org");
}

/// D27
#[test]
fn d27_a_blank_adds_a_bare_complete_address() {
    let mut field = Field::acme();
    field.types("jean@acme.example ");
    assert_eq!(field.to(), ["jean@acme.example"]);
    field.types("jean@acme ");
    assert_eq!(field.text(), "jean@acme ", "no dot in the domain");
    let mut field = Field::acme();
    field.types("<jean@acme.example ");
    assert!(field.to().is_empty());
    let mut field = Field::acme();
    field.types("\"jean@acme.example ");
    assert!(field.to().is_empty());
}

/// D52
#[test]
fn d52_leaving_takes_a_complete_address_and_keeps_any_other_text() {
    let mut field = Field::acme();
    field.types("jean@acme.example").does(Event::Left(TO));
    assert_eq!(field.to(), ["jean@acme.example"]);
    field.types("mar").does(Event::Left(TO));
    assert_eq!(field.text(), "mar");
    assert!(field.state.has_error(TO) && !field.is_open());
    assert_eq!(field.said(), Some(&Say::Incomplete("mar".into())));
    field.types("i");
    assert!(!field.state.has_error(TO), "typing on takes the message away");
}

/// D52: nothing is created after Escape.
#[test]
fn d52_text_given_up_by_escape_is_not_created_on_leaving() {
    let mut field = Field::acme();
    field.types("jean@acme.example").key(Key::Escape).key(Key::Escape).does(Event::Left(TO));
    assert!(field.to().is_empty() && field.text().is_empty());
}

/// D53
#[test]
fn d53_an_inserted_comma_without_a_key_works_like_a_typed_one() {
    let mut field = Field::acme();
    field.inserts(TO, "jean@acme.example", "", "jean@acme.example");
    field.inserts(TO, "jean@acme.example,", "", ",");
    assert_eq!(field.to(), ["jean@acme.example"]);
    field.inserts(TO, "luc@acme.example, ", "", "luc@acme.example, ");
    assert_eq!(field.line(TO).len(), 2, "a word and its separator at once, as keyboards complete them");
}

/// D54
#[test]
fn d54_next_on_a_virtual_keyboard_behaves_like_tab() {
    let mut field = Field::acme();
    field.types("marie@acme.exam").does(Event::Left(TO));
    assert_eq!(field.to(), ["marie@acme.exam"], "the typed address, never the first suggestion");
    field.types("mar").does(Event::Left(TO));
    assert!(!field.is_open() && field.text() == "mar" && field.to().len() == 1);
}

/// D58
#[test]
fn d58_a_composition_is_searched_and_nothing_is_taken_until_it_ends() {
    let mut field = Field::acme();
    let composed = |before: &str, composing| Event::Typed {
        role: TO,
        before: before.into(),
        after: String::new(),
        inserted: before.into(),
        composing,
    };
    field.does(composed("élo", true));
    assert_eq!(field.rows(), ["eloise@acme.example"]);
    field.does(composed("eloise@acme.example,", true));
    assert!(field.to().is_empty());
    field.does(composed("eloise@acme.example,", false));
    assert_eq!(field.to(), ["eloise@acme.example"]);
}

/// D76
#[test]
fn d76_an_edited_chip_left_without_an_address_is_a_chip_to_correct() {
    let mut field = Field::acme();
    field.types("jean@acme.example ").chip_key("jean@acme.example", Key::F2);
    field.inserts(TO, "jean@acme", "", "").does(Event::Left(TO));
    assert_eq!(field.to(), ["jean@acme"]);
    assert_eq!(field.state.chips(TO)[0].known, Known::Invalid);
    assert!(field.state.chips(TO)[0].blocks());
    assert!(!field.asked(&Effect::LookUp(vec!["jean@acme".into()])));
}
