//! delivery.md §3: leases, fences, and what a try comes to.

use super::world::*;
use model::delivery::{DeliveryState, Kind};
use model::send::{BatchState, Shown};
use model::{AccountOwner, AccountState, Moment};
use store::outbox::{self, Next};
use store::testing::Fresh;
use store::{StoreError, accounts, sends};

async fn outcomes(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example", "c@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    assert_eq!(w.states(id).await, ["leased", "leased", "leased"]);
    w.begin(&lease, &all, now).await;
    let later = now.plus_seconds(300);
    w.settle(
        &lease,
        &[
            end(all[0], Next::Sent { test_mailbox: false }),
            end(all[1], Next::Failed),
            end(all[2], Next::Queued { due_at: later, counted: true, dup_risk: false }),
        ],
    )
    .await
    .unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::close_if_settled(&mut tx, id, now).await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    let shown: Vec<_> = view.messages[0].deliveries.iter().map(|d| d.shown()).collect();
    assert_eq!((view.state, shown), (BatchState::Running, vec![Shown::Sent, Shown::Failed, Shown::Deferred]));
    assert_eq!(view.messages[0].deliveries[2].due_at, later);
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), Some(later));
    assert!(outbox::claim(&mut tx, &lease, now, later.plus_ms(-1)).await.unwrap().is_none());
    let again = outbox::claim(&mut tx, &lease, later.plus_seconds(30), later).await.unwrap().unwrap();
    assert_eq!((ids(&again), again.deliveries[0].attempts), (vec![all[2]], 1));
    outbox::begin(&mut tx, &lease, &ids(&again), later).await.unwrap();
    outbox::settle(&mut tx, &lease, &[end(all[2], Next::Sent { test_mailbox: true })]).await.unwrap();
    outbox::close_if_settled(&mut tx, id, now).await.unwrap();
    let view = sends::get(&mut tx, id).await.unwrap();
    assert_eq!((view.state, view.messages[0].deliveries[2].shown()), (BatchState::Done, Shown::TestMailbox));
    let listed = &sends::list(&mut tx, sends::Filter::All, None, 5).await.unwrap()[0];
    assert_eq!(listed.counts, view.counts(), "SQL and the screen count alike (I11)");
}
store::both!(each_address_has_its_own_end, outcomes);

async fn fences(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (old, claimed) = w.claim(now).await;
    let sent = [end(ids(&claimed)[0], Next::Sent { test_mailbox: false })];
    assert!(matches!(w.settle(&old, &sent).await, Err(StoreError::Conflict)), "not in flight: never sent (P51)");

    let later = now.plus_seconds(60);
    let mut tx = w.pool.write().await.unwrap();
    outbox::recover(&mut tx, outbox::Grace::Leases, later).await.unwrap();
    let new = outbox::lease_account(&mut tx, "w2", later.plus_seconds(30), later).await.unwrap().unwrap();
    assert!(new.epoch > old.epoch);
    outbox::claim(&mut tx, &new, later.plus_seconds(30), later).await.unwrap().unwrap();
    assert!(!outbox::renew(&mut tx, &old, later).await.unwrap());
    assert!(outbox::renew(&mut tx, &new, later.plus_seconds(90)).await.unwrap());
    tx.commit().await.unwrap();
    assert!(w.begin(&old, &ids(&claimed), later).await.is_empty());
    w.begin(&new, &ids(&claimed), later).await;
    assert!(matches!(w.settle(&old, &sent).await, Err(StoreError::Conflict)));
    assert_eq!(w.states(id).await, ["in_flight"]);
}
store::both!(an_older_lease_writes_nothing, fences);

async fn order(fresh: &Fresh) {
    let w = world(fresh).await;
    for (key, kind) in [("c", Kind::Campaign), ("d", Kind::Document), ("o", Kind::OneOff), ("s", Kind::System)] {
        let mut batch = w.batch(key, &["a@x.example"]);
        batch.kind = kind;
        w.enqueue(&batch).await;
    }
    let now = NOW.plus_seconds(11);
    let (lease, first) = w.claim(now).await;
    let mut kinds = vec![first.kind];
    let mut tx = w.pool.write().await.unwrap();
    while let Some(next) = outbox::claim(&mut tx, &lease, now, now).await.unwrap() {
        kinds.push(next.kind);
    }
    assert_eq!(kinds, [Kind::System, Kind::OneOff, Kind::Document, Kind::Campaign]);
    outbox::release_account(&mut tx, &lease).await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w1", now, now).await.unwrap().is_some(), "everything was given back");
}
store::both!(system_mails_first_and_campaigns_last, order);

async fn stopped(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_due(&mut tx, now).await.unwrap();
    accounts::throttle(&mut tx, w.account, "421", now.plus_seconds(20), now).await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w", now, now).await.unwrap().is_none());
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), Some(now.plus_seconds(20)));
    let view = sends::get(&mut tx, id).await.unwrap();
    assert_eq!(view.trouble.unwrap().state, AccountState::Throttled);
    accounts::stop(&mut tx, w.account, AccountState::AuthFailed, "535", now).await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w", now, Moment(now.0 + 10_000_000)).await.unwrap().is_none());
    let view = sends::get(&mut tx, id).await.unwrap();
    let trouble = view.trouble.unwrap();
    assert_eq!((trouble.text.as_str(), trouble.owner), ("535", AccountOwner::Organisation));
    assert_eq!(view.messages[0].deliveries[0].shown(), Shown::Waiting, "nobody is marked failed");
}
store::both!(nothing_leaves_by_an_account_in_trouble, stopped);

async fn expiry(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let far = NOW.plus_seconds(400 * 3600);
    w.settle(&lease, &[end(ids(&claimed)[0], Next::Queued { due_at: far, counted: true, dup_risk: false })])
        .await
        .unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let over = NOW.plus_seconds(10 + 72 * 3600);
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), Some(over), "never put off beyond its time");
    assert!(outbox::expire_due(&mut tx, over.plus_ms(-1)).await.unwrap().is_empty());
    assert_eq!(outbox::expire_due(&mut tx, over).await.unwrap(), [id]);
    let view = sends::get(&mut tx, id).await.unwrap();
    let delivery = &view.messages[0].deliveries[0];
    assert_eq!(
        (view.state, delivery.state, delivery.shown()),
        (BatchState::Done, DeliveryState::Expired, Shown::Failed)
    );
}
store::both!(after_72_hours_a_mail_that_is_put_off_expires, expiry);
