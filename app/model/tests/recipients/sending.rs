//! What stands in the way of sending: D94, D95, P25, P29.

use crate::field::*;
use model::{
    compose::Draft,
    recipients::{Block, Candidate, Confirm, Event, Found, Key, MenuItem, Role},
};

/// D94
#[test]
fn d94_the_button_counts_and_what_is_wrong_blocks() {
    let mut field = Field::prefilled();
    assert_eq!(field.state.sending().count, 2);
    assert!(field.state.sending().blocks.is_empty() && field.state.sending().confirm.is_empty());
    field.types("paul@acme.example ");
    let paul = field.id("paul@acme.example");
    assert_eq!(field.state.sending().blocks, [Block::Inactive(paul, "Paul Ancien".into())]);
    field.chip_key("paul@acme.example", Key::Delete).types("mar").does(Event::Left(TO));
    assert_eq!(field.state.sending().blocks, [Block::Unfinished(TO, "mar".into())]);
}

/// P05, D78
#[test]
fn d78_who_became_inactive_meanwhile_blocks_once_the_server_was_asked_again() {
    let gone = |candidate: Candidate| Found::Candidate(Candidate { active: false, ..candidate });
    let mut field = Field::prefilled();
    let marie = field.id("marie@acme.example");
    let known = field.state.facts().candidates.iter().find(|c| c.address.as_str() == "marie@acme.example").cloned();
    field.answers("marie@acme.example", gone(known.unwrap()));
    assert!(matches!(&field.state.sending().blocks[..], [Block::Inactive(id, _)] if *id == marie));

    let mut field = Field::prefilled();
    let jean = || elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.types("j.martin@beta.example ").answers("j.martin@beta.example", Found::Candidate(jean()));
    field.answers("j.martin@beta.example", gone(jean()));
    let blocked = field.id("j.martin@beta.example");
    assert_eq!(field.state.sending().blocks, [Block::Inactive(blocked, "Jean Martin".into())]);
}

/// D94
#[test]
fn d94_a_short_list_is_confirmed_and_an_unknown_address_is_not_on_it() {
    let mut field = Field::prefilled();
    field.types("jean@acme.example ").answers("jean@acme.example", Found::Nobody);
    assert!(field.state.sending().confirm.is_empty(), "D77 never does");
    field.types("j.martin@beta.example ");
    let jean = elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.answers("j.martin@beta.example", Found::Candidate(jean));
    assert_eq!(field.state.sending().confirm, [Confirm::Elsewhere("Jean Martin".into(), "Beta SA".into())]);
    let mut field = Field::acme();
    field.types_in(Role::Bcc, "marie@acme.example ");
    assert_eq!(field.state.sending().confirm, [Confirm::NobodyInTo]);
    let mut field = Field::acme();
    field.pastes(&(0..21).map(|n| format!("p{n}@acme.example")).collect::<Vec<_>>().join(","));
    assert_eq!(field.state.sending().confirm, [Confirm::ManyVisible(21)]);
}

/// D94
#[test]
fn d94_a_mail_that_says_nothing_wants_a_yes() {
    let sending = Field::prefilled().state.sending();
    assert!(sending.clone().of_mail(false).confirm.is_empty());
    assert_eq!(sending.of_mail(true).confirm, [Confirm::Empty]);
    assert_eq!(Confirm::Empty.key(), "empty");
}

/// P29
#[test]
fn a_domain_made_to_look_like_the_clients_must_be_confirmed() {
    let mut field = Field::prefilled();
    field.types("compta@acmé.example ");
    field.types("jean@autre.example ");
    let confirm = field.state.sending().confirm;
    assert_eq!(confirm, [Confirm::LookAlike("compta@acmé.example".into(), "acme.example".into())]);
    let unusual = field.state.familiarity(&field.state.chips(TO)[3]);
    assert_eq!(unusual, Some(model::address::Familiarity::Unusual), "« domaine inhabituel pour ce client »");
}

/// P25
#[test]
fn a_mail_needs_somebody() {
    assert_eq!(Field::acme().state.sending().blocks, [Block::Nobody]);
}

/// D95
#[test]
fn d95_the_recipients_leave_in_the_order_shown_each_once() {
    let mut field = Field::prefilled();
    field.types_in(Role::Cc, "remi@acme.example eloise@acme.example ");
    let remi = field.id("remi@acme.example");
    field.does(Event::MenuChosen(remi, MenuItem::Move(Role::To)));
    let recipients = field.state.field().recipients();
    let shown: Vec<_> = recipients.iter().map(|r| (r.role, r.address.as_str())).collect();
    let expected = [
        (Role::To, "contact@acme.example"),
        (Role::To, "marie@acme.example"),
        (Role::To, "remi@acme.example"),
        (Role::Cc, "eloise@acme.example"),
    ];
    assert_eq!(shown, expected);
    let mut doubled = recipients.clone();
    doubled.insert(0, model::compose::Recipient { role: Role::Bcc, ..recipients[1].clone() });
    let checked = Draft { recipients: doubled, ..Draft::default() }.check().unwrap();
    assert_eq!(checked.recipients.len(), 4);
    assert!(checked.recipients.iter().all(|recipient| recipient.role != Role::Bcc), "À wins");
}
