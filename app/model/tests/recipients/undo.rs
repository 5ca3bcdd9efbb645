//! Undo and the message beside it: D93.

use crate::field::*;
use model::{
    ContactId,
    recipients::{Effect, Event, Found, Key, MenuItem, Named, Notice, PanelEvent, Role, Timer},
};

/// D93
#[test]
fn d93_each_kind_of_step_can_be_undone() {
    let mut field = Field::prefilled();
    let start = field.to();
    let marie = field.id("marie@acme.example");
    field.types("jean@acme.example ").does(Event::UndoPressed);
    assert_eq!(field.to(), start, "add");
    field.chip_key("marie@acme.example", Key::Delete).does(Event::UndoPressed);
    assert_eq!(field.to(), start, "remove");
    field.does(Event::MenuChosen(marie, MenuItem::Move(Role::Cc))).does(Event::UndoPressed);
    assert_eq!((field.to(), field.line(Role::Cc)), (start.clone(), vec![]), "move");
    field.chip_key("marie@acme.example", Key::F2).inserts(TO, "x@acme.example", "", "").key(Key::Enter);
    field.does(Event::UndoPressed);
    assert_eq!(field.to(), start, "edit");
    field.pastes("a@acme.example; b@acme.example").does(Event::UndoPressed);
    assert_eq!(field.to(), start, "paste");
    field.does(Event::MenuChosen(marie, MenuItem::Star(true))).does(Event::UndoPressed);
    assert!(field.asked(&Effect::Star { contact: ContactId(1), on: true }), "star");
}

/// D93: the contact that the panel created.
#[test]
fn d93_a_created_contact_can_be_undone() {
    let mut field = Field::acme();
    field.types("jean@acme.example ").answers("jean@acme.example", Found::Nobody);
    let jean = Named { address: "jean@acme.example".into(), ..Named::default() };
    field.does(Event::Panel(PanelEvent::Add(vec![jean])));
    field.does(Event::Panel(PanelEvent::Added("jean@acme.example".into(), contact(70, "", "jean@acme.example"))));
    field.does(Event::UndoPressed);
    let back = Effect::TakeBack { address: "jean@acme.example".into(), contact: ContactId(70), existed: false };
    assert!(field.asked(&back));
}

/// D93
#[test]
fn d93_twenty_steps_are_kept() {
    let mut field = Field::acme();
    for n in 0..25 {
        field.types(&format!("p{n}@acme.example "));
    }
    for _ in 0..30 {
        field.does(Event::UndoPressed);
    }
    assert_eq!(field.to().len(), 5);
}

/// D93
#[test]
fn d93_the_message_stays_eight_seconds_longer_while_held_and_errors_until_closed() {
    let mut field = Field::prefilled();
    field.chip_key("marie@acme.example", Key::Delete);
    assert_eq!(field.notice(), Some(&Notice::Removed("Marie Durand".into())));
    let timer = wake(&field);
    field.does(Event::NoticeHeld(true)).does(Event::Woke(timer));
    assert!(field.notice().is_some(), "held by the pointer");
    field.does(Event::NoticeHeld(false));
    let timer = wake(&field);
    field.does(Event::Woke(timer));
    assert_eq!(field.notice(), None);
    field.does(Event::StarFailed { contact: ContactId(1), on: false });
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::Wake(Timer::Notice(_), _))));
    field.does(Event::NoticeClosed);
    assert_eq!(field.notice(), None);
}

fn wake(field: &Field) -> Timer {
    let wake = field.effects.iter().find_map(|effect| match effect {
        Effect::Wake(timer @ Timer::Notice(_), 8000..) => Some(*timer),
        _ => None,
    });
    wake.expect("the message passes after eight seconds")
}

/// D93: « Annuler » takes back what stands beside it, and nothing that happened since.
#[test]
fn d93_a_message_goes_when_something_else_is_the_last_step() {
    let mut field = Field::prefilled();
    field.types("jean@acme.example ").answers("jean@acme.example", Found::Nobody);
    let jean = Named { address: "jean@acme.example".into(), ..Named::default() };
    field.does(Event::Panel(PanelEvent::Add(vec![jean])));
    field.chip_key("marie@acme.example", Key::Delete);
    assert_eq!(field.notice(), Some(&Notice::Removed("Marie Durand".into())));
    field.does(Event::Panel(PanelEvent::Added("jean@acme.example".into(), contact(70, "", "jean@acme.example"))));
    assert_eq!(field.notice(), None, "the last step is the created contact");
}

/// D93: the button under the pointer went with its message, so nobody says that the pointer left.
#[test]
fn d93_a_new_message_passes_though_the_one_before_was_held() {
    let mut field = Field::prefilled();
    field.types_in(Role::Cc, "marie@acme.example ").does(Event::NoticeHeld(true)).does(Event::MoveHere);
    assert_eq!(field.notice(), Some(&Notice::Moved("Marie Durand".into(), Role::Cc)));
    let timer = wake(&field);
    field.does(Event::Woke(timer));
    assert_eq!(field.notice(), None);
}
