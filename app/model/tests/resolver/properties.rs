//! What holds for every client and every document.

use crate::world::{asked, client, email};
use model::{
    DocumentKind, Lang, NotificationType,
    resolver::{Addressed, Choice, Line, Link, Reason, Recipient, Resolution, Trigger, Verdict, Who, WhyNot, resolve},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn is_in(line: &Line) -> bool {
    matches!(line.verdict, Verdict::In(_))
}

fn contact_of(line: &Line) -> Option<i64> {
    match line.who {
        Who::Person(id) => Some(id.0),
        _ => None,
    }
}

fn stranger(text: &str) -> Recipient {
    Recipient { address: email(text), contact: None, language: Lang::Fr, reasons: vec![] }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    /// P31: every person and every slot has exactly one line, and that has one reason.
    #[test]
    fn p31_every_person_and_slot_has_exactly_one_line(client in client(), asked in asked()) {
        let lines = resolve(&client, &asked).lines;
        let mut wanted: Vec<Who> = vec![Who::Main, Who::Billing];
        wanted.extend(client.sites.iter().map(|site| Who::Site(site.id)));
        wanted.extend(client.people.iter().map(|person| Who::Person(person.contact)));
        wanted.sort();
        let mut found: Vec<Who> = lines.iter().map(|line| line.who).collect();
        found.sort();
        prop_assert_eq!(found, wanted);
    }

    /// P31 P24b: nobody appears twice; who is a contact has its name, and every reason is told.
    #[test]
    fn p31_nobody_receives_it_twice(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        let recipients = answer.recipients();
        let addresses: BTreeSet<String> = recipients.iter().map(|one| one.address.as_str().to_lowercase()).collect();
        prop_assert_eq!(addresses.len(), recipients.len());
        let reasons: usize = recipients.iter().map(|one| one.reasons.len()).sum();
        prop_assert_eq!(reasons, answer.lines.iter().filter(|line| is_in(line)).count());
        for line in answer.lines.iter().filter(|line| is_in(line)) {
            let address = line.address.as_ref().unwrap().as_str().to_lowercase();
            let one = recipients.iter().find(|one| one.address.as_str().to_lowercase() == address).unwrap();
            prop_assert!(contact_of(line).is_none() || one.contact.is_some());
        }
    }

    /// P05: nobody inactive, gone, foreign or without an address ever receives anything.
    #[test]
    fn p05_nobody_out_of_reach_receives_anything(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for person in &client.people {
            let reached = person.active && person.link == Link::Live && person.email.is_some() && !client.inactive;
            let line = answer.of(Who::Person(person.contact)).unwrap();
            prop_assert!(reached || !is_in(line), "{:?}", line);
            let named = answer.recipients().into_iter().any(|one| one.contact.is_some_and(|(id, _)| id == person.contact));
            prop_assert!(reached || !named);
        }
        for line in answer.lines.iter().filter(|line| is_in(line)) {
            prop_assert!(line.address.is_some());
        }
        for site in &client.sites {
            prop_assert!(!site.inactive || !is_in(answer.of(Who::Site(site.id)).unwrap()));
        }
    }

    /// P31: whoever is tied to a site receives nothing of another one, and nothing of none, unless it is the document's own contact.
    #[test]
    fn p31_who_is_tied_to_a_site_receives_only_of_that_site(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for person in client.people.iter().filter(|person| person.site.is_some() && person.site != asked.site) {
            let verdict = answer.of(Who::Person(person.contact)).unwrap().verdict;
            prop_assert!(matches!(verdict, Verdict::Out(_) | Verdict::In(Reason::OwnContact)), "{:?}", verdict);
        }
        for site in client.sites.iter().filter(|site| Some(site.id) != asked.site) {
            prop_assert!(!is_in(answer.of(Who::Site(site.id)).unwrap()));
        }
    }

    /// P08: type « none » receives it only as the document's own contact, and when a person sends.
    #[test]
    fn p08_type_none_receives_only_as_the_own_contact_when_a_person_sends(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for person in client.people.iter().filter(|person| person.notification_type == NotificationType::None) {
            if is_in(answer.of(Who::Person(person.contact)).unwrap()) {
                prop_assert_eq!(asked.contact, Some(person.contact));
                prop_assert_eq!(asked.trigger, Trigger::Person);
            }
        }
    }

    /// P09: no person receives by its type what that does not cover; a billing address receives administrative kinds alone.
    #[test]
    fn p09_types_cover_their_kinds_and_nothing_else(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for person in &client.people {
            let line = answer.of(Who::Person(person.contact)).unwrap();
            if let Verdict::In(Reason::Notified(_) | Reason::NotifiedAtSite) = line.verdict {
                prop_assert!(asked.kind.reaches(person.notification_type));
            }
        }
        let (main, billing) = (answer.of(Who::Main).unwrap(), answer.of(Who::Billing).unwrap());
        prop_assert!(!is_in(billing) || asked.kind.administrative());
        prop_assert!(!(is_in(main) && is_in(billing)));
        // One of both stands for the client whenever it may be written to.
        if client.main.is_some() && (!client.inactive || asked.trigger == Trigger::Person) {
            prop_assert!(is_in(main) || is_in(billing));
        }
    }

    /// P31: the same question has the same answer, and a person who sends reaches at least whom the machine does.
    #[test]
    fn p31_asked_again_it_answers_the_same(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        prop_assert_eq!(&resolve(&client, &asked), &answer);
        let by = |trigger| {
            let lines = resolve(&client, &model::resolver::AskedDocument { trigger, ..asked }).lines;
            lines.iter().filter(|line| is_in(line)).map(|line| line.who).collect::<BTreeSet<_>>()
        };
        prop_assert!(by(Trigger::Automatic).is_subset(&by(Trigger::Person)));
    }

    /// P31: first who receives it, then the favourites among the others.
    #[test]
    fn p31_favourites_are_first_among_the_others(client in client(), asked in asked()) {
        let Resolution { lines } = resolve(&client, &asked);
        let rank = |line: &Line| if is_in(line) { 0 } else if line.favourite { 1 } else { 2 };
        let people: Vec<_> = lines.iter().filter(|line| contact_of(line).is_some()).map(rank).collect();
        prop_assert!(people.is_sorted());
    }

    /// P31: a star adds nobody.
    #[test]
    fn p31_a_star_changes_no_verdict(client in client(), asked in asked()) {
        let mut unstarred = client.clone();
        unstarred.people.iter_mut().for_each(|person| person.favourite = false);
        let (with, without) = (resolve(&client, &asked), resolve(&unstarred, &asked));
        for line in &with.lines {
            prop_assert_eq!(line.verdict, without.of(line.who).unwrap().verdict);
        }
    }

    /// P31: the site's own address receives exactly what the setting says.
    #[test]
    fn p31_a_sites_address_receives_what_the_setting_says(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for site in &client.sites {
            let line = answer.of(Who::Site(site.id)).unwrap();
            prop_assert!(!is_in(line) || client.site_receives.contains(&asked.kind));
            if line.verdict == Verdict::Out(WhyNot::SiteNotChosen) {
                prop_assert!(!client.site_receives.contains(&asked.kind) && asked.site == Some(site.id));
            }
        }
        prop_assert!(DocumentKind::ALL.contains(&asked.kind));
    }

    /// P32, P05: a button of the panel leads to nobody who is out of reach, and to everybody who would receive it anyway.
    #[test]
    fn p32_a_press_reaches_nobody_who_is_out_of_reach(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        for line in &answer.lines {
            let pressed = answer.pressed(line.who);
            prop_assert!(!is_in(line) || pressed.is_ok());
            if let (Some(id), Ok(one)) = (contact_of(line), &pressed) {
                let person = client.people.iter().find(|person| person.contact.0 == id).unwrap();
                prop_assert!(person.active && person.link == Link::Live && !client.inactive);
                prop_assert_eq!(Some(&one.address), person.email.as_ref());
            }
        }
        prop_assert!(answer.pressed(Who::Person(model::ContactId(999))).is_err());
    }

    /// P34, P31: what the review sends when nobody changes anything is what the resolver answers.
    #[test]
    fn p34_an_untouched_review_is_the_resolvers_answer(client in client(), asked in asked()) {
        let answer = resolve(&client, &asked);
        prop_assert_eq!(answer.chosen(&Choice::of(&answer), None), Ok(answer.recipients()));
    }

    /// P34, P24b, P05: whatever is ticked and written, nobody is reached twice, and nobody who is out of reach.
    #[test]
    fn p34_a_choice_reaches_each_address_once_and_nobody_out_of_reach(
        client in client(),
        asked in asked(),
        ticks in prop::collection::vec(any::<bool>(), 16),
        written in prop::sample::subsequence(vec!["a@x.example", "B@x.example", "c@y.example", "z@z.example"], 0..=4),
    ) {
        let answer = resolve(&client, &asked);
        let ticked = answer.lines.iter().zip(&ticks).filter(|(_, ticked)| **ticked).map(|(line, _)| line.who);
        let ticked: Vec<Who> = ticked.collect();
        let choice = Choice {
            ticked: ticked.iter().map(|who| Addressed::One(*who)).collect(),
            further: written.iter().map(|text| stranger(text)).collect(),
        };
        match answer.chosen(&choice, None) {
            Ok(found) => {
                let keys: BTreeSet<String> = found.iter().map(|one| one.address.key()).collect();
                prop_assert_eq!(keys.len(), found.len());
                let wanted: BTreeSet<String> = ticked
                    .iter()
                    .map(|who| answer.of(*who).unwrap().address.as_ref().unwrap().key())
                    .chain(written.iter().map(|text| text.to_lowercase()))
                    .collect();
                prop_assert_eq!(keys, wanted);
                for (id, _) in found.iter().filter_map(|one| one.contact.as_ref()) {
                    let person = client.people.iter().find(|person| person.contact == *id).unwrap();
                    prop_assert!(person.active && person.link == Link::Live && !client.inactive);
                }
            }
            Err(_) => {
                let dead = |who: &Who| answer.pressed(*who).is_err();
                let taken = |text: &&str| {
                    let mut lines = answer.lines.iter().filter(|line| {
                        line.address.as_ref().is_some_and(|own| own.key() == text.to_lowercase())
                    });
                    lines.all(|line| dead(&line.who))
                };
                prop_assert!(ticked.iter().any(dead) || written.iter().any(taken));
            }
        }
    }
}
