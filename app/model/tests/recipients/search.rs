//! Searching and ranking: D49, D50, D60–D69, D71.

use crate::field::*;
use model::{
    ContactId,
    recipients::{Candidate, Effect, Event, Group, Key, ListMessage, Pointer, Progress, Slot, Timer},
};

/// D49
#[test]
fn d49_a_press_opens_the_remaining_contacts_and_the_focus_alone_does_not() {
    let mut field = Field::prefilled();
    field.does(Event::Focused(TO));
    assert!(!field.is_open());
    field.does(Event::Pressed(TO));
    assert!(field.is_open() && field.asked(&Effect::FocusText(TO)) && field.active().is_none());
    assert!(!field.rows().contains(&"marie@acme.example".into()), "chosen already");
    assert!(field.rows().contains(&"eloise@acme.example".into()));
}

/// D50
#[test]
fn d50_after_a_pointer_the_list_stays_and_a_finger_gets_no_keyboard() {
    let mut field = Field::acme();
    field.does(Event::Pressed(TO)).does(Event::Picked(0, Pointer::Coarse));
    assert_eq!(field.to(), ["marie@acme.example"]);
    assert!(field.is_open() && !field.asked(&Effect::FocusText(TO)));
    field.does(Event::Picked(0, Pointer::Fine));
    assert!(field.is_open() && field.asked(&Effect::FocusText(TO)));
}

/// D60
#[test]
fn d60_the_clients_own_contacts_are_filtered_at_once() {
    let mut field = Field::acme();
    field.types("r");
    let expected = ["ma.roy@acme.example", "remi@acme.example", "marie@acme.example"];
    assert_eq!(field.rows()[..3], expected, "names, then the favourite, which has it only inside its address");
    field.types("oy");
    assert_eq!(field.rows(), ["ma.roy@acme.example"]);
}

/// D61
#[test]
fn d61_the_directory_is_searched_from_two_letters_after_a_pause_and_late_answers_are_dropped() {
    let mut field = Field::acme();
    field.types("j");
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::Wake(Timer::Search(_), _))));
    field.types("e");
    let (generation, query) = field.search();
    assert_eq!(query, "je");
    field.types("a");
    let jean = elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.does(Event::Results { generation, query, rows: vec![jean.clone()] });
    assert!(field.rows().is_empty(), "an answer for other text");
    field.does(Event::Woke(Timer::Search(generation)));
    assert!(field.effects.is_empty(), "a pause that was not one");
    field.types("n").finds(vec![jean]);
    assert_eq!(field.rows(), ["j.martin@beta.example"]);
}

/// D62
#[test]
fn d62_rows_of_the_text_before_stay_dimmed_and_cannot_be_taken() {
    let mut field = Field::acme();
    let martin = elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.types("mart").finds(vec![martin]);
    field.types("e");
    assert_eq!(field.rows(), ["j.martin@beta.example"]);
    assert!(field.state.list().rows[0].stale);
    field.key(Key::Down).key(Key::Enter);
    assert!(field.to().is_empty());
    field.key(Key::Tab);
    assert!(field.to().is_empty());
    assert_eq!(field.text(), "marte");
}

/// D62
#[test]
fn d62_the_search_is_shown_after_300_milliseconds() {
    let mut field = Field::acme();
    field.types("zo");
    let (generation, _) = field.search();
    assert!(field.asked(&Effect::Wake(Timer::Slow(generation), 300)));
    assert_eq!(field.state.list_message(), None);
    field.does(Event::Woke(Timer::Slow(generation)));
    assert_eq!(field.state.list_message(), Some(ListMessage::Searching));
}

/// D63
#[test]
fn d63_without_the_directory_local_contacts_and_typed_addresses_still_work() {
    let mut field = Field::acme();
    field.types("elo");
    let (generation, _) = field.search();
    field.does(Event::SearchFailed { generation, offline: false });
    assert_eq!(field.rows(), ["eloise@acme.example", "retry"]);
    assert_eq!(field.offered().as_deref(), Some("eloise@acme.example"));
    field.key(Key::Up).key(Key::Enter);
    assert!(field.effects.iter().any(|effect| matches!(effect, Effect::Search { .. })), "« Réessayer »");
    let (generation, _) = {
        field.types("i");
        field.search()
    };
    field.does(Event::SearchFailed { generation, offline: true });
    assert_eq!(field.state.progress(), Progress::Offline);
    assert_eq!(field.state.list_message(), Some(ListMessage::Offline));
    field.key(Key::Enter);
    assert_eq!(field.to(), ["eloise@acme.example"]);
}

/// D64
#[test]
fn d64_nobody_found_says_so_and_an_address_can_be_added() {
    let mut field = Field::acme();
    field.types("xyz").finds(vec![]);
    assert_eq!(field.state.list_message(), Some(ListMessage::NoMatch));
    assert!(!field.is_open(), "no empty grid");
    field.types("@beta.example");
    assert_eq!(field.rows(), ["+xyz@beta.example"]);
    field.key(Key::Down).key(Key::Enter);
    assert_eq!(field.to(), ["xyz@beta.example"]);
}

/// D65
#[test]
fn d65_accents_and_case_do_not_matter() {
    for token in ["remi", "RÉMI", "andre", "éloise", "lefevre"] {
        let mut field = Field::acme();
        field.types(token);
        assert_eq!(field.rows().len(), 1, "{token}");
    }
}

/// D66
#[test]
fn d66_all_words_must_match_in_any_order_at_word_starts_or_inside_the_address() {
    let mut field = Field::acme();
    field.types("dur mar");
    assert_eq!(field.rows(), ["marie@acme.example"]);
    let mut field = Field::acme();
    field.types("urand");
    assert!(field.rows().is_empty(), "not a word start");
    let mut field = Field::acme();
    field.types("loise");
    assert_eq!(field.rows(), ["eloise@acme.example"], "inside the address");
    let mut field = Field::acme();
    field.types("compta");
    assert_eq!(field.rows(), ["marie@acme.example", "compta@acme.example"], "function, and a slot's address");
}

/// D67
#[test]
fn d67_exact_then_favourite_then_name_then_habit_then_contacts() {
    let mut field = Field::of(facts(vec![
        contact(1, "Zoé Mars", "zoe@acme.example"),
        contact(2, "Autre", "marc@acme.example"),
        used(7, 3, contact(3, "Zita Marin", "zita@acme.example")),
        starred(contact(4, "Paul", "a.mar@acme.example")),
        slot(Slot::Main, "mar@acme.example"),
        contact(5, "Anne Marie", "anne@acme.example"),
    ]));
    field.types("mar");
    let expected = [
        "a.mar@acme.example",
        "zita@acme.example",
        "anne@acme.example",
        "zoe@acme.example",
        "marc@acme.example",
        "mar@acme.example",
    ];
    assert_eq!(field.rows(), expected);
    field.types("@acme.example");
    assert_eq!(field.rows()[0], "mar@acme.example", "the exact address");
}

/// D67
#[test]
fn d67_an_inactive_contact_shows_only_for_its_own_address_and_can_be_reactivated() {
    let mut field = Field::acme();
    field.types("paul");
    assert!(field.rows().is_empty());
    field.types("@acme.example");
    assert_eq!(field.rows(), ["paul@acme.example"]);
    field.key(Key::Down).key(Key::Enter);
    assert!(field.to().is_empty(), "the row is disabled");
    field.key(Key::Right).key(Key::Enter);
    assert!(field.asked(&Effect::Reactivate(model::ContactId(5))));
    field.does(Event::Reactivated(contact(5, "Paul Ancien", "paul@acme.example"))).key(Key::Enter);
    assert_eq!(field.state.chips(TO)[0].name, "Paul Ancien");
    assert!(!field.state.chips(TO)[0].blocks());
}

/// D68
#[test]
fn d68_an_empty_box_lists_favourites_contacts_by_recency_then_slots() {
    let mut facts = acme();
    facts.candidates[3] = used(1, 2, facts.candidates[3].clone());
    let mut field = Field::of(facts);
    field.does(Event::Pressed(TO));
    let expected = [
        "marie@acme.example",
        "remi@acme.example",
        "eloise@acme.example",
        "ma.roy@acme.example",
        "contact@acme.example",
        "compta@acme.example",
        "gand@acme.example",
    ];
    assert_eq!(field.rows(), expected);
    let groups: Vec<Group> = field.state.list().rows.iter().map(|row| row.group).collect();
    assert_eq!(groups[0], Group::Favourites);
    assert!(groups[1..4].iter().all(|group| *group == Group::Contacts));
    assert!(groups[4..].iter().all(|group| *group == Group::Addresses));
    assert_eq!(field.state.list().count(), 7, "headings are not counted");
}

/// D69
#[test]
fn d69_other_clients_come_below_and_never_become_the_top_row() {
    let mut field = Field::acme();
    let martin = elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.types("mar");
    let top = field.offered();
    field.finds(vec![martin.clone()]);
    assert_eq!(field.offered(), top);
    assert_eq!(field.rows().last().unwrap(), "j.martin@beta.example");
    assert_eq!(field.state.list().rows.last().unwrap().group, Group::Elsewhere);
    let mut field = Field::acme();
    field.types("martin").finds(vec![martin]);
    assert_eq!(field.offered(), None);
    field.key(Key::Enter);
    assert!(field.to().is_empty());
    field.key(Key::Down).key(Key::Right);
    assert!(!field.state.list().active.unwrap().star, "no star");
    field.key(Key::Enter);
    assert_eq!(field.to(), ["j.martin@beta.example"]);
}

/// D69: a contact of this client that did not come with the page is added below too; the top row stays.
#[test]
fn d69_own_contacts_that_arrive_later_do_not_change_what_enter_takes() {
    let mut field = Field::acme();
    field.types("mar");
    let (top, before) = (field.offered(), field.rows());
    field.finds(vec![starred(contact(60, "Marc Aubert", "marc.aubert@acme.example"))]);
    assert_eq!(field.offered(), top);
    assert_eq!(field.rows()[..before.len()], before);
    assert_eq!(field.rows().last().unwrap(), "marc.aubert@acme.example");
}

/// D71
#[test]
fn d71_no_more_than_fifty_rows_and_the_rest_is_counted() {
    let people: Vec<Candidate> =
        (0..128).map(|n| contact(n + 1, &format!("Personne {n:03}"), &format!("p{n}@acme.example"))).collect();
    let mut field = Field::of(facts(people));
    field.does(Event::Pressed(TO));
    assert_eq!(field.rows().len(), 50);
    assert_eq!(field.state.list().more, 78);
}

/// D67: the second press of a hasty double click, or of Enter.
#[test]
fn d67_nothing_is_starred_by_pressing_reactivate_twice() {
    let paul = || contact(5, "Paul Ancien", "paul@acme.example");
    let mut field = Field::acme();
    field.types("paul@acme.example").does(Event::StarPressed(0));
    assert!(field.asked(&Effect::Reactivate(ContactId(5))));
    field.does(Event::Reactivated(paul()));
    assert!(field.is_open(), "the row is there, active");
    field.does(Event::StarPressed(0));
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::Star { .. })), "{:?}", field.effects);
    field.does(Event::Toggled(TO)).does(Event::Toggled(TO)).does(Event::StarPressed(0));
    assert!(field.asked(&Effect::Star { contact: ContactId(5), on: true }), "opened again, it is a row like any other");
}

/// D66: the société of the client's own contacts, whose addresses need not have it.
#[test]
fn d66_the_clients_name_is_searched_too() {
    let mut field = Field::of(facts(vec![
        contact(1, "Marie Durand", "marie.durand@gmail.com"),
        contact(2, "Luc Petit", "luc@gmail.com"),
    ]));
    field.types("acme durand");
    assert_eq!(field.rows(), ["marie.durand@gmail.com"]);
    field.finds(vec![contact(3, "Zoé Durand", "zoe@gmail.com")]);
    assert_eq!(field.rows(), ["marie.durand@gmail.com", "zoe@gmail.com"]);
}
