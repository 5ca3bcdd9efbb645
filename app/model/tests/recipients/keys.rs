//! Keys in the text box that move in the list, add and leave: D12–D25.

use crate::field::*;
use model::recipients::{Effect, Event, Key, Select};

/// D12
#[test]
fn d12_arrow_down_opens_the_list_with_its_first_row_active() {
    let mut field = Field::acme();
    field.key(Key::Down);
    assert!(field.is_open() && field.prevents());
    assert_eq!(field.active().as_deref(), Some("marie@acme.example"));
    let mut field = Field::acme();
    field.types("roy").key(Key::Escape).key(Key::Down);
    assert_eq!(field.rows(), ["ma.roy@acme.example"], "with text: the same, filtered");
    assert_eq!(field.active().as_deref(), Some("ma.roy@acme.example"));
}

/// D13
#[test]
fn d13_arrows_go_around_the_ends() {
    let mut field = Field::acme();
    field.presses(alt(Key::Down)).key(Key::Up);
    assert_eq!(field.active().as_ref(), field.rows().last(), "up from none is the last row");
    field.key(Key::Down);
    assert_eq!(field.active().as_ref(), field.rows().first(), "down from the last is the first");
    field.key(Key::Down);
    assert_eq!(field.active().as_ref(), field.rows().get(1));
    field.key(Key::Up).key(Key::Up);
    assert_eq!(field.active().as_ref(), field.rows().last());
}

/// D14
#[test]
fn d14_alt_with_an_arrow_opens_without_marking_and_closes_keeping_the_text() {
    let mut field = Field::acme();
    field.types("mar").key(Key::Escape).presses(alt(Key::Down));
    assert!(field.is_open() && field.active().is_none());
    field.presses(alt(Key::Up));
    assert!(!field.is_open());
    assert_eq!(field.text(), "mar");
}

/// D15
#[test]
fn d15_left_and_right_move_between_the_cells_of_the_active_row() {
    let mut field = Field::acme();
    field.key(Key::Right);
    assert!(!field.prevents(), "without an active row the caret moves");
    field.key(Key::Down).key(Key::Right);
    assert!(field.prevents() && field.state.list().active.unwrap().star);
    field.key(Key::Left);
    assert!(!field.state.list().active.unwrap().star);
}

/// D16
#[test]
fn d16_enter_adds_the_active_contact_and_keeps_the_list_open_with_the_rest() {
    let mut field = Field::acme();
    field.types("mar").key(Key::Down).key(Key::Down);
    assert_eq!(field.active().as_deref(), Some("ma.roy@acme.example"));
    field.key(Key::Enter);
    assert_eq!(field.to(), ["ma.roy@acme.example"]);
    assert_eq!(field.text(), "");
    assert!(field.asked(&Effect::SetText(TO, String::new(), Select::End)));
    assert!(field.is_open() && field.active().is_none());
    assert!(
        field.rows().contains(&"marie@acme.example".into()) && !field.rows().contains(&"ma.roy@acme.example".into())
    );
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::FocusChip(_))), "the focus stays");
}

/// D17
#[test]
fn d17_enter_on_the_star_toggles_it_and_adds_nobody() {
    let mut field = Field::acme();
    field.types("roy").key(Key::Down).key(Key::Right).key(Key::Enter);
    assert!(field.to().is_empty());
    assert!(field.asked(&Effect::Star { contact: model::ContactId(2), on: true }));
    assert_eq!(field.active().as_deref(), Some("ma.roy@acme.example"), "the row stays active");
    assert_eq!(field.text(), "roy");
}

/// D18
#[test]
fn d18_enter_adds_a_complete_address_as_typed_or_the_contact_it_is() {
    let mut field = Field::acme();
    field.types("Jean.Petit@acme.example").key(Key::Enter);
    assert_eq!(field.to(), ["Jean.Petit@acme.example"]);
    field.types("MARIE@acme.example").key(Key::Enter);
    assert_eq!(field.state.chips(TO)[1].name, "Marie Durand");
    assert_eq!(field.state.chips(TO)[1].contact(), Some(model::ContactId(1)));
    field.types("Durand, Luc <luc@acme.example>").key(Key::Enter);
    assert_eq!(field.state.chips(TO)[2].name, "Durand, Luc");
}

/// D19
#[test]
fn d19_enter_adds_the_top_row_shown_for_exactly_this_token() {
    let mut field = Field::acme();
    field.types("elo");
    assert_eq!(field.offered().as_deref(), Some("eloise@acme.example"), "visibly marked");
    field.key(Key::Enter);
    assert_eq!(field.to(), ["eloise@acme.example"]);
    assert_eq!(field.text(), "");
}

/// D19: closed, the list shows nothing, so nothing is taken.
#[test]
fn d19_enter_takes_nothing_from_a_list_that_was_closed() {
    let mut field = Field::acme();
    field.types("elo").key(Key::Escape).key(Key::Enter);
    assert!(field.to().is_empty());
    assert_eq!(field.text(), "elo");
}

/// D20
#[test]
fn d20_enter_adds_nobody_while_results_are_pending_or_when_there_are_none() {
    let mut field = Field::acme();
    field.types("zo").key(Key::Enter);
    assert!(field.to().is_empty() && field.text() == "zo");
    field.types("e").finds(vec![]);
    field.key(Key::Enter);
    assert!(field.to().is_empty() && field.text() == "zoe");
    assert!(field.state.has_error(TO));
}

/// D21
#[test]
fn d21_enter_with_an_empty_box_closes_the_list_and_never_submits() {
    let mut field = Field::acme();
    field.presses(alt(Key::Down)).key(Key::Enter);
    assert!(!field.is_open() && field.prevents() && field.to().is_empty());
    field.key(Key::Enter);
    assert!(field.prevents() && !field.asked(&Effect::Submit));
    field.presses(ctrl(Key::Enter));
    assert!(field.asked(&Effect::Submit));
}

/// D22
#[test]
fn d22_tab_adds_the_active_row_or_the_top_row_of_two_letters_and_moves_on() {
    let mut field = Field::acme();
    field.key(Key::Down).key(Key::Tab);
    assert_eq!(field.to(), ["marie@acme.example"]);
    assert!(!field.prevents() && !field.is_open());
    let mut field = Field::acme();
    field.types("el").key(Key::Tab);
    assert_eq!(field.to(), ["eloise@acme.example"]);
    let mut field = Field::acme();
    field.types("e").key(Key::Tab);
    assert!(field.to().is_empty(), "one letter is not enough");
    assert_eq!(field.text(), "e");
}

/// D23
#[test]
fn d23_tab_adds_the_typed_address_never_the_first_suggestion() {
    let mut facts = acme();
    facts.candidates.push(contact(9, "Autre Marie", "marie@acme.example.org"));
    let mut field = Field::of(facts);
    field.types("marie@acme.exam").does(Event::Hovered(Some(0))).key(Key::Tab);
    assert_eq!(field.to(), ["marie@acme.exam"]);
    assert!(!field.prevents());
}

/// D24
#[test]
fn d24_tab_on_anything_else_leaves_the_text() {
    let mut field = Field::acme();
    field.types("zoe").key(Key::Tab).does(Event::Left(TO));
    assert_eq!(field.text(), "zoe");
    assert!(field.state.has_error(TO));
}

/// D25
#[test]
fn d25_shift_tab_takes_a_complete_address_and_never_a_suggestion() {
    let mut field = Field::acme();
    field.types("eloise").presses(shift(Key::Tab));
    assert!(field.to().is_empty() && field.text() == "eloise" && !field.prevents());
    field.types("@acme.example").presses(shift(Key::Tab));
    assert_eq!(field.to(), ["eloise@acme.example"]);
    assert_eq!(field.state.tab_stop(TO), Some(field.id("eloise@acme.example")));
}
