//! Keys in the text box: D12–D25, D28–D36.

use crate::field::*;
use model::recipients::{Effect, Event, Key, Notice, Role, Select};

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

/// D28
#[test]
fn d28_backspace_marks_the_last_chip_then_removes_it_and_a_held_key_never_does() {
    let mut field = Field::prefilled();
    let last = field.id("marie@acme.example");
    field.presses(model::recipients::Press { repeat: true, ..press(Key::Backspace) });
    assert!(!field.asked(&Effect::FocusChip(last)), "held since the text was deleted");
    field.key(Key::Backspace);
    assert!(field.asked(&Effect::FocusChip(last)) && field.to().len() == 2);
    let held = model::recipients::Press { repeat: true, ..press(Key::Backspace) };
    field.does(Event::ChipKey(last, held));
    assert_eq!(field.to().len(), 2);
    field.chip_key("marie@acme.example", Key::Backspace);
    assert_eq!(field.to(), ["contact@acme.example"]);
}

/// D29
#[test]
fn d29_left_and_home_at_the_start_go_to_the_chips() {
    let mut field = Field::prefilled();
    field.key(Key::Left);
    assert!(field.asked(&Effect::FocusChip(field.id("marie@acme.example"))));
    field.key(Key::Home);
    assert!(field.asked(&Effect::FocusChip(field.id("contact@acme.example"))));
    field.types("m").key(Key::Left);
    assert!(!field.prevents(), "inside the text the caret moves");
}

/// D30
#[test]
fn d30_editing_keys_stay_native_and_clear_the_active_row() {
    let native = [
        press(Key::Home),
        press(Key::End),
        press(Key::Delete),
        shift(Key::Left),
        ctrl(Key::Right),
        ctrl(Key::Char('a')),
    ];
    for native in native {
        let mut field = Field::prefilled();
        field.types("ma").key(Key::Down).presses(native);
        assert!(!field.prevents(), "{native:?}");
        assert_eq!(field.active(), None, "{native:?}");
    }
}

/// D32
#[test]
fn d32_escape_closes_the_list_and_keeps_the_text_and_the_dialog_around() {
    let mut field = Field::acme();
    field.types("mar").key(Key::Escape);
    assert!(!field.is_open() && field.text() == "mar");
    assert!(field.asked(&Effect::Stop));
}

/// D33
#[test]
fn d33_escape_clears_the_text_then_passes_on() {
    let mut field = Field::acme();
    field.types("mar").key(Key::Escape).key(Key::Escape);
    assert_eq!(field.text(), "");
    field.key(Key::Escape);
    assert!(field.effects.is_empty());
}

/// D34
#[test]
fn d34_ctrl_z_with_an_empty_box_undoes_and_redoes() {
    let mut field = Field::prefilled();
    field.chip_key("marie@acme.example", Key::Delete).presses(ctrl(Key::Char('z')));
    assert_eq!(field.to(), ["contact@acme.example", "marie@acme.example"]);
    field.presses(model::recipients::Press { shift: true, ..ctrl(Key::Char('Z')) });
    assert_eq!(field.to(), ["contact@acme.example"]);
    field.presses(ctrl(Key::Char('z'))).presses(ctrl(Key::Char('y')));
    assert_eq!(field.to(), ["contact@acme.example"]);
    field.types("a").presses(ctrl(Key::Char('z')));
    assert!(!field.prevents(), "with text the browser undoes the typing");
}

/// D35
#[test]
fn d35_a_letter_goes_to_the_text_and_drops_the_active_row() {
    let mut field = Field::acme();
    field.key(Key::Down).key(Key::Char('r'));
    assert!(!field.prevents() && field.active().is_none());
    field.types("r");
    assert!(field.is_open() && field.active().is_none());
}

/// D36
#[test]
fn d36_page_keys_move_by_eight_rows() {
    let people = (0..30).map(|n| contact(n + 1, &format!("Personne {n:02}"), &format!("p{n:02}@acme.example")));
    let mut field = Field::of(facts(people.collect()));
    field.key(Key::Down).key(Key::PageDown);
    assert_eq!(field.active().as_deref(), Some("p08@acme.example"));
    field.key(Key::PageUp);
    assert_eq!(field.active().as_deref(), Some("p00@acme.example"));
    field.key(Key::PageUp);
    assert_eq!(field.active().as_deref(), Some("p00@acme.example"));
}

/// D57
#[test]
fn d57_keys_of_a_composition_are_not_ours() {
    for key in [Key::Enter, Key::Escape, Key::Tab, Key::Down, Key::Char(',')] {
        let mut field = Field::acme();
        field.types("elo").presses(model::recipients::Press { composing: true, ..press(key) });
        assert!(field.effects.is_empty() && field.is_open() && field.to().is_empty(), "{key:?}");
    }
}

/// D81
#[test]
fn d81_a_duplicate_flashes_where_it_is_and_can_be_moved_here() {
    let mut field = Field::acme();
    field.types_in(Role::Cc, "marie@acme.example").presses_in(Role::Cc, press(Key::Enter));
    field.types("Marie@acme.example").key(Key::Enter);
    let id = field.id("marie@acme.example");
    assert!(field.to().is_empty() && field.text().is_empty());
    assert!(field.asked(&Effect::Flash(id)));
    let Some(Notice::Already { role: Role::Cc, wanted: TO, .. }) = field.notice() else {
        panic!("{:?}", field.notice())
    };
    field.does(Event::MoveHere);
    assert_eq!(field.to(), ["marie@acme.example"]);
    assert!(field.line(Role::Cc).is_empty());
}
