//! What no sequence of events may do.

use crate::field::*;
use crate::watched::{Act, Watched, act, answered};
use model::recipients::{Event, Key, Known, State};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// D16–D27, the first principle: nothing becomes a recipient that was not typed, pasted or marked; no address twice;
    /// the text in the box is what the machine says.
    #[test]
    fn no_sequence_of_events_yields_a_recipient_that_was_not_typed_pasted_or_marked(
        acts in prop::collection::vec(act(), 1..40)
    ) {
        let mut watched = Watched::new();
        for act in &acts {
            watched.run(act);
            let field = watched.field.state.field();
            let mut seen: Vec<String> = vec![];
            for (_, chip) in field.chips() {
                let address = chip.address.to_lowercase();
                // What is no address is nobody's: it blocks (D76).
                let typed = chip.known == Known::Invalid || watched.typed.to_lowercase().contains(&address);
                let wanted = typed || watched.marked.iter().any(|marked| marked.to_lowercase() == address);
                prop_assert!(wanted, "{address} after {act:?}");
                prop_assert!(!seen.contains(&address), "{address} twice after {act:?}");
                seen.push(address);
            }
        }
    }

    /// D16, D19, D69: whoever an answer of the server finds marked stays marked while listed; nobody else is marked or
    /// offered instead.
    #[test]
    fn no_answer_marks_or_offers_somebody_else(acts in prop::collection::vec(answered(), 1..30)) {
        let mut watched = Watched::new();
        for act in &acts {
            let field = &watched.field;
            let on_star = field.state.list().active.is_some_and(|active| active.star);
            let (marked, offered) = (field.active().map(person), field.offered().map(person));
            if !watched.run(act) {
                continue;
            }
            let field = &watched.field;
            let listed = field.rows().into_iter().any(|row| marked == Some(person(row)));
            let (now_marked, now_offered) = (field.active().map(person), field.offered().map(person));
            let gone = now_marked.is_none() && (on_star || !listed);
            prop_assert!(now_marked == marked || gone, "{marked:?}, {now_marked:?} after {act:?}");
            let kept = offered.is_none() || now_offered.is_none() || now_offered == offered;
            prop_assert!(kept, "{offered:?}, {now_offered:?} after {act:?}");
        }
    }

    /// D93: undoing any step gives back the chips before it.
    #[test]
    fn undo_of_any_step_gives_back_the_chips_before(acts in prop::collection::vec(act(), 1..25)) {
        let mut watched = Watched::new();
        for act in &acts {
            let before = addresses(&watched.field.state);
            watched.run(act);
            let after = addresses(&watched.field.state);
            let undoing = matches!(act, Act::Undo | Act::Key(Key::Char('z'), ..) | Act::ChipKey(_, Key::Char('z')) | Act::Type(_));
            if before != after && !undoing {
                let mut copy = watched.field.state.clone();
                copy.step(Event::UndoPressed);
                prop_assert_eq!(addresses(&copy), before, "after {:?}", act);
            }
        }
    }

    /// D26, D43, D44, D52, the second principle: every run of typed or pasted text ends in exactly one chip or in the
    /// text left in the box.
    #[test]
    fn every_run_of_text_ends_in_exactly_one_chip_or_in_the_rest(
        runs in prop::collection::vec((any::<bool>(), 0..7usize), 1..12)
    ) {
        let mut field = Field::acme();
        let mut wanted = vec![];
        for (at, (address, end)) in runs.iter().enumerate() {
            let run = if *address { format!("run{at}x@autre.example") } else { format!("run{at}x") };
            wanted.push(run.clone());
            match end {
                0 => { field.types(&run).types(", "); }
                1 => { field.types(&run).types("; "); }
                2 => { field.types(&run).types(" "); }
                3 => { field.types(&run).key(Key::Enter).types(" "); }
                4 => { field.types(&run).key(Key::Tab).does(Event::Left(TO)).types(" "); }
                5 => { field.types(" ").pastes(&format!("{run}; pasted{at}x@autre.example")).types(" "); }
                _ => { field.types(" ").pastes(&format!("Nom {at}, Prénom <pasted{at}y@autre.example>\n{run}")).types(" "); }
            }
            match end {
                5 => wanted.push(format!("pasted{at}x@autre.example")),
                6 => wanted.push(format!("pasted{at}y@autre.example")),
                _ => {}
            }
        }
        for run in &wanted {
            let chips = field.to().iter().filter(|address| *address == run).count();
            let left = field.text().split([' ', ',', ';']).filter(|word| word == run).count();
            prop_assert_eq!(chips + left, 1, "{} in {:?} and {:?}", run, field.to(), field.text());
        }
    }
}

fn addresses(state: &State) -> Vec<Vec<String>> {
    let field = state.field();
    field.lines.iter().map(|line| line.chips.iter().map(|chip| chip.address.clone()).collect()).collect()
}

/// « Ajouter marie@… » may become Marie's own row.
fn person(row: String) -> String {
    row.trim_start_matches('+').to_lowercase()
}
