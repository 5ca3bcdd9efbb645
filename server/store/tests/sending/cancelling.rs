//! P28, P33: « Annuler l’envoi » in time and too late, with exact counts.

use super::world::*;
use model::delivery::DeliveryState;
use model::send::{BatchState, Cancelled};
use store::outbox::{self, Next};
use store::testing::Fresh;
use store::{drafts, sends};

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
