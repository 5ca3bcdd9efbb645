//! Who is found, and who is not: D19, D22, D24, D67.

use crate::field::*;
use model::recipients::{Candidate, Event, Key};

/// D24, D19, D22: an unfinished address is no name, function or site that has the same pieces.
#[test]
fn d24_an_unfinished_address_finds_only_those_whose_address_has_it() {
    let people = || {
        let roy = contact(1, "Marc-Antoine Roy", "ma.roy@epidor.example");
        vec![
            starred(Candidate { function: "Achats".into(), site: "Épidor".into(), ..roy }),
            contact(2, "Achats", "achats@epidor.example"),
            contact(3, "Zoé Achats", "zoe@beta.example"),
        ]
    };
    for token in ["achats@epidor", "ACHATS@Epi", "Zoé <achats@epidor"] {
        let mut field = Field::of(facts(people()));
        field.types(token);
        let wanted: &[&str] = if token.contains('<') { &[] } else { &["achats@epidor.example"] };
        assert_eq!(field.rows(), wanted, "{token}");
    }
    let mut field = Field::of(facts(people()));
    field.types("marc@epidor").key(Key::Tab).does(Event::Left(TO));
    assert!(field.to().is_empty() && field.text() == "marc@epidor", "nobody: the text stays");
    field.key(Key::Enter);
    assert!(field.to().is_empty());
    let far = elsewhere("Beta", contact(40, "Marc Epidor", "marc.epidor@beta.example"));
    field.types("x").finds(vec![far, contact(41, "Marc", "marc@autre.example")]);
    assert!(field.rows().is_empty(), "nor does an answer of the directory bring somebody else");
}

/// D67, D19: two letters somewhere inside an address say little.
#[test]
fn d67_few_letters_inside_an_address_are_not_what_enter_takes() {
    let mut field = Field::of(facts(vec![
        starred(contact(1, "Sidonie Brun", "sidonie@biovexin.example")),
        contact(2, "Léa Petit", "lea@biovexin.example"),
    ]));
    field.types("lê");
    assert_eq!(field.rows(), ["lea@biovexin.example"], "not inside the domain, which is everybody's");
    let mut field = Field::of(facts(vec![starred(contact(1, "Sidonie Brun", "sidonie@biovexin.example"))]));
    field.types("do");
    assert_eq!((field.rows().len(), field.offered()), (1, None));
    field.key(Key::Tab).does(Event::Left(TO));
    assert!(field.to().is_empty() && field.text() == "do");
    field.types("n");
    assert_eq!(field.offered().as_deref(), Some("sidonie@biovexin.example"), "three letters do");
}
