//! Clients and their lists, on both databases.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_client, affiliated, at, client, contact, email};
use model::{
    ClientKind, FieldProblem, Phone, Problem,
    listing::{Activity, ClientSort, ClientsAsked, PAGE, PageFrom},
};
use store::{StoreError, clients, contacts, families, testing::Fresh};

async fn comes_back(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let mut fields = a_client("C0001", "Boulangerie L’Épi d’Or");
    fields.family = Some("Boulangeries".into());
    fields.email = Some(email("Contact@epidor.example"));
    fields.billing_email = Some(email("compta@epidor.example"));
    fields.phones = vec![Phone { label: "accueil".into(), number: "01 23 45 67 89".into() }];
    fields.place.town = "Gand".into();
    let id = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = fresh.pool.read().await.unwrap();
    let client = clients::get(&mut tx, id).await.unwrap();
    assert_eq!(client.main.email.as_deref(), Some("Contact@epidor.example"));
    assert_eq!(client.main.phones, fields.phones);
    assert_eq!(client.family.map(|(_, name)| name).as_deref(), Some("Boulangeries"));
    assert_eq!((client.created_at, client.version, client.inactive_at), (at(0), 1, None));
}
store::both!(a_client_comes_back_as_it_was_saved, comes_back);

async fn reference_is_unique(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    client(&mut tx, "C0001", "Épi d’Or").await;
    let other = client(&mut tx, "C0002", "Atelier").await;
    let taken = FieldProblem::new("reference", Problem::Taken("Épi d’Or".into()));
    let refused = clients::add(&mut tx, &a_client("c-0001", "Autre"), at(1)).await;
    assert!(refused.is_ok(), "another reference");
    let refused = clients::add(&mut tx, &a_client("c0001", "Autre"), at(1)).await;
    assert!(matches!(refused, Err(StoreError::Problem(ref p)) if *p == taken), "{refused:?}");
    let refused = clients::change(&mut tx, other, 1, &a_client("C0001", "Atelier"), at(1)).await;
    assert!(matches!(refused, Err(StoreError::Problem(ref p)) if *p == taken), "{refused:?}");
    // The transaction is still good.
    clients::change(&mut tx, other, 1, &a_client("C0003", "Atelier"), at(1)).await.unwrap();
    tx.commit().await.unwrap();
}
store::both!(a_taken_reference_is_refused_with_its_holder_and_the_transaction_goes_on, reference_is_unique);

async fn later_save_is_told(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let id = client(&mut tx, "C0001", "Épi").await;
    clients::change(&mut tx, id, 1, &a_client("C0001", "Épi d’Or"), at(1)).await.unwrap();
    let late = clients::change(&mut tx, id, 1, &a_client("C0001", "Épi d’Argent"), at(2)).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert_eq!(clients::get(&mut tx, id).await.unwrap().label, "Épi d’Or");
    let nobody = clients::change(&mut tx, model::ClientId(99), 1, &a_client("X", "X"), at(2)).await;
    assert!(matches!(nobody, Err(StoreError::NotFound)));
}
// P12
store::both!(the_later_of_two_saves_is_refused, later_save_is_told);

async fn families_follow(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let mut fields = a_client("C1", "Un");
    fields.family = Some("Épiceries".into());
    let id = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    fields.reference = "C2".into();
    fields.family = Some("epiceries".into());
    let other = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let names = |list: Vec<(model::FamilyId, String)>| list.into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    assert_eq!(names(families::list(&mut tx).await.unwrap()), ["Épiceries"]);
    let alone = a_client("C1", "Un");
    clients::change(&mut tx, id, 1, &alone, at(1)).await.unwrap();
    assert_eq!(names(families::list(&mut tx).await.unwrap()), ["Épiceries"]);
    fields.family = None;
    clients::change(&mut tx, other, 1, &fields, at(1)).await.unwrap();
    assert!(families::list(&mut tx).await.unwrap().is_empty());
}
store::both!(a_family_is_one_whatever_its_accents_and_goes_with_its_last_client, families_follow);

async fn pages(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    for n in 0..(2 * PAGE + 20) {
        let mut fields = a_client(&format!("R{:04}", 9999 - n), &format!("Client {:04}", n / 2));
        fields.place.town = ["Liège", "Arlon", "Évreux"][n % 3].into();
        clients::add(&mut tx, &fields, at(n as i64 / 3)).await.unwrap();
    }
    for sort in ClientSort::ALL {
        let mut asked = ClientsAsked { sort: *sort, ..ClientsAsked::default() };
        let first = clients::list(&mut tx, &asked).await.unwrap();
        assert_eq!((first.rows.len(), first.earlier, first.later, first.total), (PAGE, false, true, 120), "{sort:?}");
        asked.from = PageFrom::After(first.rows[PAGE - 1].id.0);
        let second = clients::list(&mut tx, &asked).await.unwrap();
        asked.from = PageFrom::After(second.rows[PAGE - 1].id.0);
        let third = clients::list(&mut tx, &asked).await.unwrap();
        assert_eq!((third.rows.len(), third.earlier, third.later), (20, true, false));
        let mut ids: Vec<_> = [&first, &second, &third].iter().flat_map(|p| p.rows.iter().map(|r| r.id)).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 120, "every client once, {sort:?}");
        asked.from = PageFrom::Before(third.rows[0].id.0);
        assert_eq!(clients::list(&mut tx, &asked).await.unwrap().rows, second.rows);
        asked.from = PageFrom::Before(second.rows[0].id.0);
        let back = clients::list(&mut tx, &asked).await.unwrap();
        assert_eq!((&back.rows, back.earlier), (&first.rows, false));
    }
    let by_town = ClientsAsked { sort: ClientSort::Town, ..ClientsAsked::default() };
    let towns = clients::list(&mut tx, &by_town).await.unwrap().rows;
    assert!(towns.iter().take(40).all(|line| line.town == "Arlon") && towns[40].town == "Évreux");
}
store::both!(pages_show_every_client_once_in_every_order_forwards_and_back, pages);

async fn filters(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let mut fields = a_client("C1", "Boulangerie L’Épi d’Or");
    fields.family = Some("Boulangeries".into());
    fields.email = Some(email("contact@epidor.example"));
    fields.place.town = "Évreux".into();
    let epi = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let mut fields = a_client("C2", "Ferme des Érables");
    fields.kind = ClientKind::Producer;
    let farm = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let gone = client(&mut tx, "C3", "Ancien Client").await;
    clients::deactivate(&mut tx, gone, at(1)).await.unwrap();
    let marie = contact(&mut tx, "Marie Durand", "marie@epidor.example").await;
    affiliated(&mut tx, marie, epi).await;

    let all = ClientsAsked::default();
    let family = families::list(&mut tx).await.unwrap()[0].0;
    let cases = [
        (all.clone(), vec![epi, farm]),
        (ClientsAsked { search: "epi or".into(), ..all.clone() }, vec![epi]),
        (ClientsAsked { search: "e".into(), ..all.clone() }, vec![epi, farm]),
        (ClientsAsked { search: "pi".into(), ..all.clone() }, vec![]),
        (ClientsAsked { search: "evreux".into(), ..all.clone() }, vec![epi]),
        (ClientsAsked { search: "c2".into(), ..all.clone() }, vec![farm]),
        (ClientsAsked { family: Some(family), ..all.clone() }, vec![epi]),
        (ClientsAsked { kind: Some(ClientKind::Producer), ..all.clone() }, vec![farm]),
        (ClientsAsked { without_email: true, ..all.clone() }, vec![farm]),
        (ClientsAsked { activity: Activity::Inactive, ..all.clone() }, vec![gone]),
        (ClientsAsked { activity: Activity::All, ..all.clone() }, vec![gone, epi, farm]),
    ];
    for (asked, expected) in cases {
        let page = clients::list(&mut tx, &asked).await.unwrap();
        assert_eq!(page.rows.iter().map(|line| line.id).collect::<Vec<_>>(), expected, "{asked:?}");
        assert_eq!(page.total, expected.len() as i64);
    }
    assert_eq!(clients::list(&mut tx, &all).await.unwrap().rows[0].contacts, 1);
    assert_eq!(clients::counts(&mut tx, epi).await.unwrap().contacts, 1, "the card says the same");
    contacts::deactivate(&mut tx, marie, at(2)).await.unwrap();
    assert_eq!(clients::list(&mut tx, &all).await.unwrap().rows[0].contacts, 0);
    assert_eq!(clients::counts(&mut tx, epi).await.unwrap().contacts, 0);
}
store::both!(filters_cumulate_and_search_reads_words_without_accents, filters);
