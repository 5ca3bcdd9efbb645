//! Paste and drop: D43–D46, D48.

use crate::field::*;
use model::recipients::{Counts, Effect, Event, Key, Notice};

/// D43
#[test]
fn d43_a_pasted_list_becomes_chips_whatever_its_form() {
    let mut field = Field::acme();
    field.pastes(
        "Durand, Luc <luc@acme.example>; \"Petit, Paul\" <pp@acme.example>\r\nzoe@acme.example\tann@acme.example",
    );
    assert_eq!(field.to(), ["luc@acme.example", "pp@acme.example", "zoe@acme.example", "ann@acme.example"]);
    assert_eq!(field.state.chips(TO)[0].name, "Durand, Luc");
    assert!(field.prevents());
}

/// D44
#[test]
fn d44_one_plain_thing_is_text_and_a_mailbox_is_a_chip() {
    let mut field = Field::acme();
    field.pastes("marie");
    assert_eq!(field.text(), "marie");
    assert!(field.to().is_empty());
    for one in ["<luc@acme.example>", "Luc Petit <luc@acme.example>", "mailto:luc@acme.example?subject=x"] {
        let mut field = Field::acme();
        field.pastes(one);
        assert_eq!(field.to(), ["luc@acme.example"], "{one}");
    }
}

/// D44
#[test]
fn d44_nothing_of_a_paste_is_lost() {
    let mut field = Field::acme();
    field.types("mar").pastes("luc@acme.example, pas une adresse, LUC@acme.example");
    assert_eq!(field.to(), ["luc@acme.example"]);
    assert_eq!(
        field.text(),
        "mar pas une adresse",
        "kept apart: run together it could read as an address nobody wrote"
    );
    assert!(
        field.effects.iter().any(|effect| matches!(effect, Effect::SetText(TO, _, model::recipients::Select::End)))
    );
}

/// D45
#[test]
fn d45_the_result_is_counted_said_and_one_step_to_undo() {
    let mut field = Field::prefilled();
    let twelve: Vec<String> = (0..12).map(|n| format!("p{n}@acme.example")).collect();
    field.pastes(&format!("{}; marie@acme.example; p3@acme.example; presque@", twelve.join("; ")));
    let counts = Counts { added: 12, present: 2, left: 1 };
    assert_eq!(field.notice(), Some(&Notice::Pasted(counts)));
    assert_eq!(field.said(), Some(&model::recipients::Say::Pasted(counts)));
    assert_eq!(field.to().len(), 14);
    field.does(Event::UndoPressed);
    assert_eq!(field.to().len(), 2);
}

/// D46
#[test]
fn d46_a_hundred_and_twenty_addresses_are_one_lookup_and_five_hundred_the_limit() {
    let mut field = Field::acme();
    let many: Vec<String> = (0..120).map(|n| format!("p{n}@acme.example")).collect();
    field.pastes(&many.join("\n"));
    assert_eq!(field.to().len(), 120);
    let asked: Vec<_> = field.effects.iter().filter(|effect| matches!(effect, Effect::LookUp(_))).collect();
    assert_eq!(asked, [&Effect::LookUp(many)]);
    let more: Vec<String> = (120..505).map(|n| format!("p{n}@acme.example")).collect();
    field.pastes(&more.join("\n"));
    assert_eq!(field.to().len(), 500);
    assert_eq!(field.notice(), Some(&Notice::TooMany));
    let kept: Vec<String> = (500..505).map(|n| format!("p{n}@acme.example")).collect();
    assert_eq!(field.text(), kept.join(", "), "what is beyond stays as text");
    let mut field_of_one = Field::acme();
    field_of_one.pastes(&(0..500).map(|n| format!("p{n}@acme.example")).collect::<Vec<_>>().join("\n"));
    field_of_one.types("encore@acme.example").key(Key::Enter);
    assert_eq!(field_of_one.text(), "encore@acme.example");
}

/// D48: dropped text is the same event as pasted text.
#[test]
fn d48_dropped_text_behaves_like_a_paste() {
    let mut field = Field::acme();
    field.does(Event::Pasted {
        role: TO,
        text: "luc@acme.example; zoe@acme.example".into(),
        before: String::new(),
        after: String::new(),
    });
    assert_eq!(field.to(), ["luc@acme.example", "zoe@acme.example"]);
}
