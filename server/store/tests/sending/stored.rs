//! Mails whose bytes were stored before they enter the outbox: many at once (P34).

use super::world::*;
use store::blobs::{self, Stored};
use store::outbox::{self, NewBatch, NewMessage};
use store::testing::Fresh;
use store::{StoreError, sends};

fn stored(batch: NewBatch, contents: &[Stored]) -> NewBatch<Stored> {
    let NewBatch { kind, idem_key, by, draft_id, undo_until, messages } = batch;
    let messages = messages.into_iter().zip(contents).map(|(message, content): (NewMessage, _)| message.with(*content));
    NewBatch { kind, idem_key, by, draft_id, undo_until, messages: messages.collect() }
}

async fn kept(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.batch("k1", &["a@x.example"]);
    let bytes = batch.messages[0].mime.clone();
    let mut tx = w.pool.write().await.unwrap();
    let content = blobs::add(&mut tx, &bytes, NOW).await.unwrap();
    let other = blobs::add(&mut tx, b"of an act that came to nothing", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let later = NOW.plus_seconds(60);
    let mut tx = w.pool.write().await.unwrap();
    let done = outbox::enqueue(&mut tx, &stored(batch, &[content]), later).await.unwrap();
    tx.commit().await.unwrap();

    blobs::discard(&w.pool, &[content, other]).await.unwrap();
    assert_eq!(blobs::sweep(&w.pool, later.plus_seconds(1)).await.unwrap(), 0, "P06: the other one has gone at once");
    let mut tx = w.pool.read().await.unwrap();
    let message = sends::get(&mut tx, done.batch_id).await.unwrap().messages.remove(0);
    assert_eq!((message.subject.as_str(), message.deliveries.len()), ("Devis", 1));
    let (hash, size) = sends::raw(&mut tx, message.id).await.unwrap();
    assert_eq!((blobs::get(&mut tx, hash).await.unwrap(), size), (bytes, content.size));
}
store::both!(p34_bytes_that_were_stored_before_leave_as_they_are, kept);

async fn swept(fresh: &Fresh) {
    let w = world(fresh).await;
    let batch = w.batch("k1", &["a@x.example"]);
    let mut tx = w.pool.write().await.unwrap();
    let content = blobs::add(&mut tx, &batch.messages[0].mime, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blobs::sweep(&w.pool, NOW.plus_ms(1)).await.unwrap(), 1);
    let mut tx = w.pool.write().await.unwrap();
    let done = outbox::enqueue(&mut tx, &stored(batch, &[content]), NOW).await;
    assert!(matches!(done, Err(StoreError::NotFound)), "nothing enters the outbox without its bytes: {done:?}");
}
store::both!(p34_what_was_swept_meanwhile_does_not_enter_the_outbox, swept);
