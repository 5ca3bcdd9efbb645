//! The mark, and the row that Enter takes, while answers arrive: D16, D19, D69.

use crate::field::*;
use model::recipients::{Event, Found, Key};

/// D16, D62, D63
#[test]
fn d16_a_marked_row_stays_marked_when_an_answer_arrives() {
    let mut field = Field::acme();
    field.types("mar");
    let (generation, _) = field.search();
    field.key(Key::Down).key(Key::Down).does(Event::SearchFailed { generation, offline: false });
    assert_eq!(field.active().as_deref(), Some("ma.roy@acme.example"));
    field.key(Key::Enter);
    assert_eq!(field.to(), ["ma.roy@acme.example"], "and not Marie, who was offered before the arrows");

    let mut field = zoe_elsewhere();
    field.types("zoe@acme.example");
    let (generation, query) = field.search();
    field.key(Key::Down).key(Key::Down);
    let far = elsewhere("Beta SA", contact(40, "Zoé Martin", "zoe@acme.example.beta"));
    field.does(Event::Results { generation, query, rows: vec![far] });
    assert_eq!(field.rows()[..2], ["+zoe@acme.example", "zoe@acme.example.org"]);
    field.key(Key::Enter);
    assert_eq!(field.to(), ["zoe@acme.example.org"], "marked, though the typed address is complete");
}

/// A client that knows an address which begins like the one about to be typed.
fn zoe_elsewhere() -> Field {
    let mut facts = acme();
    facts.candidates.push(contact(9, "Zoé Org", "zoe@acme.example.org"));
    Field::of(facts)
}

/// D16, D69: rows that arrive may shift the others; the mark goes with its person, never to whoever takes the place.
#[test]
fn d69_the_mark_goes_with_its_person_or_goes() {
    let own = || contact(60, "Zoé Acme", "zoe@acme.example");
    for (arrows, marked) in [(1, "zoe@acme.example"), (2, "zoe@acme.example.org")] {
        let mut field = zoe_elsewhere();
        field.types("zoe@acme.example");
        let (generation, query) = field.search();
        for _ in 0..arrows {
            field.key(Key::Down);
        }
        field.does(Event::Results { generation, query, rows: vec![own()] });
        assert_eq!(field.rows(), ["zoe@acme.example.org", "zoe@acme.example"], "« Ajouter » has gone");
        assert_eq!(field.active().as_deref(), Some(marked));
    }

    let mut field = Field::acme();
    let martin = elsewhere("Beta SA", contact(40, "Jean Martel", "j.martel@beta.example"));
    field.types("mart").finds(vec![martin]).types("h");
    let (generation, query) = field.search();
    field.key(Key::Down);
    assert_eq!(field.active().as_deref(), Some("j.martel@beta.example"), "dimmed");
    let marthe = contact(61, "Marthe Plus", "marthe@acme.example");
    field.does(Event::Results { generation, query, rows: vec![marthe] });
    assert_eq!(field.rows(), ["marthe@acme.example"]);
    assert_eq!(field.active(), None);
}

/// D19, D69: nobody typed, so Enter takes whom it took.
#[test]
fn d19_an_answer_about_chips_does_not_change_whom_enter_takes() {
    let mut field = Field::acme();
    field.types("mar");
    let marc = starred(contact(60, "Marc Aubert", "marc.aubert@acme.example"));
    field.answers("marc.aubert@acme.example", Found::Candidate(marc));
    assert!(field.rows().contains(&"marc.aubert@acme.example".into()));
    assert_eq!(field.offered().as_deref(), Some("marie@acme.example"));
    let marie = inactive(contact(1, "Marie Durand", "marie@acme.example"));
    field.answers("marie@acme.example", Found::Candidate(marie));
    assert_eq!(field.offered(), None, "she may not be written to, and nobody slips into her place");
    field.key(Key::Enter);
    assert!(field.to().is_empty());
}
