//! Paste and drop: D43–D46, D48.

use crate::field::*;
use model::recipients::{Counts, Effect, Event, Key, Notice, Role};

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

/// D48: text is dropped where the mouse is, and the focus may be elsewhere.
#[test]
fn d48_dropped_text_behaves_like_a_paste_wherever_the_focus_is() {
    let mut field = Field::acme();
    let drops =
        |text: &str| Event::Pasted { role: Role::Cc, text: text.into(), before: "pres".into(), after: "que".into() };
    field.does(Event::Focused(TO)).types("mar").does(drops("marie"));
    assert!(!field.prevents(), "one plain thing is the browser's to insert");
    field.does(drops("luc@acme.example; zoe@acme.example"));
    assert_eq!(field.line(Role::Cc), ["luc@acme.example", "zoe@acme.example"]);
    assert_eq!(field.state.text(Role::Cc), "pres que", "never run together");
    assert_eq!((field.text(), field.to().len()), ("mar", 0), "the box with the focus is as it was");
    field.does(Event::UndoPressed);
    assert!(field.line(Role::Cc).is_empty());
}

/// D45: each run of text that is no address is one to correct.
#[test]
fn d45_every_run_to_correct_is_counted() {
    let mut field = Field::acme();
    field.pastes("luc@acme.example; presque@; une autre\nzoe@");
    assert_eq!(field.notice(), Some(&Notice::Pasted(Counts { added: 1, present: 0, left: 3 })));
}

/// D46: one beyond the limit is as much beyond it as five.
#[test]
fn d46_a_single_address_too_many_meets_the_limit() {
    let mut field = Field::acme();
    field.pastes(&(0..501).map(|n| format!("p{n}@acme.example")).collect::<Vec<_>>().join("\n"));
    assert_eq!((field.to().len(), field.text()), (500, "p500@acme.example"));
    assert_eq!(field.notice(), Some(&Notice::TooMany));
    assert_eq!(field.said(), Some(&model::recipients::Say::TooMany));
}
