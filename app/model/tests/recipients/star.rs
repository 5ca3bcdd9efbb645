//! The star and the prefill: D72–D74, P20, P21.

use crate::field::*;
use model::{
    ContactId,
    recipients::{Effect, Event, FieldState, Known, Notice, Origin, Slot, State, prefill, prefill_contacts},
};

/// D72
#[test]
fn d72_a_star_flips_at_once_and_its_row_stays_until_the_list_is_opened_again() {
    let mut field = Field::acme();
    field.does(Event::Pressed(TO));
    let (rows, at) = (field.rows(), field.rows().iter().position(|row| row == "ma.roy@acme.example").unwrap());
    field.does(Event::StarPressed(at));
    assert!(field.asked(&Effect::Star { contact: ContactId(2), on: true }));
    assert_eq!(field.rows(), rows);
    assert!(field.to().is_empty(), "it does not add the recipient to this mail");
    assert_eq!(field.notice(), Some(&Notice::Starred("Marc-Antoine Roy".into())));
    let who = field.state.list().rows[at].who.clone();
    assert!(field.state.candidate(&who).unwrap().starred);
    field.does(Event::Toggled(TO)).does(Event::Toggled(TO));
    assert_eq!(field.rows()[0], "ma.roy@acme.example");
}

/// D72
#[test]
fn d72_a_star_that_could_not_be_saved_flips_back_with_a_message() {
    let mut field = Field::acme();
    field.does(Event::Pressed(TO)).does(Event::StarPressed(0));
    field.does(Event::StarFailed { contact: ContactId(1), on: false });
    let who = field.state.list().rows[0].who.clone();
    assert!(field.state.candidate(&who).unwrap().starred);
    assert_eq!(field.notice(), Some(&Notice::StarFailed("Marie Durand".into())));
    field.does(Event::UndoPressed);
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::Star { .. })), "nothing to undo");
}

/// D74, P20
#[test]
fn d74_a_mail_opens_with_the_main_address_and_the_favourites_each_once() {
    let facts = facts(vec![
        starred(contact(1, "Marie Durand", "marie@acme.example")),
        slot(Slot::Main, "Marie@acme.example"),
        starred(contact(2, "Rémi", "remi@acme.example")),
        inactive(starred(contact(3, "Paul", "paul@acme.example"))),
        contact(4, "Éloïse", "eloise@acme.example"),
    ])
    .merged();
    let field: FieldState = prefill(&facts);
    let state = State::new(facts, field);
    let chips = state.chips(TO);
    let addresses: Vec<_> = chips.iter().map(|chip| chip.address.as_str()).collect();
    assert_eq!(addresses, ["marie@acme.example", "remi@acme.example"]);
    assert!(chips.iter().all(|chip| chip.origin == Origin::Prefilled));
    let both = Known::Here { contact: Some(ContactId(1)), slots: vec![Slot::Main], starred: true };
    assert_eq!(chips[0].known, both, "it says why: main address and favourite");
}

/// P05: an inactive contact does not take the main address out of reach.
#[test]
fn the_main_address_stays_when_a_contact_with_it_is_inactive() {
    let facts =
        facts(vec![inactive(contact(1, "Paul", "contact@acme.example")), slot(Slot::Main, "contact@acme.example")])
            .merged();
    assert_eq!(prefill(&facts).count(), 1);
    assert_eq!(facts.candidates.len(), 1);
}

/// P26
#[test]
fn a_mail_from_a_contacts_card_opens_with_that_contact() {
    let eloise = contact(3, "Éloïse Lefèvre", "eloise@acme.example");
    let field = prefill_contacts([&eloise]);
    assert_eq!(field.recipients()[0].address.as_str(), "eloise@acme.example");
    assert_eq!(field.count(), 1);
    assert_eq!(prefill_contacts([&inactive(eloise)]).count(), 0, "an inactive one is never prefilled");
    let outside = prefill_contacts([&elsewhere("", contact(40, "Jean Petit", "jean@petit.example"))]);
    let state = State::new(acme(), outside);
    assert!(matches!(state.chips(TO)[0].known, Known::Elsewhere { accepted: true, .. }), "chosen knowingly");
}
