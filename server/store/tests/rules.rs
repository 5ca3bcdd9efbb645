//! Rules that are a setting or a way in, as both databases keep them: required fields, display options, where contacts are made.
#![allow(clippy::unwrap_used)]

mod book;

use book::{a_contact, affiliated, at, client, contact, receives};
use model::{
    DisplayDraft, DisplayOption, NotificationType, Settings,
    draft::ContactField,
    listing::{Activity, ContactsAsked},
};
use store::{
    StoreError,
    affiliations::{self, Which},
    contacts,
    testing::Fresh,
};

async fn required_and_hidden(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let first = store::settings(&mut tx).await.unwrap();
    assert_eq!((first.required_contact_fields.as_slice(), first.hidden.len()), (&[ContactField::Email][..], 0));
    let mut draft = DisplayDraft::of(&first).full();
    draft
        .shown
        .retain(|code| ![DisplayOption::ClientNote.code(), DisplayOption::ModuleSites.code()].contains(&&**code));
    let chosen: Settings = draft.check(&first).unwrap();
    let version = store::settings_version(&mut tx).await.unwrap();
    store::save_settings(&mut tx, &chosen, version, at(1)).await.unwrap();
    let stored = store::settings(&mut tx).await.unwrap();
    assert_eq!(stored, chosen);
    let asked = [ContactField::LastName, ContactField::FirstName, ContactField::Language];
    assert_eq!(stored.required_contact_fields, asked);
    assert_eq!(stored.hidden, [DisplayOption::ClientNote, DisplayOption::ModuleSites]);
    let late = store::save_settings(&mut tx, &first, version, at(2)).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "P12: {late:?}");
    assert_eq!(store::settings(&mut tx).await.unwrap(), chosen);
}
store::both!(p01_p10_what_is_required_and_hidden_is_kept_for_all, required_and_hidden);

async fn only_an_address(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let id = contact(&mut tx, "", "Compta@epi.example").await;
    let link = affiliated(&mut tx, id, epi).await;
    let stored = contacts::get(&mut tx, id).await.unwrap();
    assert_eq!((stored.name(), stored.email.as_deref()), ("Compta@epi.example".to_owned(), Some("Compta@epi.example")));
    let page = contacts::list(&mut tx, &ContactsAsked::default()).await.unwrap();
    assert_eq!(page.rows[0].name, "Compta@epi.example");
    assert_eq!(affiliations::get(&mut tx, link).await.unwrap().notification_type, NotificationType::None, "P08");
}
store::both!(p01_a_contact_known_by_its_address_alone_shows_it_as_its_name, only_an_address);

async fn both_ways_in(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let alone = contact(&mut tx, "Marie Durand", "marie@a.example").await;
    let there = contacts::add(&mut tx, &a_contact("Paul Roy", "paul@a.example"), Some(epi), at(0)).await.unwrap();
    affiliations::add(&mut tx, there, epi, &receives(NotificationType::Orders), true, at(0)).await.unwrap();
    let names = async |tx: &mut store::Tx, asked: ContactsAsked| {
        let page = contacts::list(tx, &asked).await.unwrap();
        page.rows.into_iter().map(|line| line.name).collect::<Vec<_>>()
    };
    let everybody = ContactsAsked { activity: Activity::All, ..ContactsAsked::default() };
    assert_eq!(names(&mut tx, everybody.clone()).await, ["Marie Durand", "Paul Roy"]);
    let independent = ContactsAsked { independent: true, ..everybody.clone() };
    assert_eq!(names(&mut tx, independent.clone()).await, ["Marie Durand"]);
    // Whichever way one comes, it is the same contact.
    let version = contacts::get(&mut tx, there).await.unwrap().version;
    contacts::change(&mut tx, there, version, &a_contact("Paul Le Roy", "paul@a.example"), at(1)).await.unwrap();
    let people = affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap();
    assert_eq!(people.iter().map(|p| p.contact.name()).collect::<Vec<_>>(), ["Paul Le Roy"]);
    affiliated(&mut tx, alone, epi).await;
    assert_eq!(affiliations::of_client(&mut tx, epi, Which::Live).await.unwrap().len(), 2);
    assert!(names(&mut tx, independent).await.is_empty());
}
store::both!(p11_contacts_of_the_directory_and_of_a_client_are_the_same, both_ways_in);
