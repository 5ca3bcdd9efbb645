//! Keys on chips, editing in place, the menu: D37–D42; what chips say: D75–D78, D82, D83, P24, P24b.

use crate::field::*;
use model::{
    ContactId,
    recipients::{Cut, Effect, Event, Found, Key, Known, MenuItem, Notice, Origin, Pointer, Role, Say, Select, Slot},
};

/// D37
#[test]
fn d37_arrows_move_along_the_chips_and_into_the_box() {
    let mut field = Field::prefilled();
    let (first, last) = (field.id("contact@acme.example"), field.id("marie@acme.example"));
    field.chip_key("marie@acme.example", Key::Left);
    assert!(field.asked(&Effect::FocusChip(first)));
    field.chip_key("contact@acme.example", Key::Right);
    assert!(field.asked(&Effect::FocusChip(last)));
    field.chip_key("marie@acme.example", Key::Right);
    assert!(field.asked(&Effect::FocusText(TO)));
    field.chip_key("marie@acme.example", Key::Home);
    assert!(field.asked(&Effect::FocusChip(first)));
    field.chip_key("contact@acme.example", Key::End);
    assert!(field.asked(&Effect::FocusText(TO)));
    field.chip_key("contact@acme.example", Key::Left);
    assert!(field.asked(&Effect::FocusChip(first)), "the first one stays");
}

/// D38
#[test]
fn d38_delete_and_backspace_remove_and_go_to_the_neighbour() {
    let mut field = Field::prefilled();
    field.types("remi@acme.example ");
    field.chip_key("contact@acme.example", Key::Delete);
    assert!(field.asked(&Effect::FocusChip(field.id("marie@acme.example"))));
    field.chip_key("remi@acme.example", Key::Backspace);
    assert!(field.asked(&Effect::FocusChip(field.id("marie@acme.example"))));
    field.chip_key("marie@acme.example", Key::Delete);
    assert!(field.asked(&Effect::FocusText(TO)), "nobody left: the box");
}

/// D39
#[test]
fn d39_editing_puts_the_text_into_the_box_and_escape_puts_the_chip_back() {
    let mut field = Field::prefilled();
    field.types("remi");
    field.chip_key("contact@acme.example", Key::F2);
    assert_eq!(field.to(), ["marie@acme.example"]);
    assert!(field.asked(&Effect::SetText(TO, "contact@acme.example".into(), Select::All)));
    assert!(field.asked(&Effect::FocusText(TO)));
    field.key(Key::Escape);
    assert_eq!(field.to(), ["contact@acme.example", "marie@acme.example"]);
    assert_eq!(field.text(), "remi", "what stood in the box is back too");
}

/// D39
#[test]
fn d39_enter_takes_the_edited_text_in_its_place_and_empty_text_removes() {
    let mut field = Field::prefilled();
    let id = field.id("contact@acme.example");
    field.does(Event::MenuChosen(id, MenuItem::Edit));
    field.inserts(TO, "accueil@acme.example", "", "").key(Key::Enter);
    assert_eq!(field.to(), ["accueil@acme.example", "marie@acme.example"]);
    assert_eq!(field.id("accueil@acme.example"), id);
    field.chip_key("accueil@acme.example", Key::F2).inserts(TO, "", "", "").key(Key::Enter);
    assert_eq!(field.to(), ["marie@acme.example"]);
    field.chip_key("marie@acme.example", Key::F2).key(Key::Enter);
    assert_eq!(field.state.chips(TO)[0].origin, Origin::Prefilled, "unchanged text changes nothing");
}

/// D39, D44: what stood in the box and the text being edited never run together into an address that nobody wrote.
#[test]
fn d39_a_list_pasted_while_editing_keeps_both_texts_apart() {
    let mut field = Field::prefilled();
    field.types("mar").chip_key("contact@acme.example", Key::F2).pastes("luc@acme.example, zoe@acme.example");
    assert_eq!(field.text(), "contact@acme.example mar");
    field.does(Event::Left(TO));
    assert!(!field.to().iter().any(|address| address.ends_with("mar")));
}

/// D39: the draft saved meanwhile still has the recipient.
#[test]
fn d39_a_chip_being_edited_stays_in_the_saved_draft() {
    let mut field = Field::prefilled();
    field.chip_key("contact@acme.example", Key::F2).inserts(TO, "conta", "", "");
    assert_eq!(field.state.field().recipients().len(), 2);
}

/// D40
#[test]
fn d40_the_menu_offers_everything_a_chip_can_do() {
    let mut field = Field::prefilled();
    let (main, marie) = (field.id("contact@acme.example"), field.id("marie@acme.example"));
    use MenuItem::*;
    let all = [Edit, Copy, Move(Role::Cc), Move(Role::Bcc), Star(true), Open, Remove];
    assert_eq!(field.state.menu_items(marie), all);
    assert_eq!(field.state.menu_items(main), [Edit, Copy, Move(Role::Cc), Move(Role::Bcc), Remove]);
    field.chip_key("marie@acme.example", Key::Menu);
    assert_eq!(field.state.menu(), Some(marie));
    field.does(Event::MenuOpened(None)).does(Event::ChipKey(marie, shift(Key::F10)));
    assert_eq!(field.state.menu(), Some(marie));
    field.does(Event::MenuChosen(marie, Move(Role::Bcc)));
    assert_eq!(field.line(Role::Bcc), ["marie@acme.example"]);
    assert!(field.state.copies() && field.state.menu().is_none());
    field.does(Event::MenuChosen(marie, Copy));
    assert!(field.asked(&Effect::Copy("marie@acme.example".into())));
    field.does(Event::MenuChosen(marie, Star(true)));
    assert!(field.asked(&Effect::Star { contact: ContactId(1), on: false }));
    field.does(Event::MenuChosen(marie, Open));
    assert!(field.asked(&Effect::OpenCard(ContactId(1))));
    field.does(Event::MenuChosen(marie, Remove));
    assert!(field.line(Role::Bcc).is_empty());
}

/// D41
#[test]
fn d41_copying_a_chip_gives_its_mailbox_quoted_where_needed() {
    let mut field = Field::prefilled();
    let marie = field.id("marie@acme.example");
    field.does(Event::Copied(marie, Cut::No));
    assert!(field.prevents() && field.asked(&Effect::Copy("Marie Durand <marie@acme.example>".into())));
    field.types("\"Petit, Luc\" <luc@acme.example>,");
    let luc = field.id("luc@acme.example");
    field.does(Event::Copied(luc, Cut::Yes));
    assert!(field.asked(&Effect::Copy("\"Petit, Luc\" <luc@acme.example>".into())));
    assert_eq!(field.to().len(), 2, "cutting removes");
}

/// D42
#[test]
fn d42_a_letter_on_a_chip_goes_to_the_box() {
    let mut field = Field::prefilled();
    field.chip_key("marie@acme.example", Key::Char('r'));
    assert_eq!(field.effects, [Effect::FocusText(TO)], "and the browser types it there");
}

/// D75, P24b
#[test]
fn d75_a_slot_that_is_also_a_contact_is_one_chip_with_its_name_and_both_reasons() {
    let field = Field::of(facts(vec![
        slot(Slot::Main, "marie@acme.example"),
        starred(contact(1, "Marie Durand", "Marie@acme.example")),
    ]));
    let mut field = Field { state: field.state, effects: vec![] };
    field.types("marie@acme.example ");
    let chip = &field.state.chips(TO)[0];
    assert_eq!(chip.name, "Marie Durand");
    let known = Known::Here { contact: Some(ContactId(1)), slots: vec![Slot::Main], starred: true };
    assert_eq!(chip.known, known);
    assert!(!chip.blocks());
}

/// D77
#[test]
fn d77_an_unknown_address_is_asked_about_once_and_then_marked() {
    let mut field = Field::acme();
    field.types("jean@acme.example ");
    assert!(field.asked(&Effect::LookUp(vec!["jean@acme.example".into()])));
    assert_eq!(field.state.chips(TO)[0].known, Known::Unchecked);
    field.answers("jean@acme.example", Found::Nobody);
    assert_eq!(field.state.chips(TO)[0].known, Known::Unknown);
    field.types("luc@acme.example ");
    assert!(field.asked(&Effect::LookUp(vec!["luc@acme.example".into()])));
}

/// P24b: a typed slot of the client is known.
#[test]
fn a_typed_slot_of_the_client_is_known() {
    let mut field = Field::acme();
    field.types("compta@acme.example ");
    assert!(matches!(&field.state.chips(TO)[0].known, Known::Here { slots, .. } if slots == &[Slot::Billing]));
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::LookUp(_))));
}

/// D78, P05
#[test]
fn d78_a_chip_of_an_inactive_contact_says_so_and_blocks_until_removed() {
    let mut field = Field::acme();
    field.types("paul@acme.example ");
    assert!(matches!(field.state.chips(TO)[0].known, Known::Inactive { .. }));
    assert_eq!(field.state.sending().blocks.len(), 1);
    let draft = Field::prefilled().state.field();
    let mut facts = acme();
    facts.candidates[0].active = false;
    let field = Field { state: model::recipients::State::new(facts, draft), effects: vec![] };
    assert!(field.state.chips(TO)[1].blocks(), "made inactive while the draft was closed");
}

/// D82
#[test]
fn d82_a_contact_of_another_client_shows_its_company() {
    let mut field = Field::acme();
    field.types("j.martin@beta.example ");
    let jean = elsewhere("Beta SA", contact(40, "Jean Martin", "j.martin@beta.example"));
    field.answers("j.martin@beta.example", Found::Candidate(jean));
    let chip = &field.state.chips(TO)[0];
    assert_eq!(chip.name, "Jean Martin");
    assert!(matches!(&chip.known, Known::Elsewhere { clients, accepted: false, .. } if clients == "Beta SA"));
}

/// D83
#[test]
fn d83_a_slip_in_a_common_domain_is_asked_about_and_corrected_on_demand() {
    let mut field = Field::acme();
    field.types("jean@gmial.com ");
    let Some(Notice::Meant { address, .. }) = field.notice() else { panic!("{:?}", field.notice()) };
    assert_eq!(address, "jean@gmail.com");
    let said = Say::Meant("jean@gmial.com".into(), 1, "jean@gmail.com".into());
    assert_eq!(field.said(), Some(&said), "asked aloud too");
    assert!(!field.state.chips(TO)[0].blocks());
    field.does(Event::MeantPressed);
    assert_eq!(field.to(), ["jean@gmail.com"]);
    field.does(Event::UndoPressed);
    assert_eq!(field.to(), ["jean@gmial.com"]);
}

/// P24
#[test]
fn a_removed_favourite_stays_one_and_is_in_the_list_again() {
    let mut field = Field::prefilled();
    field.chip_key("marie@acme.example", Key::Delete).key(Key::Down);
    assert_eq!(field.active().as_deref(), Some("marie@acme.example"));
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::Star { .. })));
}

/// D38, D50: a finger's ✕ gives the focus to a neighbour, and to no text box: its keyboard would pop up.
#[test]
fn d50_a_chip_removed_by_a_finger_leaves_the_focus_on_a_neighbour() {
    let mut field = Field::prefilled();
    let (first, last) = (field.id("contact@acme.example"), field.id("marie@acme.example"));
    field.does(Event::Removed(last, Pointer::Coarse));
    assert!(field.asked(&Effect::FocusChip(first)));
    field.does(Event::UndoPressed).does(Event::Removed(first, Pointer::Coarse));
    assert!(field.asked(&Effect::FocusChip(last)));
    field.does(Event::Removed(last, Pointer::Coarse));
    assert!(!field.effects.iter().any(|effect| matches!(effect, Effect::FocusChip(_) | Effect::FocusText(_))));
}
