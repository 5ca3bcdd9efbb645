use super::*;
use proptest::prelude::*;

fn facts() -> PhraseFacts {
    PhraseFacts {
        number: "F-2026-17".into(),
        date: Some("21 novembre 2026".into()),
        company: Some("Maison Œuvrard".into()),
        client: "Épi d’Or <SA>".into(),
        amount: Some("1 204,50 €".into()),
    }
}

fn phrase(text: &str) -> Phrase {
    Phrase { subject: "Facture <NUMFACT>".into(), text: text.into() }
}

#[test]
fn p35_placeholders_are_filled_and_everything_else_is_text() {
    let filled = phrase("<b>Bonjour</b> <NOMCLIENT>,\n<numfact> du <DATEFACT> : <MONTANT>. 1 < 2 > 0 <\n<NOMSOC>")
        .fill(&facts())
        .unwrap();
    assert_eq!(filled.subject, "Facture F-2026-17");
    assert_eq!(
        filled.text,
        "<b>Bonjour</b> Épi d’Or <SA>,\nF-2026-17 du 21 novembre 2026 : 1 204,50 €. 1 < 2 > 0 <\nMaison Œuvrard"
    );
}

#[test]
fn p35_what_the_document_does_not_have_blocks_its_line_and_is_named_once() {
    let none = PhraseFacts { date: None, amount: Some(" ".into()), ..facts() };
    let phrase = Phrase { subject: "<MONTANT>".into(), text: "<DATEFACT> <MONTANT> <NUMFACT> <DATEFACT>".into() };
    assert_eq!(phrase.fill(&none), Err(vec![Placeholder::Date, Placeholder::Amount]));
    assert!(Phrase { subject: "<NUMFACT>".into(), text: "Merci.".into() }.fill(&none).is_ok());
}

#[test]
fn p35_an_unknown_placeholder_is_told_with_the_one_that_was_meant() {
    let told = |text: &str| {
        let draft = PhraseDraft { subject: "Facture".into(), text: text.into() };
        draft.check().err().map(|problems| match &problems[0] {
            FieldProblem { field, problem: Problem::UnknownPlaceholder(unknown) } if field == "text" => {
                (unknown.written.clone(), unknown.meant)
            }
            other => panic!("{other:?}"),
        })
    };
    assert_eq!(told("Voir <NUMFAC>."), Some(("<NUMFAC>".into(), Some(Placeholder::Number))));
    assert_eq!(told("Voir <numfatc>."), Some(("<numfatc>".into(), Some(Placeholder::Number))));
    assert_eq!(told("Voir <IBAN>."), Some(("<IBAN>".into(), None)));
    assert_eq!(told("Voir <b <DATEFAC>."), Some(("<DATEFAC>".into(), Some(Placeholder::Date))));
    for fine in ["<b>", "<Bonjour>", "<a@b.example>", "x < NUMFACT > y", "<<NUMFACT>>", "<>", "> <", "<A>"] {
        assert_eq!(told(fine), None, "{fine}");
    }
}

#[test]
fn p35_a_phrase_has_a_subject_of_one_line_and_a_text() {
    let problems = PhraseDraft { subject: " ".into(), text: "\n".into() }.check().unwrap_err();
    assert!(problems.iter().all(|p| p.problem == Problem::Required) && problems.len() == 2, "{problems:?}");
    let problems = PhraseDraft { subject: "a\r\nBcc: x@y.example".into(), text: "Bonjour".into() }.check().unwrap_err();
    assert_eq!(problems, [FieldProblem::new("subject", Problem::Unprintable)]);
    let draft = PhraseDraft { subject: " Facture <NUMFACT> ".into(), text: "Bonjour,\r\n".into() };
    let phrase = draft.check().unwrap();
    assert_eq!((phrase.subject.as_str(), phrase.text.as_str()), ("Facture <NUMFACT>", "Bonjour,"));
    assert_eq!(PhraseDraft::of(&phrase).check().unwrap(), phrase);
}

proptest! {
    /// P35: whatever is written, what is not a placeholder arrives as it is, and nothing that was put in is read again.
    #[test]
    fn p35_text_arrives_as_written(
        parts in prop::collection::vec(prop_oneof![
            "[a-zé <>\n]{0,6}".prop_map(|text| (text, None)),
            prop::sample::select(&Placeholder::ALL[..]).prop_map(|p| (p.written(), Some(p))),
        ], 0..12),
        client in "[<>A-Z]{0,12}",
    ) {
        let facts = PhraseFacts { client, ..facts() };
        let template: String = parts.iter().map(|(text, _)| text.as_str()).collect();
        let wants_client = parts.iter().any(|(_, p)| *p == Some(Placeholder::Client));
        let filled = Phrase { subject: String::new(), text: template.clone() }.fill(&facts);
        if wants_client && facts.client.is_empty() {
            prop_assert!(filled.is_err());
        } else {
            // Small letters make no placeholder together with what stands beside them.
            let expected: String = parts.iter().map(|(text, p)| match p {
                Some(p) => p.value(&facts).unwrap_or_default(),
                None => text.as_str(),
            }).collect();
            prop_assert_eq!(filled.unwrap().text, expected, "{}", template);
        }
    }

    #[test]
    fn p35_checking_any_text_ends_and_keeps_it(subject in any::<String>(), text in any::<String>()) {
        if let Ok(phrase) = (PhraseDraft { subject, text }).check() {
            prop_assert_eq!(PhraseDraft::of(&phrase).check(), Ok(phrase));
        }
    }
}
