//! Keys in the text box that edit, go to the chips, close and undo: D28–D36, D57, D81.

use crate::field::*;
use model::recipients::{Effect, Event, Key, MenuItem, Notice, Role};

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

/// D39, D81: found by the property of properties.rs.
#[test]
fn d81_an_address_being_edited_in_another_line_is_not_added_beside_it() {
    let mut field = Field::prefilled();
    let chip = field.state.chips(Role::To)[1].clone();
    field.does(Event::MenuChosen(chip.id, MenuItem::Move(Role::Cc)));
    field.does(Event::MenuChosen(chip.id, MenuItem::Edit));
    let text = format!("luc@beta.example, {}", chip.address);
    field.does(Event::Pasted { role: Role::To, text, before: String::new(), after: String::new() });
    let all: Vec<String> = field.state.field().chips().map(|(_, chip)| chip.address.clone()).collect();
    assert_eq!(all.iter().filter(|address| **address == chip.address).count(), 1, "{all:?}");
    assert!(all.contains(&"luc@beta.example".to_owned()));
}

/// D29: keys that belong to the marked row, or to the browser, are not taken for the chips.
#[test]
fn d29_home_in_a_marked_list_and_alt_with_an_arrow_stay_where_they_are() {
    let mut field = Field::prefilled();
    field.key(Key::Down).key(Key::Home);
    assert!(field.effects.is_empty() && field.active().is_none(), "{:?}", field.effects);
    for key in [Key::Left, Key::Home, Key::Backspace] {
        field.presses(alt(key));
        assert!(field.effects.is_empty(), "{key:?}: {:?}", field.effects);
    }
    field.key(Key::Down).presses(alt(Key::Left));
    assert!(!field.prevents(), "the browser's « back », though a row is marked");
    let marie = field.id("marie@acme.example");
    for key in [Key::Left, Key::Right, Key::Home, Key::End] {
        field.does(Event::ChipKey(marie, alt(key)));
        assert!(field.effects.is_empty(), "{key:?} on a chip: {:?}", field.effects);
    }
}
