//! P04: what holds of the cascade whatever is done, and in whatever order.

mod world;

use proptest::prelude::*;
use world::{Act, CLIENTS, World, act};

fn after(acts: &[Act]) -> World {
    let mut world = World::new();
    acts.iter().for_each(|act| drop(world.run(*act)));
    world
}

/// Nobody is active whom no active client reaches but who belongs to some; the cascade took nobody whom one reaches.
fn sound(world: &World) -> Result<(), TestCaseError> {
    for person in &world.people {
        let reached = person.at.iter().any(|c| world.active[*c]);
        prop_assert!(person.inactive || reached || person.at.is_empty(), "{world:?}");
        prop_assert!(!person.said_inactive || (person.inactive && person.taken_by.is_none()), "{world:?}");
        prop_assert_eq!(person.inactive, person.said_inactive || person.taken_by.is_some());
        prop_assert!(person.taken_by.is_none() || !reached, "{world:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// P04: with all clients active again, inactive are those of whom a person said so, and nobody else.
    #[test]
    fn p04_all_that_the_cascade_took_comes_back_and_nothing_else(acts in prop::collection::vec(act(), 0..60)) {
        let mut world = World::new();
        for act in &acts {
            world.run(*act);
            sound(&world)?;
        }
        (0..CLIENTS).for_each(|c| drop(world.run(Act::ClientOn(c))));
        for person in &world.people {
            prop_assert_eq!(person.inactive, person.said_inactive, "{:?}", acts);
        }
    }

    /// P04: clients that go and come back any number of times leave everybody as they were.
    #[test]
    fn p04_clients_that_were_away_leave_everybody_as_they_were(
        acts in prop::collection::vec(act(), 0..40),
        turns in prop::collection::vec((0..CLIENTS, any::<bool>()), 0..12),
        last in Just((0..CLIENTS).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let before = after(&acts);
        let mut world = before.clone();
        for (c, on) in turns.iter().filter(|(c, _)| before.active[*c]) {
            world.run(if *on { Act::ClientOn(*c) } else { Act::ClientOff(*c) });
        }
        last.into_iter().filter(|c| before.active[*c]).for_each(|c| drop(world.run(Act::ClientOn(c))));
        prop_assert_eq!(world, before);
    }

    /// P04: a client touches its own people and whom it took; nobody else.
    #[test]
    fn p04_a_cascade_touches_only_whom_it_may(acts in prop::collection::vec(act(), 0..40), c in 0..CLIENTS) {
        let before = after(&acts);
        let off = before.active[c];
        let mut world = before.clone();
        let touched = world.run(if off { Act::ClientOff(c) } else { Act::ClientOn(c) });
        for (x, (was, is)) in before.people.iter().zip(&world.people).enumerate() {
            if was == is {
                prop_assert!(!touched.contains(&x));
                continue;
            }
            prop_assert_eq!(touched.contains(&x), !was.deleted);
            if off {
                prop_assert!(!was.inactive && is.taken_by == Some(c) && was.at.contains(&c));
            } else {
                prop_assert!(!is.inactive && (was.at.contains(&c) || was.taken_by == Some(c)));
            }
        }
    }
}
