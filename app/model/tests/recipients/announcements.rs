//! What screen readers are told: D09, D96, D97.

use crate::field::*;
use model::recipients::{Effect, Event, FieldState, Key, Say, State};

/// D96
#[test]
fn d96_acts_are_said_after_half_a_second_and_counts_later() {
    let mut field = Field::acme();
    field.does(Event::Pressed(TO));
    assert_eq!(field.said(), Some(&Say::Opened { count: 7, first: "Marie Durand".into(), starred: true }));
    field.types("mar");
    let say = Say::Results { count: 2, token: "mar".into(), enter: Some("Marie Durand".into()) };
    assert!(field.asked(&Effect::Say(say, 1400)));
    field.key(Key::Enter);
    assert!(field.asked(&Effect::Say(Say::Added("Marie Durand".into(), 1), 500)));
    field.chip_key("marie@acme.example", Key::Delete);
    assert!(field.asked(&Effect::Say(Say::Removed("Marie Durand".into(), 0), 500)));
}

/// D96: the row marked by an arrow, for screen readers that do not read it themselves.
#[test]
fn d96_the_active_row_is_said_with_its_place() {
    let mut field = Field::acme();
    field.types("mar").key(Key::Down);
    let text = vec!["Marie Durand".into(), "marie@acme.example".into(), "Comptabilité".into()];
    assert_eq!(field.said(), Some(&Say::Active { text, starred: true, at: 1, of: 2 }));
}

/// D96, D67: what is shown is said.
#[test]
fn d96_a_contact_that_could_not_be_reactivated_is_said() {
    let mut field = Field::acme();
    field.does(Event::ReactivateFailed);
    assert!(field.asked(&Effect::Say(Say::ReactivateFailed, 500)));
}

/// D97
#[test]
fn d97_nothing_is_said_on_load_and_one_message_a_key() {
    let mut state = State::new(acme(), FieldState::default());
    assert!(state.start().is_empty());
    let mut field = Field::acme();
    let keys = [Key::Down, Key::Right, Key::Enter, Key::Left, Key::Enter, Key::Tab, Key::Backspace, Key::Escape];
    for key in keys {
        field.key(key);
        let said = field.effects.iter().filter(|effect| matches!(effect, Effect::Say(..))).count();
        assert!(said <= 1, "{key:?}: {:?}", field.effects);
    }
}

/// D09
#[test]
fn d09_the_help_is_read_until_the_first_chip_of_the_session() {
    let mut field = Field::prefilled();
    assert!(field.state.helps());
    field.types("jean@acme.example ");
    assert!(!field.state.helps());
}
