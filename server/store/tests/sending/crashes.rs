//! What was leased or in flight when the process died (delivery.md §2), and what a person decides.

use super::world::*;
use model::delivery::Kind;
use store::outbox::{self, Grace, Next};
use store::testing::Fresh;
use store::{StoreError, sends};

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
    for _ in 0..2 {
        let mut tx = w.pool.write().await.unwrap();
        let next = outbox::claim(&mut tx, &lease, now.plus_seconds(30), now).await.unwrap().unwrap();
        tx.commit().await.unwrap();
        w.begin(&lease, &ids(&next)[..1], now).await;
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
