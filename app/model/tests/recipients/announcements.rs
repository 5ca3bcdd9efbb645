//! What screen readers are told: D09, D96, D97.

use crate::field::*;
use model::recipients::{Effect, Event, Found, Key, Role, Say, State};

const JEAN: &str = "jean@acme.example";

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

/// D96: what Enter takes is told truly, or not at all.
#[test]
fn d96_a_count_never_tells_of_another_row_than_enter_takes() {
    let mut field = Field::acme();
    field.types("mar");
    let (generation, query) = field.search();
    field.key(Key::Down).key(Key::Down);
    let luc = elsewhere("Beta SA", contact(40, "Marc Luc", "luc@beta.example"));
    field.does(Event::Results { generation, query, rows: vec![luc] });
    assert_eq!(field.said(), Some(&Say::Results { count: 3, token: "mar".into(), enter: None }), "one is marked");
    field.does(Event::Hovered(Some(0)));
    assert!(field.asked(&Effect::Hush), "another one is marked");

    let hushed: [fn(&mut Field) -> &mut Field; 4] = [
        |field| field.key(Key::Escape),
        |field| field.inserts(TO, "", "", ""),
        |field| field.types("q"),
        |field| field.answers("marie@acme.example", Found::Candidate(inactive(contact(1, "", "marie@acme.example")))),
    ];
    for (at, act) in hushed.into_iter().enumerate() {
        let mut field = Field::acme();
        field.types("mar");
        act(&mut field);
        assert!(field.asked(&Effect::Hush) && field.said().is_none(), "{at}: {:?}", field.effects);
    }
}

/// D96, D63: a search that failed is said, with what there is without it.
#[test]
fn d96_a_failed_search_is_said_with_what_was_found_here() {
    let mut field = Field::acme();
    field.types("elo");
    let (generation, _) = field.search();
    field.does(Event::SearchFailed { generation, offline: false });
    let found = Say::Results { count: 1, token: "elo".into(), enter: Some("Éloïse Lefèvre".into()) };
    let said = Say::SearchFailed { offline: false, found: Box::new(found) };
    assert!(field.asked(&Effect::Say(said, 1400)), "{:?}", field.effects);
    field.types("z");
    let (generation, _) = field.search();
    field.does(Event::SearchFailed { generation, offline: true });
    assert_eq!(field.said(), Some(&Say::SearchFailed { offline: true, found: Box::new(Say::Nobody) }));
}

/// D96, D67: what is shown is said.
#[test]
fn d96_a_reactivated_contact_is_said() {
    let mut field = Field::acme();
    field.does(Event::Reactivated(contact(5, "Paul Ancien", "paul@acme.example")));
    assert!(field.asked(&Effect::Say(Say::Reactivated("Paul Ancien".into()), 500)));
}

/// D96, D67: what is shown is said.
#[test]
fn d96_a_contact_that_could_not_be_reactivated_is_said() {
    let mut field = Field::acme();
    field.does(Event::ReactivateFailed);
    assert!(field.asked(&Effect::Say(Say::ReactivateFailed, 500)));
}

/// D97: a draft opens with an address that is unknown, and with text.
#[test]
fn d97_nothing_is_said_when_a_draft_opens_and_nothing_is_saved() {
    let mut field = Field::acme();
    field.types("jean@acme.example ").answers(JEAN, Found::Nobody);
    assert_eq!(field.said(), Some(&Say::Unknown(vec![JEAN.into()])), "added by hand, it is said");
    field.types("mar");
    let mut field = Field { state: State::new(acme(), field.state.field()), effects: vec![] };
    assert_eq!(field.state.start(), [Effect::LookUp(vec![JEAN.into()])]);
    field.does(Event::Ticked(vec![])).answers(JEAN, Found::Nobody);
    assert_eq!(field.state.panel().len(), 1, "it is asked about");
    assert!(field.effects.is_empty(), "{:?}", field.effects);
    field.types_in(Role::Cc, "luc@acme.example ").answers("luc@acme.example", Found::Nobody);
    assert_eq!(field.said(), Some(&Say::Unknown(vec!["luc@acme.example".into()])), "what comes later is said");
}

/// D97: what the browser tells for one key press, `keydown`, text and loss of focus, makes one message at most.
#[test]
fn d97_a_key_press_never_makes_two_messages() {
    let texts = [
        "",
        "mar",
        "paul@acme.example",
        "jean@acme.example",
        "x@gmial.com",
        "marie@acme.example",
        "zoé, luc@beta.example",
    ];
    let keys = [Key::Enter, Key::Tab, Key::Backspace, Key::Escape, Key::Down, Key::Char(','), Key::Space];
    for text in texts {
        for (marked, key) in keys.iter().flat_map(|key| [(false, *key), (true, *key)]) {
            let mut field = Field::prefilled();
            field.does(Event::Focused(TO)).pastes(text);
            if marked {
                field.key(Key::Down);
            }
            let mut said = says(field.key(key));
            let (left, prevented) = (goes_on(&field, key), field.prevents());
            match key {
                Key::Char(',') if !prevented => said += says(field.types(",")),
                Key::Space if !prevented => said += says(field.types(" ")),
                _ => {}
            }
            if left {
                said += says(field.does(Event::Left(TO)));
            }
            assert!(said <= 1, "{key:?} with {text:?}: {said} messages");
        }
    }
}

fn says(field: &mut Field) -> usize {
    field.effects.iter().filter(|effect| matches!(effect, Effect::Say(..))).count()
}

/// The key takes the focus out of the box.
fn goes_on(field: &Field, key: Key) -> bool {
    key == Key::Tab || field.effects.iter().any(|effect| matches!(effect, Effect::FocusChip(_)))
}

/// D09
#[test]
fn d09_the_help_is_read_until_the_first_chip_of_the_session() {
    let mut field = Field::prefilled();
    assert!(field.state.helps());
    field.types("jean@acme.example ");
    assert!(!field.state.helps());
}
