//! Contacts, on both databases: one e-mail one contact, the directory, deleting, which address is known.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_contact, a_site, affiliated, at, client, contact, email};
use model::{
    ContactId, FieldProblem, Problem,
    listing::{Activity, ContactsAsked, PageFrom},
    recipients::{Found, Slot},
};
use store::{
    StoreError,
    affiliations::{self, Which},
    clients, contacts, recipients, sites,
    testing::Fresh,
};

fn holder(refused: store::Result<impl std::fmt::Debug>) -> model::EmailHolder {
    match refused {
        Err(StoreError::Problem(FieldProblem { field, problem: Problem::TakenByContact(holder) })) => {
            assert_eq!(field, "email");
            holder
        }
        other => panic!("not refused with its holder: {other:?}"),
    }
}

async fn one_email_one_contact(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let (epi, gand) = (client(&mut tx, "C1", "Épi d’Or").await, client(&mut tx, "C2", "Atelier de Gand").await);
    let marie = contact(&mut tx, "Marie Durand", "Marie@École.example").await;
    affiliated(&mut tx, marie, epi).await;
    contacts::deactivate(&mut tx, marie, at(1)).await.unwrap();
    let twin = a_contact("", "marie@xn--cole-9oa.example");
    let refused = holder(contacts::add(&mut tx, &twin, Some(epi), at(1)).await);
    assert_eq!((refused.contact_id, refused.name.as_str()), (marie, "Marie Durand"));
    assert_eq!((refused.clients, refused.here, refused.inactive), (vec!["Épi d’Or".to_owned()], true, true));
    let elsewhere = holder(contacts::add(&mut tx, &twin, Some(gand), at(1)).await);
    assert!(!elsewhere.here && elsewhere.inactive_clients.is_empty() && !elsewhere.stays_inactive());
    clients::deactivate(&mut tx, epi, at(1)).await.unwrap();
    let alone = contacts::holder(&mut tx, marie, Some(gand)).await.unwrap();
    assert_eq!((&alone.inactive_clients, alone.stays_inactive()), (&alone.clients, true), "P04");
    affiliated(&mut tx, marie, gand).await;
    let both = contacts::holder(&mut tx, marie, Some(gand)).await.unwrap();
    assert_eq!((both.clients.len(), both.inactive_clients.len(), both.stays_inactive()), (2, 1, false));

    let paul = contact(&mut tx, "Paul Roy", "paul@gand.example").await;
    let renamed = a_contact("Paul Roy", "MARIE@école.example");
    assert_eq!(holder(contacts::change(&mut tx, paul, 1, &renamed, at(2)).await).contact_id, marie);
    // The transaction is still good, and several contacts may have none.
    contacts::change(&mut tx, paul, 1, &a_contact("Paul Roy", ""), at(2)).await.unwrap();
    contact(&mut tx, "Sans Adresse", "").await;
    tx.commit().await.unwrap();
}
// P02
store::both!(a_taken_email_is_refused_with_its_holder_and_the_transaction_goes_on, one_email_one_contact);

async fn two_at_once(fresh: &Fresh) {
    let save = |pool: store::Pool| async move {
        let mut tx = pool.write().await?;
        let id = contacts::add(&mut tx, &a_contact("", "meme@adresse.example"), None, at(0)).await?;
        tx.commit().await?;
        store::Result::Ok(id)
    };
    let saves: Vec<_> = (0..8).map(|_| tokio::spawn(save(fresh.pool.clone()))).collect();
    let mut won: Vec<ContactId> = Vec::new();
    let mut told = Vec::new();
    for saved in saves {
        match saved.await.unwrap() {
            Ok(id) => won.push(id),
            refused => told.push(holder(refused).contact_id),
        }
    }
    assert_eq!(won.len(), 1);
    assert!(told.len() == 7 && told.iter().all(|id| *id == won[0]), "{told:?}");
}
// P02
store::both!(of_two_who_save_the_same_email_at_once_one_wins_and_the_other_is_told_who, two_at_once);

async fn later_save_is_told(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let id = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    contacts::change(&mut tx, id, 1, &a_contact("Marie Dupont", "marie@a.example"), at(1)).await.unwrap();
    let late = contacts::change(&mut tx, id, 1, &a_contact("Marie Duval", "marie@a.example"), at(2)).await;
    assert!(matches!(late, Err(StoreError::Conflict)));
    assert_eq!(contacts::get(&mut tx, id).await.unwrap().last_name, "Dupont");
}
// P12
store::both!(the_later_of_two_saves_is_refused, later_save_is_told);

async fn thumbs(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    for (name, email) in [("Anne", "a@x.example"), ("Éloïse", "e@x.example"), ("Zoé", "z@x.example")] {
        contact(&mut tx, name, email).await;
    }
    let mut from = async |letter| {
        let asked = ContactsAsked { from: PageFrom::Letter(letter), ..ContactsAsked::default() };
        let page = contacts::list(&mut tx, &asked).await.unwrap();
        (page.rows.into_iter().map(|line| line.name).collect::<Vec<_>>(), page.earlier)
    };
    assert_eq!(from('a').await, (vec!["Anne".to_owned(), "Éloïse".into(), "Zoé".into()], false));
    assert_eq!(from('e').await, (vec!["Éloïse".to_owned(), "Zoé".into()], true));
    assert_eq!(from('f').await, (vec!["Zoé".to_owned()], true));
}
store::both!(a_tab_of_the_thumb_index_opens_the_directory_at_its_letter, thumbs);

async fn deleting(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let mut fields = a_contact("Marie Durand", "marie@a.example");
    fields.phones = vec![model::Phone { label: String::new(), number: "0601020304".into() }];
    let marie = contacts::add(&mut tx, &fields, None, at(0)).await.unwrap();
    let link = affiliated(&mut tx, marie, epi).await;
    affiliations::star(&mut tx, link, at(0)).await.unwrap();

    contacts::remove(&mut tx, marie, at(10)).await.unwrap();
    assert!(affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap().is_empty());
    let all = ContactsAsked { activity: Activity::All, ..ContactsAsked::default() };
    assert_eq!(contacts::list(&mut tx, &all).await.unwrap().total, 0);
    assert_eq!(contacts::forget_removed(&mut tx, at(11)).await.unwrap(), 0);
    contacts::restore(&mut tx, marie, at(12)).await.unwrap();
    let back = affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap();
    assert_eq!((back[0].contact.phones.len(), back[0].affiliation.starred_at), (1, Some(at(0))));

    contacts::remove(&mut tx, marie, at(20)).await.unwrap();
    assert_eq!(contacts::forget_removed(&mut tx, at(20).plus_ms(contacts::UNDO)).await.unwrap(), 1);
    let gone = contacts::get(&mut tx, marie).await.unwrap();
    assert_eq!((gone.name(), gone.email, gone.phones.len()), (String::new(), None, 0));
    assert!(matches!(contacts::restore(&mut tx, marie, at(99)).await, Err(StoreError::Refused(_))));
    assert!(matches!(contacts::reactivate(&mut tx, marie, at(99)).await, Err(StoreError::NotFound)));
    assert_eq!(affiliations::get(&mut tx, link).await.unwrap().ended_at, Some(at(20).plus_ms(contacts::UNDO)));
    contact(&mut tx, "Une Autre", "marie@a.example").await;
}
// P06
store::both!(a_deleted_contact_comes_back_whole_or_its_data_goes, deleting);

async fn freed_at_once(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let marie = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    let paul = contact(&mut tx, "Paul", "paul@a.example").await;
    contacts::remove(&mut tx, marie, at(1)).await.unwrap();
    let again = contact(&mut tx, "Marie Durand", "MARIE@a.example").await;
    assert_ne!(again, marie);
    contacts::remove(&mut tx, again, at(2)).await.unwrap();
    contacts::change(&mut tx, paul, 1, &a_contact("Paul", "marie@a.example"), at(3)).await.unwrap();
    assert!(matches!(contacts::restore(&mut tx, again, at(3)).await, Err(StoreError::Refused(_))));
    tx.commit().await.unwrap();
}
// P02 P06
store::both!(the_email_of_a_deleted_contact_is_free_at_once, freed_at_once);

async fn addresses(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let mut fields = book::a_client("C1", "Épi");
    fields.email = Some(email("contact@epi.example"));
    fields.billing_email = Some(email("marie@epi.example"));
    let epi = clients::add(&mut tx, &fields, at(0)).await.unwrap();
    let beta = client(&mut tx, "C2", "Beta SA").await;
    let mut place = a_site("Atelier");
    place.email = Some(email("atelier@epi.example"));
    sites::add(&mut tx, epi, &place, at(0)).await.unwrap();
    let marie = contact(&mut tx, "Marie", "Marie@epi.example").await;
    let link = affiliated(&mut tx, marie, epi).await;
    affiliations::star(&mut tx, link, at(0)).await.unwrap();
    let jean = contact(&mut tx, "Jean Petit", "jean@beta.example").await;
    affiliated(&mut tx, jean, beta).await;
    let gone = contact(&mut tx, "Parti", "parti@epi.example").await;
    let ended = affiliated(&mut tx, gone, epi).await;
    affiliations::end(&mut tx, ended, at(1)).await.unwrap();
    let asked = ["contact@epi.example", "marie@EPI.example", "atelier@epi.example", "jean@beta.example"];
    let asked: Vec<String> =
        asked.into_iter().chain(["x@y.example", "pas une adresse", "parti@epi.example"]).map(Into::into).collect();
    let found = recipients::look_up(&mut tx, Some(epi), &asked).await.unwrap();
    let candidate = |at: usize| match &found[at].1 {
        Found::Candidate(candidate) => candidate.clone(),
        other => panic!("{}: {other:?}", found[at].0),
    };
    assert_eq!((candidate(0).slots, candidate(0).contact), (vec![Slot::Main], None));
    let both = candidate(1);
    assert_eq!(
        (both.slots, both.contact, both.starred, both.elsewhere),
        (vec![Slot::Billing], Some(marie), true, None)
    );
    assert_eq!(candidate(2).slots, [Slot::Site("Atelier".into())]);
    assert_eq!((candidate(3).contact, candidate(3).elsewhere), (Some(jean), Some("Beta SA".into())));
    assert_eq!((&found[4].1, &found[5].1), (&Found::Nobody, &Found::Refused));
    assert!(!candidate(6).active, "P05");

    let facts = recipients::client_facts(&mut tx, epi, at(0)).await.unwrap();
    assert_eq!((facts.label.as_str(), facts.may_have_contacts, facts.total), ("Épi", true, 1));
    let known: Vec<_> = facts.candidates.iter().map(|c| (c.address.as_str(), c.starred, c.active)).collect();
    let expected = [
        ("contact@epi.example", false, true),
        ("Marie@epi.example", true, true),
        ("atelier@epi.example", false, true),
        ("parti@epi.example", false, false),
    ];
    assert_eq!(known, expected);
}
// P05 P20 P23 P24b
store::both!(an_address_is_told_to_be_a_slot_a_contact_here_or_elsewhere, addresses);
