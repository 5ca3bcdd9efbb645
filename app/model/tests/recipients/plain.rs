//! The plain form and what was ticked or typed before the page came alive (§14): D95, D102, D105.

use crate::field::*;
use model::recipients::{Event, Known, Role, Tick, posted};

fn tick(role: Role, mailbox: &str, on: bool) -> Tick {
    Tick { role, mailbox: mailbox.into(), on }
}

/// D102
#[test]
fn d102_boxes_ticked_or_unticked_before_the_wasm_arrived_count() {
    let mut field = Field::prefilled();
    field.does(Event::Ticked(vec![
        tick(TO, "contact@acme.example", true),
        tick(TO, "Marie Durand <marie@acme.example>", false),
        tick(TO, "Éloïse Lefèvre <eloise@acme.example>", true),
        tick(TO, "Rémi Andreas <remi@acme.example>", false),
    ]));
    assert_eq!(field.to(), ["contact@acme.example", "eloise@acme.example"]);
    assert_eq!(field.state.chips(TO)[1].name, "Éloïse Lefèvre");
    assert_eq!(field.said(), None);
}

/// D105, D95: boxes and texts are read by the function that reads what is typed and pasted; À wins.
#[test]
fn d105_the_plain_form_is_read_like_the_field() {
    let boxes = [(TO, "Marie Durand <marie@acme.example>".to_owned()), (Role::Cc, "remi@acme.example".to_owned())];
    let texts = [
        (TO, "jean@ailleurs.example, pas une adresse".to_owned()),
        (Role::Bcc, "Marie@acme.example; luc@ailleurs.example".to_owned()),
    ];
    let field = posted(acme(), &boxes, &texts);
    let sent: Vec<_> = field.recipients().into_iter().map(|r| (r.role, r.address.to_string())).collect();
    let expected = [
        (TO, "marie@acme.example".to_owned()),
        (TO, "jean@ailleurs.example".to_owned()),
        (Role::Cc, "remi@acme.example".to_owned()),
        (Role::Bcc, "luc@ailleurs.example".to_owned()),
    ];
    assert_eq!(sent, expected);
    assert_eq!(field.line(TO).text, "pas une adresse", "nothing is lost");
    assert!(matches!(field.line(TO).chips[0].known, Known::Here { .. }));
}

/// D46, D105: nothing of a long list is lost without a word.
#[test]
fn d105_what_is_beyond_the_limit_of_a_mail_stays_text() {
    let list: Vec<String> = (0..503).map(|n| format!("a{n}@ailleurs.example")).collect();
    let field = posted(acme(), &[], &[(TO, list.join(", "))]);
    assert_eq!(field.count(), 500);
    assert_eq!(field.line(TO).text, "a500@ailleurs.example, a501@ailleurs.example, a502@ailleurs.example");
}
