//! Several contacts at once, and « Annuler ».

use crate::{
    book::{a_contact, affiliated, at, client, contact, email},
    town::{does, names, town, user},
};
use model::{ContactId, Moment, NotificationType, bulk::BulkAct, listing::ContactsAsked};
use store::{StoreError, Tx, affiliations, clients, contacts, testing::Fresh};

async fn inactive_since(tx: &mut Tx, id: ContactId) -> Option<Moment> {
    contacts::get(tx, id).await.unwrap().inactive_at
}

async fn deactivated(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    let user = user(&mut tx, "un@a.example").await;
    contacts::deactivate(&mut tx, t.zoe, at(1)).await.unwrap();
    let chosen = [t.marie, t.paul, t.jean, t.zoe, ContactId(999)];
    let id = contacts::deactivate_many(&mut tx, user, &chosen, at(2)).await.unwrap();
    let (done, undone) = contacts::bulk_done(&mut tx, user, id).await.unwrap();
    assert_eq!((done.people(), done.already, done.gone, undone), (3, 1, 1, false));
    assert_eq!(done.act, BulkAct::Deactivate);
    assert_eq!(inactive_since(&mut tx, t.marie).await, Some(at(2)));

    // Meanwhile somebody corrects one of them; the others come back, and who was inactive before stays so.
    let version = contacts::get(&mut tx, t.paul).await.unwrap().version;
    contacts::change(&mut tx, t.paul, version, &a_contact("Paul Roi", "paul@ble.example"), at(3)).await.unwrap();
    contacts::undo_bulk(&mut tx, user, id, at(4)).await.unwrap();
    let (done, undone) = contacts::bulk_done(&mut tx, user, id).await.unwrap();
    assert_eq!((done.left, undone), (1, true));
    assert_eq!(inactive_since(&mut tx, t.marie).await, None);
    assert_eq!(inactive_since(&mut tx, t.jean).await, None);
    assert_eq!(inactive_since(&mut tx, t.paul).await, Some(at(2)), "P12");
    assert_eq!(inactive_since(&mut tx, t.zoe).await, Some(at(1)));
    // Found again by searching, for one who is inactive is not.
    let asked = ContactsAsked { search: "durand".into(), ..ContactsAsked::default() };
    assert_eq!(names(&mut tx, &asked).await, ["Marie Durand"]);

    // Pressed twice, nothing more happens; and it is nobody else's.
    contacts::deactivate(&mut tx, t.marie, at(5)).await.unwrap();
    contacts::undo_bulk(&mut tx, user, id, at(6)).await.unwrap();
    assert_eq!(inactive_since(&mut tx, t.marie).await, Some(at(5)));
    let other = crate::town::user(&mut tx, "deux@a.example").await;
    assert!(matches!(contacts::undo_bulk(&mut tx, other, id, at(7)).await, Err(StoreError::NotFound)));

    // After a day the next act lets go of it.
    contacts::deactivate_many(&mut tx, user, &[t.jean], at(86_500)).await.unwrap();
    assert!(matches!(contacts::bulk_done(&mut tx, user, id).await, Err(StoreError::NotFound)));
}
// P05, P12
store::both!(e10_several_are_deactivated_and_exactly_these_come_back, deactivated);

async fn all_of_a_search(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let epi = client(&mut tx, "C1", "Épi").await;
    let mut ids = vec![];
    for n in 0..120 {
        let id = contact(&mut tx, &format!("Anne Quatrain{n}"), &format!("a{n}@x.example")).await;
        if n % 2 == 0 {
            affiliated(&mut tx, id, epi).await;
            ids.push(id);
        }
    }
    contacts::deactivate(&mut tx, ids[7], at(1)).await.unwrap();
    let gone = ids.remove(7);
    // Wherever the page stood: everybody from the first one on, and nobody twice.
    let after = model::listing::PageFrom::After(ids[40].0);
    let asked = ContactsAsked { search: "quat".into(), client: Some(epi), from: after, ..ContactsAsked::default() };
    assert_eq!(contacts::everybody(&mut tx, &asked, 59).await.unwrap(), Some(ids.clone()));
    assert!(!ids.contains(&gone));
    assert_eq!(contacts::everybody(&mut tx, &asked, 58).await.unwrap(), None, "too many");
    let nobody = ContactsAsked { search: "personne".into(), ..ContactsAsked::default() };
    assert_eq!(contacts::everybody(&mut tx, &nobody, 59).await.unwrap(), Some(vec![]));
}
store::both!(e10_all_of_a_search_are_those_of_all_its_pages, all_of_a_search);

async fn under_a_cascade(fresh: &Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    let user = user(&mut tx, "un@a.example").await;
    let epi = client(&mut tx, "C1", "Épi").await;
    let (anne, ines) = (contact(&mut tx, "Anne", "a@x.example").await, contact(&mut tx, "Inès", "i@x.example").await);
    affiliated(&mut tx, anne, epi).await;
    affiliated(&mut tx, ines, epi).await;
    let id = contacts::deactivate_many(&mut tx, user, &[anne], at(1)).await.unwrap();
    clients::deactivate(&mut tx, epi, at(2)).await.unwrap();
    let taken = contacts::deactivate_many(&mut tx, user, &[anne, ines], at(3)).await.unwrap();
    let (done, _) = contacts::bulk_done(&mut tx, user, taken).await.unwrap();
    assert_eq!((done.people(), done.already), (0, 2), "whom the cascade took is inactive already");
    contacts::undo_bulk(&mut tx, user, id, at(4)).await.unwrap();
    assert_eq!(contacts::bulk_done(&mut tx, user, id).await.unwrap().0.left, 1);
    assert_eq!(inactive_since(&mut tx, anne).await, Some(at(1)));
    clients::reactivate(&mut tx, epi, at(5)).await.unwrap();
    assert_eq!(inactive_since(&mut tx, ines).await, None, "the cascade still gives back what it took");
}
// P04
store::both!(p04_undoing_reactivates_nobody_whose_clients_are_all_inactive, under_a_cascade);

async fn types(tx: &mut Tx, id: ContactId) -> Vec<NotificationType> {
    let links = affiliations::of_contact(tx, id).await.unwrap();
    links.into_iter().map(|link| link.notification_type).collect()
}

async fn notified(fresh: &Fresh) {
    use NotificationType::{Administrative, All, None, Orders};
    let mut tx = fresh.pool.write().await.unwrap();
    let t = town(&mut tx).await;
    let user = user(&mut tx, "un@a.example").await;
    let alone = contacts::find_holder(&mut tx, &email("seule@ailleurs.example"), Option::None).await.unwrap().unwrap();
    let chosen = [t.marie, t.paul, t.zoe, alone.contact_id, ContactId(999)];
    let before = types(&mut tx, t.marie).await;
    assert_eq!(before, [All, None]);
    let id = contacts::notify_many(&mut tx, user, &chosen, Administrative, at(1)).await.unwrap();
    let (done, _) = contacts::bulk_done(&mut tx, user, id).await.unwrap();
    assert_eq!((done.people(), done.changed.len(), done.already, done.gone), (1, 2, 1, 1));
    assert_eq!((done.without_email, done.independent), (vec![t.zoe], vec![alone.contact_id]));
    assert_eq!(types(&mut tx, t.marie).await, [Administrative, Administrative]);
    assert_eq!(types(&mut tx, t.zoe).await, [None], "P08");

    // One of the two links is changed by somebody else.
    let links = affiliations::of_contact(&mut tx, t.marie).await.unwrap();
    let link = &links[1];
    affiliations::change(&mut tx, link.id, link.version, &does("Gérante", Orders), at(2)).await.unwrap();
    contacts::undo_bulk(&mut tx, user, id, at(3)).await.unwrap();
    assert_eq!(types(&mut tx, t.marie).await, [All, Orders]);
    assert_eq!(types(&mut tx, t.paul).await, [Administrative], "it was so before");
    assert_eq!(contacts::bulk_done(&mut tx, user, id).await.unwrap().0.left, 1);

    // To nobody: that needs no e-mail, and cannot be undone for who has lost it since.
    let id = contacts::notify_many(&mut tx, user, &[t.paul, t.zoe], None, at(4)).await.unwrap();
    let (done, _) = contacts::bulk_done(&mut tx, user, id).await.unwrap();
    assert_eq!((done.people(), done.already, done.without_email.len()), (1, 1, 0));
    let version = contacts::get(&mut tx, t.paul).await.unwrap().version;
    contacts::change(&mut tx, t.paul, version, &a_contact("Paul Roy", ""), at(5)).await.unwrap();
    contacts::undo_bulk(&mut tx, user, id, at(6)).await.unwrap();
    assert_eq!(types(&mut tx, t.paul).await, [None], "P08");
}
// P08
store::both!(p08_several_get_a_notification_type_but_nobody_without_an_email, notified);
