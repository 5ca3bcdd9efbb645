//! « Nouvelle adresse »: D84, D86–D91, P22, P23.

use crate::field::*;
use model::{
    ContactId,
    recipients::{Effect, Event, Found, Key, Known, Named, NewContact, PanelEvent, Role, Say, Stage, State},
};

const JEAN: &str = "jean@acme.example";

fn asked() -> Field {
    let mut field = Field::acme();
    field.types("Jean Petit <jean@acme.example>,").answers(JEAN, Found::Nobody);
    field
}

fn jean() -> Named {
    Named { address: JEAN.into(), first_name: "Jean".into(), last_name: "Petit".into(), function: "Quai".into() }
}

fn moves(field: &Field) -> bool {
    field.effects.iter().any(|effect| matches!(effect, Effect::FocusPanel(_)))
}

/// D84
#[test]
fn d84_the_panel_comes_after_the_servers_answer_not_while_typing() {
    let mut field = Field::acme();
    field.types(JEAN);
    assert!(field.state.panel().is_empty());
    field.key(Key::Enter);
    assert!(field.state.panel().is_empty());
    field.answers(JEAN, Found::Nobody);
    assert_eq!(field.state.panel().len(), 1);
    assert_eq!(field.said(), Some(&Say::Unknown(vec![JEAN.into()])));
    let draft = field.state.field();
    let mut reopened = State::new(acme(), draft);
    assert!(reopened.panel().is_empty(), "never before the page is alive");
    assert!(reopened.start().contains(&Effect::LookUp(vec![JEAN.into()])));
}

/// D84: a chip that is gone is not asked about.
#[test]
fn d84_removing_the_chip_takes_its_row_away() {
    let mut field = asked();
    field.chip_key(JEAN, Key::Delete);
    assert!(field.state.panel().is_empty());
}

/// D85
#[test]
fn d85_f6_goes_to_the_panel_and_the_focus_is_not_moved_before() {
    let mut field = asked();
    assert!(!moves(&field));
    field.key(Key::F6);
    assert!(field.asked(&Effect::FocusPanel(0)));
}

/// D86
#[test]
fn d86_a_row_has_its_star_on_and_the_name_it_came_with() {
    let mut field = asked();
    let row = &field.state.panel()[0];
    assert!(row.starred && row.is_open());
    assert_eq!((row.first_name.as_str(), row.last_name.as_str()), ("Jean", "Petit"));
    field.types("luc@acme.example ann@acme.example ");
    field.does(Event::LookedUp(vec![
        ("luc@acme.example".into(), Found::Nobody),
        ("ann@acme.example".into(), Found::Nobody),
    ]));
    assert_eq!(field.state.addable(), 3, "« Tout ajouter (3) »");
}

/// D86: a required field opens the row (P01).
#[test]
fn d86_a_row_that_lacks_a_required_field_asks_for_it() {
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::Add(vec![jean()])));
    let problems = vec![model::FieldProblem::new("last_name", model::Problem::Required)];
    field.does(Event::Panel(PanelEvent::Refused(JEAN.into(), problems.clone())));
    let row = &field.state.panel()[0];
    assert_eq!(row.stage, Stage::Refused(problems));
    assert!(row.is_open());
    assert!(field.asked(&Effect::FocusRefused(0)));
    assert_eq!(field.said(), Some(&Say::AddRefused(JEAN.into(), 1)));
    assert_eq!((row.last_name.as_str(), row.function.as_str()), ("Petit", "Quai"), "nothing typed is lost");
}

/// D87, P22
#[test]
fn d87_adding_creates_the_contact_at_once_and_can_be_undone() {
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::Add(vec![jean()])));
    let new = NewContact {
        address: JEAN.into(),
        first_name: "Jean".into(),
        last_name: "Petit".into(),
        function: "Quai".into(),
        starred: true,
    };
    assert!(field.asked(&Effect::Add(vec![new])));
    let added = starred(contact(70, "Jean Petit", JEAN));
    field.does(Event::Panel(PanelEvent::Added(JEAN.into(), added)));
    assert_eq!(field.state.panel()[0].stage, Stage::Added(ContactId(70)));
    assert!(matches!(field.state.chips(TO)[0].known, Known::Here { starred: true, .. }), "the chip loses its ＋");
    field.does(Event::Panel(PanelEvent::TakeBack(JEAN.into())));
    let back = Effect::TakeBack { address: JEAN.into(), contact: ContactId(70), existed: false };
    assert!(field.asked(&back));
    field.does(Event::Panel(PanelEvent::TakenBack(JEAN.into())));
    assert_eq!(field.state.chips(TO)[0].known, Known::Unknown);
    assert_eq!(field.state.panel()[0].stage, Stage::Asking);
}

/// D87
#[test]
fn d87_ignored_addresses_are_not_asked_again_in_this_draft() {
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::IgnoreAll { escaped: true }));
    assert!(field.state.panel().is_empty() && field.asked(&Effect::FocusText(TO)));
    field.chip_key(JEAN, Key::Delete).types("jean@acme.example ").answers(JEAN, Found::Nobody);
    assert!(field.state.panel().is_empty());
    let mut reopened = Field { state: State::new(acme(), field.state.field()), effects: vec![] };
    reopened.effects = reopened.state.start();
    reopened.answers(JEAN, Found::Nobody);
    assert!(reopened.state.panel().is_empty());
    assert_eq!(reopened.to(), [JEAN], "sending goes on");
}

/// D85, D87: the pressed button is gone; the focus stays in the panel, or goes back to the box when the panel is gone.
#[test]
fn d87_no_act_of_the_panel_loses_the_focus() {
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::Add(vec![jean()])));
    assert!(field.asked(&Effect::FocusPanel(0)), "« Ajouter »");
    field.does(Event::Panel(PanelEvent::Added(JEAN.into(), contact(70, "Jean Petit", JEAN))));
    assert!(!moves(&field), "an answer moves nothing");
    field.does(Event::Panel(PanelEvent::TakeBack(JEAN.into())));
    assert!(field.asked(&Effect::FocusPanel(0)), "« Annuler »");
    field.does(Event::UndoPressed);
    assert!(!moves(&field), "not from elsewhere");

    let held = elsewhere("Beta SA", contact(40, "Luc", "luc@acme.example"));
    let mut field = asked();
    field.types("luc@acme.example ").answers("luc@acme.example", Found::Candidate(held));
    field.does(Event::Panel(PanelEvent::Affiliate("luc@acme.example".into())));
    assert!(field.asked(&Effect::FocusPanel(0)), "« Associer »");
    field.does(Event::Panel(PanelEvent::Failed("luc@acme.example".into())));
    field.does(Event::Panel(PanelEvent::Use("luc@acme.example".into())));
    assert!(field.asked(&Effect::FocusPanel(0)), "« Utiliser ce contact »: Jean's row is left");
    let mut field = Field::acme();
    let held = elsewhere("Beta SA", contact(40, "Jean Petit", JEAN));
    field.types("jean@acme.example ").answers(JEAN, Found::Candidate(held));
    field.does(Event::Panel(PanelEvent::Use(JEAN.into())));
    assert!(field.asked(&Effect::FocusText(TO)));
}

/// D88
#[test]
fn d88_without_its_star_a_row_makes_a_plain_contact() {
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::Star(JEAN.into()))).does(Event::Panel(PanelEvent::Add(vec![jean()])));
    assert!(field.effects.iter().any(|effect| matches!(effect, Effect::Add(new) if !new[0].starred)));
}

/// D89, P23
#[test]
fn d89_an_address_of_another_client_offers_use_affiliate_ignore() {
    let holder = elsewhere("Beta SA", contact(40, "Jean Petit", JEAN));
    let held = || {
        let mut field = Field::acme();
        field.types("jean@acme.example ").answers(JEAN, Found::Candidate(holder.clone()));
        field
    };
    let mut field = held();
    assert_eq!(field.state.panel()[0].holder, Some(holder.clone()));
    field.does(Event::Panel(PanelEvent::Use(JEAN.into())));
    assert!(field.state.panel().is_empty());
    assert!(matches!(field.state.chips(TO)[0].known, Known::Elsewhere { accepted: true, .. }));
    let mut field = held();
    field.does(Event::Panel(PanelEvent::Affiliate(JEAN.into())));
    let effect = Effect::Affiliate { address: JEAN.into(), contact: ContactId(40), starred: true };
    assert!(field.asked(&effect));
    field.does(Event::Panel(PanelEvent::Added(JEAN.into(), starred(contact(40, "Jean Petit", JEAN)))));
    assert!(matches!(field.state.chips(TO)[0].known, Known::Here { starred: true, .. }));
    let mut field = asked();
    field.does(Event::Panel(PanelEvent::Taken(JEAN.into(), holder)));
    assert!(field.state.panel()[0].holder.is_some(), "somebody was faster: the same choice, never a raw error");
}

/// D90, P07
#[test]
fn d90_a_client_of_a_kind_without_contacts_gets_no_panel() {
    let mut facts = acme();
    facts.may_have_contacts = false;
    let mut field = Field::of(facts);
    field.types("jean@acme.example ").answers(JEAN, Found::Nobody);
    assert!(field.state.panel().is_empty());
    assert_eq!(field.state.chips(TO)[0].known, Known::Unknown);
}

/// D91
#[test]
fn d91_unanswered_rows_do_not_stop_sending() {
    let field = asked();
    assert!(field.state.sending().blocks.is_empty() && field.state.sending().confirm.is_empty());
}

/// D87: the question came from Cc, so Escape goes back there.
#[test]
fn d87_escape_returns_to_the_box_one_came_from() {
    let mut field = Field::acme();
    field.does(Event::CopiesToggled).does(Event::Focused(Role::Cc)).types_in(Role::Cc, "jean@acme.example ");
    field.answers(JEAN, Found::Nobody).presses_in(Role::Cc, press(Key::F6));
    field.does(Event::Left(Role::Cc)).does(Event::Panel(PanelEvent::IgnoreAll { escaped: true }));
    assert!(field.asked(&Effect::FocusText(Role::Cc)), "{:?}", field.effects);
}

/// D85: from a question the focus goes to the next one, from the last to the one before it.
#[test]
fn d85_after_an_answer_the_focus_goes_to_the_question_beside_it() {
    let of = |name: &str| format!("{name}@acme.example");
    let add = |name: &str| Event::Panel(PanelEvent::Add(vec![Named { address: of(name), ..Named::default() }]));
    let mut field = Field::acme();
    field.types("a@acme.example b@acme.example c@acme.example d@acme.example ");
    field.does(Event::LookedUp(["a", "b", "c", "d"].map(|name| (of(name), Found::Nobody)).to_vec()));
    field.does(add("b"));
    assert!(field.asked(&Effect::FocusPanel(2)), "c");
    field.does(add("d"));
    assert!(field.asked(&Effect::FocusPanel(2)), "c again");
    field.does(Event::Panel(PanelEvent::Ignore(of("c"))));
    assert!(field.asked(&Effect::FocusPanel(0)), "a: b and d are answered");
    field.does(add("a"));
    assert!(field.asked(&Effect::FocusPanel(0)), "no question is left: its own star");
    field.does(Event::Panel(PanelEvent::Added(of("d"), contact(71, "", &of("d")))));
    field.does(Event::Panel(PanelEvent::TakeBack(of("d"))));
    assert!(field.asked(&Effect::FocusPanel(2)), "« Annuler » is in its row, which stays");
}
