//! Affiliations, on both databases: who may be one, the cascade, ends, stars, the site they name.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_contact, a_site, affiliated, at, client, contact, receives, site};
use model::{ClientKind, FieldProblem, NotificationType, Problem, draft::AffiliationFields, listing::ContactsAsked};
use store::{
    StoreError,
    affiliations::{self, Which},
    clients, contacts, recipients, sites,
    testing::Fresh,
};

async fn cascade(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (a, b) = (client(&mut tx, "A", "A").await, client(&mut tx, "B", "B").await);
    let only_a = contact(&mut tx, "Seul", "seul@a.example").await;
    let of_both = contact(&mut tx, "Deux", "deux@a.example").await;
    let off_before = contact(&mut tx, "Avant", "avant@a.example").await;
    for contact in [only_a, of_both, off_before] {
        affiliated(&mut tx, contact, a).await;
    }
    affiliated(&mut tx, of_both, b).await;
    contacts::deactivate(&mut tx, off_before, at(1)).await.unwrap();

    assert_eq!(clients::deactivate(&mut tx, a, at(2)).await.unwrap(), [only_a]);
    assert_eq!(clients::deactivate(&mut tx, a, at(3)).await.unwrap(), []);
    assert!(contacts::get(&mut tx, of_both).await.unwrap().active());
    let refused = contacts::reactivate(&mut tx, only_a, at(3)).await;
    assert!(matches!(refused, Err(StoreError::Refused(contacts::ALL_CLIENTS_INACTIVE))));
    assert_eq!(clients::deactivate(&mut tx, b, at(4)).await.unwrap(), [of_both]);

    assert_eq!(clients::reactivate(&mut tx, a, at(5)).await.unwrap(), [only_a, of_both]);
    assert!(!contacts::get(&mut tx, off_before).await.unwrap().active());
    contacts::reactivate(&mut tx, off_before, at(6)).await.unwrap();
    assert!(contacts::get(&mut tx, off_before).await.unwrap().active());
}
// P04
store::both!(a_client_takes_its_people_along_and_gives_back_exactly_these, cascade);

async fn affiliations_end(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let first = affiliated(&mut tx, marie, epi).await;
    assert_eq!(affiliated(&mut tx, marie, epi).await, first, "at most one live one a pair");
    let independent = ContactsAsked { independent: true, ..ContactsAsked::default() };
    assert_eq!(contacts::list(&mut tx, &independent).await.unwrap().total, 0);
    affiliations::end(&mut tx, first, at(1)).await.unwrap();
    assert!(affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap().is_empty());
    assert_eq!(affiliations::of_client(&mut tx, epi, Which::Ended).await.unwrap().len(), 1);
    assert_eq!(contacts::list(&mut tx, &independent).await.unwrap().rows[0].id, marie);
    assert!(matches!(affiliations::star(&mut tx, first, at(1)).await, Err(StoreError::NotFound)));

    let second = affiliated(&mut tx, marie, epi).await;
    assert_ne!(second, first);
    assert!(affiliations::of_client(&mut tx, epi, Which::Ended).await.unwrap().is_empty());
    assert!(matches!(affiliations::resume(&mut tx, first, at(2)).await, Err(StoreError::Refused(_))));
    let history = affiliations::of_contact(&mut tx, marie).await.unwrap();
    assert_eq!(history.iter().map(|a| (a.id, a.ended_at)).collect::<Vec<_>>(), [(second, None), (first, Some(at(1)))]);
    affiliations::end(&mut tx, second, at(3)).await.unwrap();
    assert_eq!(affiliations::resume(&mut tx, second, at(4)).await.unwrap().ended_at, None);
}
// P03
store::both!(an_ended_affiliation_stays_as_history_and_can_live_again, affiliations_end);

async fn rules_of_affiliating(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (a, b) = (client(&mut tx, "A", "A").await, client(&mut tx, "B", "B").await);
    let mut person = book::a_client("P", "Mme Roy");
    person.kind = ClientKind::Individual;
    let person = clients::add(&mut tx, &person, at(0)).await.unwrap();
    let silent = contact(&mut tx, "Sans Adresse", "").await;
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let foreign = site(&mut tx, b, "Atelier").await;

    let refused = affiliations::add(&mut tx, silent, a, &receives(NotificationType::Orders), false, at(0)).await;
    let needed = FieldProblem::new("notification_type", Problem::NeededForNotifications);
    assert!(matches!(refused, Err(StoreError::Problem(ref p)) if *p == needed), "P08: {refused:?}");
    let fields = AffiliationFields { site: Some(foreign), ..AffiliationFields::default() };
    let refused = affiliations::add(&mut tx, marie, a, &fields, false, at(0)).await;
    assert!(matches!(refused, Err(StoreError::Problem(ref p)) if p.problem == Problem::ForeignSite), "{refused:?}");
    let refused = affiliations::add(&mut tx, marie, person, &AffiliationFields::default(), false, at(0)).await;
    assert!(matches!(refused, Err(StoreError::Refused(affiliations::NO_CONTACTS))), "P07: {refused:?}");

    affiliations::add(&mut tx, marie, a, &receives(NotificationType::All), false, at(0)).await.unwrap();
    let refused = contacts::change(&mut tx, marie, 1, &a_contact("Marie", ""), at(1)).await;
    let needed = FieldProblem::new("email", Problem::NeededForNotifications);
    assert!(matches!(refused, Err(StoreError::Problem(ref p)) if *p == needed), "P08: {refused:?}");
    clients::deactivate(&mut tx, b, at(1)).await.unwrap();
    let refused = affiliations::add(&mut tx, marie, b, &AffiliationFields::default(), false, at(0)).await;
    assert!(matches!(refused, Err(StoreError::Refused(affiliations::CLIENT_INACTIVE))));
}
// P07 P08
store::both!(who_may_be_affiliated_and_notified, rules_of_affiliating);

async fn inactive_gets_none(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    assert!(recipients::client_facts(&mut tx, epi, at(0)).await.unwrap().may_have_contacts);
    clients::deactivate(&mut tx, epi, at(1)).await.unwrap();
    assert!(!recipients::client_facts(&mut tx, epi, at(2)).await.unwrap().may_have_contacts);
}
store::both!(p07_nobody_is_offered_as_a_new_contact_of_an_inactive_client, inactive_gets_none);

async fn stars(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let zoe = contact(&mut tx, "Zoé Zola", "zoe@a.example").await;
    let abel = contact(&mut tx, "Abel Arnaud", "abel@a.example").await;
    let (link, _) = (affiliated(&mut tx, zoe, epi).await, affiliated(&mut tx, abel, epi).await);
    affiliations::star(&mut tx, link, at(1)).await.unwrap();
    affiliations::star_contact(&mut tx, epi, zoe, at(2)).await.unwrap();
    let people = affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap();
    assert_eq!(people.iter().map(|p| p.contact.id).collect::<Vec<_>>(), [zoe, abel]);
    assert_eq!((people[0].affiliation.starred_at, people[0].affiliation.version), (Some(at(1)), 1));
    affiliations::unstar(&mut tx, link).await.unwrap();
    let first = affiliations::of_client(&mut tx, epi, Which::First(1)).await.unwrap();
    assert_eq!(first[0].contact.id, abel);
}
store::both!(favourites_come_first_and_keep_their_date, stars);

async fn site_rules(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let gand = site(&mut tx, epi, "Atelier de Gand").await;
    let marie = contact(&mut tx, "Marie", "marie@a.example").await;
    let fields = AffiliationFields { site: Some(gand), ..AffiliationFields::default() };
    let link = affiliations::add(&mut tx, marie, epi, &fields, false, at(0)).await.unwrap();
    assert!(matches!(sites::remove(&mut tx, gand).await, Err(StoreError::Refused(sites::SITE_IN_USE))));
    sites::change(&mut tx, gand, 1, &a_site("Atelier de Bruges"), at(1)).await.unwrap();
    let late = sites::change(&mut tx, gand, 1, &a_site("Atelier"), at(2)).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "P12");
    let tied = affiliations::get(&mut tx, link).await.unwrap();
    assert_eq!(tied.site, Some((gand, "Atelier de Bruges".to_owned())));
    affiliations::change(&mut tx, link, 1, &AffiliationFields::default(), at(3)).await.unwrap();
    sites::deactivate(&mut tx, gand, at(4)).await.unwrap();
    assert!(sites::of_client(&mut tx, epi).await.unwrap()[0].inactive_at.is_some());
    sites::remove(&mut tx, gand).await.unwrap();
    assert!(matches!(sites::get(&mut tx, gand).await, Err(StoreError::NotFound)));
}
store::both!(a_site_stays_while_people_are_tied_to_it, site_rules);

async fn resumed_without_its_site(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let (paul, lyon) = (contact(&mut tx, "Paul", "paul@epi.example").await, site(&mut tx, epi, "Lyon").await);
    let fields = AffiliationFields { site: Some(lyon), ..receives(NotificationType::Orders) };
    let link = affiliations::add(&mut tx, paul, epi, &fields, false, at(0)).await.unwrap();
    affiliations::end(&mut tx, link, at(1)).await.unwrap();
    sites::remove(&mut tx, lyon).await.unwrap();
    let back = affiliations::resume(&mut tx, link, at(2)).await.unwrap();
    assert_eq!((back.site, back.notification_type), (None, NotificationType::None));
}
store::both!(p31_a_link_whose_site_is_gone_comes_back_receiving_nothing, resumed_without_its_site);
