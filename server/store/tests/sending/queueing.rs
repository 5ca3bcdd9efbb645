//! P33, S28: into the outbox, once.

use super::world::*;
use model::recipients::Role;
use std::collections::BTreeSet;
use store::outbox::{self, NewDelivery};
use store::testing::Fresh;
use store::{StoreError, blobs, drafts, sends};

async fn fifty(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tries = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (pool, mut batch) = (w.pool.clone(), w.batch("one", &["a@x.example", "b@x.example"]));
        batch.draft_id = Some(draft);
        tries.spawn(async move {
            let mut tx = pool.write().await?;
            let done = outbox::enqueue(&mut tx, &batch, NOW).await?;
            tx.commit().await?;
            Ok::<_, StoreError>(done)
        });
    }
    let done: Vec<_> = tries.join_all().await.into_iter().map(|done| done.unwrap()).collect();
    assert_eq!(done.iter().map(|d| d.batch_id).collect::<BTreeSet<_>>().len(), 1);
    assert_eq!(done.iter().filter(|d| !d.already).count(), 1);
    let mut tx = w.pool.read().await.unwrap();
    let all = sends::list(&mut tx, sends::Filter::All, None, 10).await.unwrap();
    assert_eq!((all.len(), all[0].counts.total, all[0].counts.waiting), (1, 2, 2));
    assert!(matches!(drafts::get(&mut tx, w.user, draft).await, Err(StoreError::NotFound)));
}
store::both!(the_same_key_fifty_times_at_once_makes_one_batch, fifty);

async fn draft_once(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut first = w.batch("one", &["a@x.example"]);
    first.draft_id = Some(draft);
    w.enqueue(&first).await;
    let mut tx = w.pool.write().await.unwrap();
    first.idem_key = "two".into();
    assert!(matches!(outbox::enqueue(&mut tx, &first, NOW).await, Err(StoreError::Refused("sent"))));
}
store::both!(a_draft_is_sent_once_whatever_the_key, draft_once);

async fn exactly(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut tx = w.pool.write().await.unwrap();
    let content = blobs::add(&mut tx, "contenu".as_bytes(), NOW).await.unwrap();
    let file =
        drafts::attach(&mut tx, w.user, draft, ("Devis Éloïse.pdf", "application/pdf"), &content, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let mut batch = w.batch("one", &["a@x.example", "A@X.example"]);
    batch.draft_id = Some(draft);
    batch.messages[0].attachments = vec![file.id];
    batch.messages[0].deliveries.push(NewDelivery {
        address: address("compta@maison.example"),
        name: String::new(),
        role: Role::Bcc,
        self_copy: true,
        contact_id: None,
        corrects: None,
    });
    let id = w.enqueue(&batch).await;
    let mut tx = w.pool.read().await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    let message = &view.messages[0];
    assert_eq!(message.deliveries.len(), 2, "the same address twice is one delivery");
    assert_eq!(view.counts().total, 1, "a copy to oneself is not counted");
    assert_eq!(message.attachments[0].name, "Devis Éloïse.pdf");
    assert_eq!(view.undo_until, Some(NOW.plus_seconds(10)));
    let (hash, size) = sends::raw(&mut tx, message.id).await.unwrap();
    let bytes = blobs::get(&mut tx, hash).await.unwrap();
    assert_eq!((bytes.len() as i64, &bytes), (size, &batch.messages[0].mime));
    let (opened, hash) = drafts::place(&mut tx, w.user, message.attachments[0].id).await.unwrap();
    assert_eq!((opened.size, blobs::get(&mut tx, hash).await.unwrap()), (8 - 1, b"contenu".to_vec()));
}
store::both!(what_was_sent_can_be_opened_exactly, exactly);

/// Their rows are written many at a time.
async fn many(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut addresses: Vec<String> = (0..1_203).map(|n| format!("p{n}@x.example")).collect();
    // The same one in another statement's rows, and beside itself.
    addresses[700] = "p3@x.example".into();
    addresses[1_202] = "p1201@x.example".into();
    let all: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let id = w.enqueue(&w.batch("many", &all)).await;
    let mut tx = w.pool.read().await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    let found: Vec<&str> = view.messages[0].deliveries.iter().map(|delivery| delivery.address.as_str()).collect();
    let expected = addresses.iter().enumerate().filter(|(n, _)| ![700, 1_202].contains(n));
    assert_eq!(found, expected.map(|(_, address)| address.as_str()).collect::<Vec<_>>());
    assert_eq!(view.counts().waiting, 1_201);
}
store::both!(a_mail_to_many_goes_to_each_once_in_its_order, many);
