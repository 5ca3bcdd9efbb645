//! P28, P33: « Annuler l’envoi » in time and too late, with exact counts.

use super::world::*;
use model::delivery::DeliveryState;
use model::send::{BatchState, Cancelled};
use model::{Lang, UserRole};
use store::outbox::{self, Next};
use store::testing::Fresh;
use store::{StoreError, drafts, sends, users};

async fn in_time(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut batch = w.batch("one", &["a@x.example", "b@x.example"]);
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(5)).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 2, too_late: 0, draft_id: Some(draft) });
    tx.commit().await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let back = drafts::get(&mut tx, w.user, draft).await.unwrap();
    assert_eq!((back.draft.subject.as_str(), back.draft.recipients.len()), ("Devis", 1));
    assert_eq!(sends::get(&mut tx, id).await.unwrap().state, BatchState::Cancelled);
    assert_eq!(outbox::release_due(&mut tx, NOW.plus_seconds(60)).await.unwrap(), 0);
    assert!(outbox::lease_account(&mut tx, "w1", NOW, NOW.plus_seconds(60)).await.unwrap().is_none());
    batch.idem_key = "two".into();
    outbox::enqueue(&mut tx, &batch, NOW).await.unwrap();
}
store::both!(cancelled_in_time_nothing_leaves_and_the_draft_is_back, in_time);

async fn too_late(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut batch = w.batch("one", &["a@x.example", "b@x.example", "c@x.example"]);
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    assert_eq!(w.begin(&lease, &all[..2], now).await.len(), 2);
    w.settle(&lease, &[end(all[0], Next::Sent { test_mailbox: false })]).await.unwrap();

    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 2, draft_id: None });
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["sent", "in_flight", "cancelled"]);
    assert!(w.begin(&lease, &all[2..], now).await.is_empty(), "looked at again before it leaves");
    w.settle(&lease, &[end(all[1], Next::Sent { test_mailbox: false })]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let again = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(again, Cancelled { stopped: 0, too_late: 2, draft_id: None });
    let view = sends::get(&mut tx, id).await.unwrap();
    assert!(view.messages[0].deliveries.iter().all(|d| d.state != DeliveryState::InFlight));
}
store::both!(cancelled_too_late_it_says_how_many_left, too_late);

async fn in_flight(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example", "c@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all, now).await;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 0, too_late: 3, draft_id: None });
    tx.commit().await.unwrap();
    let put_off = |dup_risk| Next::Queued { due_at: now.plus_seconds(300), counted: true, dup_risk };
    w.settle(&lease, &[end(all[2], Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let early = outbox::send_again(&mut tx, all[2], w.user, now).await;
    assert!(matches!(early, Err(StoreError::Refused("not_uncertain"))), "it would revive those still in flight");
    drop(tx);
    w.settle(&lease, &[end(all[0], put_off(false)), end(all[1], put_off(true))]).await.unwrap();
    assert_eq!(w.states(id).await, ["cancelled", "uncertain", "uncertain"], "not tried again for three days");
    let mut tx = w.pool.write().await.unwrap();
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None);
    outbox::send_again(&mut tx, all[2], w.user, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["cancelled", "uncertain", "queued"], "that one alone");
}
store::both!(what_is_in_flight_when_its_send_is_cancelled_is_not_tried_again, in_flight);

async fn by_another(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let mut batch = w.batch("one", &["a@x.example"]);
    batch.draft_id = Some(draft);
    let id = w.enqueue(&batch).await;
    let other = users::NewUser {
        email: address("zoe@maison.example"),
        name: "Zoé".into(),
        role: UserRole::Member,
        language: Lang::Fr,
        password_hash: None,
    };
    let mut tx = w.pool.write().await.unwrap();
    let other = users::add(&mut tx, &other, NOW).await.unwrap();
    let answer = outbox::cancel(&mut tx, id, other, NOW).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 1, too_late: 0, draft_id: None }, "a draft is its owner's");
    assert!(drafts::get(&mut tx, w.user, draft).await.is_ok(), "who has it back");
}
store::both!(another_may_cancel_but_does_not_get_the_draft, by_another);
