//! What was leased or in flight when the process died (delivery.md §2), and what a person decides.

use super::world::*;
use model::delivery::Kind;
use store::outbox::{self, Grace, Next};
use store::testing::Fresh;
use store::{StoreError, accounts, blobs, sends};

async fn by_class(fresh: &Fresh) {
    let w = world(fresh).await;
    let now = NOW.plus_seconds(11);
    let mut ids_of = vec![];
    for (key, kind) in [("o", Kind::OneOff), ("d", Kind::Document), ("c", Kind::Campaign)] {
        let mut batch = w.batch(key, &["a@x.example", "b@x.example"]);
        batch.kind = kind;
        ids_of.push(w.enqueue(&batch).await);
    }
    let (lease, first) = w.claim(now).await;
    w.begin(&lease, &ids(&first)[..1], now).await;
    // Each address of a document and of a campaign by itself: the first of both is begun, the second only leased.
    for begun in [true, false, true, false] {
        let mut tx = w.pool.write().await.unwrap();
        let next = outbox::claim(&mut tx, &lease, now.plus_seconds(30), now).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        assert_eq!(next.deliveries.len(), 1);
        if begun {
            w.begin(&lease, &ids(&next), now).await;
        }
    }
    let mut tx = w.pool.write().await.unwrap();
    let moved = outbox::recover(&mut tx, Grace::None, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(moved, ids_of);
    for (id, first) in ids_of.iter().zip(["queued", "queued", "uncertain"]) {
        assert_eq!(w.states(*id).await, [first, "queued"]);
        let mut tx = w.pool.read().await.unwrap();
        let view = sends::get(&mut tx, *id).await.unwrap();
        let risks: Vec<_> = view.messages[0].deliveries.iter().map(|d| d.dup_risk).collect();
        assert_eq!(risks, [first == "queued", false]);
    }
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w9", now, now).await.unwrap().is_some(), "at once");
}
store::both!(after_a_crash_each_kind_keeps_its_promise, by_class);

async fn third_time(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    for expected in ["queued", "queued", "uncertain"] {
        let (lease, claimed) = w.claim(now).await;
        w.begin(&lease, &ids(&claimed), now).await;
        let mut tx = w.pool.write().await.unwrap();
        outbox::recover(&mut tx, Grace::None, now).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(w.states(id).await, [expected]);
    }
    let mut tx = w.pool.write().await.unwrap();
    let delivery = sends::get(&mut tx, id).await.unwrap().messages[0].deliveries[0].id;
    outbox::send_again(&mut tx, delivery, w.user, now).await.unwrap();
    assert!(matches!(outbox::send_again(&mut tx, delivery, w.user, now).await, Err(StoreError::Refused(_))));
    tx.commit().await.unwrap();
    let (lease, claimed) = w.claim(now).await;
    assert!(claimed.deliveries[0].dup_risk);
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(delivery, Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::consider_sent(&mut tx, delivery, w.user, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["sent"]);
}
store::both!(the_third_doubt_is_for_a_person, third_time);

async fn put_off_before(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    for _ in 0..3 {
        let (lease, claimed) = w.claim(now).await;
        w.begin(&lease, &ids(&claimed), now).await;
        let again = Next::Queued { due_at: now, counted: true, dup_risk: false };
        w.settle(&lease, &[end(ids(&claimed)[0], again)]).await.unwrap();
        let mut tx = w.pool.write().await.unwrap();
        outbox::release_account(&mut tx, &lease).await.unwrap();
        tx.commit().await.unwrap();
    }
    let (lease, claimed) = w.claim(now).await;
    assert_eq!((claimed.deliveries[0].attempts, claimed.deliveries[0].doubts), (3, 0));
    w.begin(&lease, &ids(&claimed), now).await;
    let mut tx = w.pool.write().await.unwrap();
    outbox::recover(&mut tx, Grace::None, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["queued"], "one doubt, however often it was put off before");
    assert_eq!(w.claim(now).await.1.deliveries[0].doubts, 1);
}
store::both!(what_was_greylisted_is_not_yet_in_doubt, put_off_before);

async fn cancelled(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed)[..1], now).await;
    let mut tx = w.pool.write().await.unwrap();
    outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    outbox::recover(&mut tx, Grace::None, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["uncertain", "cancelled"]);
}
store::both!(what_was_cancelled_is_not_sent_again_after_a_crash, cancelled);

async fn grace(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed)[..1], now).await;
    for (seconds, expected) in
        [(29, ["in_flight", "leased"]), (30, ["in_flight", "queued"]), (690, ["queued", "queued"])]
    {
        let mut tx = w.pool.write().await.unwrap();
        outbox::recover(&mut tx, Grace::Leases, now.plus_seconds(seconds)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(w.states(id).await, expected, "after {seconds} s");
    }
}
store::both!(where_workers_share_a_database_leases_run_out_first, grace);

/// S07, S22
async fn system(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut batch = w.batch("s", &["a@x.example"]);
    batch.kind = Kind::System;
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let mut tx = w.pool.write().await.unwrap();
    assert!(matches!(outbox::cancel(&mut tx, id, w.user, NOW).await, Err(StoreError::NotFound)));
    assert!(matches!(sends::get(&mut tx, id).await, Err(StoreError::NotFound)));
    drop(tx);
    for expected in ["queued", "queued", "uncertain"] {
        let (lease, claimed) = w.claim(now).await;
        w.begin(&lease, &ids(&claimed), now).await;
        let mut tx = w.pool.write().await.unwrap();
        outbox::recover(&mut tx, Grace::None, now).await.unwrap();
        assert_eq!(sends::delivery(&mut tx, ids(&claimed)[0]).await.unwrap().state.code(), expected);
        assert_eq!(blobs::get(&mut tx, claimed.mime).await.is_ok(), expected == "queued", "it lets somebody in");
        tx.commit().await.unwrap();
        if expected == "uncertain" {
            let mut tx = w.pool.write().await.unwrap();
            let delivery = ids(&claimed)[0];
            assert!(outbox::send_again(&mut tx, delivery, w.user, now).await.is_err(), "it is empty");
            assert!(outbox::consider_sent(&mut tx, delivery, w.user, now).await.is_err());
        }
    }

    batch.idem_key = "expires".into();
    batch.messages[0].mime = b"Subject: x\r\n\r\njeton\r\n".to_vec();
    w.enqueue(&batch).await;
    let (lease, claimed) = w.claim(now).await;
    let later = Next::Queued { due_at: NOW.plus_seconds(100 * 3600), counted: true, dup_risk: false };
    w.settle(&lease, &[end(ids(&claimed)[0], later)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    assert!(blobs::get(&mut tx, claimed.mime).await.is_ok());
    outbox::expire_due(&mut tx, NOW.plus_seconds(10 + 24 * 3600)).await.unwrap();
    assert!(matches!(blobs::get(&mut tx, claimed.mime).await, Err(StoreError::NotFound)));
}
store::both!(s07_a_system_mail_is_forgotten_however_it_ends_and_nobody_else_touches_it, system);

async fn no_account(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    w.begin(&lease, &ids(&claimed), now).await;
    w.settle(&lease, &[end(ids(&claimed)[0], Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    accounts::remove(&mut tx, w.account).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let again = outbox::send_again(&mut tx, ids(&claimed)[0], w.user, now).await;
    assert!(matches!(again, Err(StoreError::Refused("no_account"))));
    drop(tx);
    assert_eq!(w.states(id).await, ["uncertain"], "it would have waited for nothing");
}
store::both!(nothing_is_sent_again_by_an_account_that_is_gone, no_account);
