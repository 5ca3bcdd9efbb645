//! D91: addresses of a mail that are nobody's are offered until somebody decides, and only while the draft is kept.

use super::book::{a_contact, client, contact};
use super::world::*;
use store::outbox::Next;
use store::testing::Fresh;
use store::{contacts, drafts, sends};

async fn offered(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    contact(&mut tx, "Marie Durand", "marie@acme.example").await;
    tx.commit().await.unwrap();
    let mut batch = w.batch("one", &["marie@acme.example", "jean@acme.example", "luc@acme.example"]);
    batch.draft_id = Some(draft);
    batch.messages[0].client_id = Some(acme);
    batch.messages[0].deliveries[1].name = "Petit, Jean".into();
    let id = w.enqueue(&batch).await;

    let mut tx = w.pool.write().await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    let new: Vec<_> = view
        .new_addresses
        .iter()
        .map(|new| (new.address.as_str(), new.first_name.as_str(), new.last_name.as_str()))
        .collect();
    assert_eq!(new, [("jean@acme.example", "Jean", "Petit"), ("luc@acme.example", "", "")], "Marie is somebody");

    sends::ignore_address(&mut tx, &view, "luc@acme.example").await.unwrap();
    let jean = contacts::add(&mut tx, &a_contact("Jean Petit", "jean@acme.example"), Some(acme), NOW).await.unwrap();
    sends::file_under(&mut tx, view.new_addresses[0].delivery, jean).await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    assert!(view.new_addresses.is_empty(), "{:?}", view.new_addresses);
    assert_eq!(view.messages[0].deliveries[1].contact_id, Some(jean));
    let history = sends::list(&mut tx, sends::Filter::Contact(jean), None, 9).await.unwrap();
    assert_eq!(history.iter().map(|batch| batch.id).collect::<Vec<_>>(), [id], "P50");
}
store::both!(d91_unknown_addresses_are_offered_until_somebody_decides, offered);

async fn forgotten(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    tx.commit().await.unwrap();
    let mut batch = w.batch("one", &["jean@acme.example"]);
    batch.messages[0].client_id = Some(acme);
    let without_draft = w.enqueue(&batch).await;
    batch.idem_key = "two".into();
    batch.draft_id = Some(draft);
    let with_draft = w.enqueue(&batch).await;
    let mut tx = w.pool.write().await.unwrap();
    assert!(sends::get(&mut tx, without_draft).await.unwrap().new_addresses.is_empty(), "a mail sent again");
    assert_eq!(sends::get(&mut tx, with_draft).await.unwrap().new_addresses.len(), 1);
    store::outbox::cancel(&mut tx, with_draft, w.user, NOW).await.unwrap();
    assert!(sends::get(&mut tx, with_draft).await.unwrap().new_addresses.is_empty(), "nothing left");
    drafts::get(&mut tx, w.user, draft).await.unwrap();
}
store::both!(d91_nothing_is_asked_about_mails_sent_again_or_cancelled, forgotten);

/// An address that does not work is not worth keeping.
async fn failed(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let acme = client(&mut tx, "C1", "ACME").await;
    tx.commit().await.unwrap();
    let mut batch = w.batch("one", &["jean@acme.example", "luc@acme.example"]);
    batch.draft_id = Some(draft);
    batch.messages[0].client_id = Some(acme);
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    let ends: Vec<_> = ids(&claimed)
        .into_iter()
        .zip([Next::Failed, Next::Sent { test_mailbox: false }])
        .map(|(id, next)| end(id, next))
        .collect();
    w.settle(&lease, &ends).await.unwrap();
    let mut tx = w.pool.read().await.unwrap();
    let new = sends::get(&mut tx, id).await.unwrap().new_addresses;
    assert_eq!(new.iter().map(|new| new.address.as_str()).collect::<Vec<_>>(), ["luc@acme.example"]);
}
store::both!(d91_nothing_is_asked_about_an_address_that_failed, failed);
