//! What was filled in steps is let go in steps (`outbox::feed_due`): counts are exact meanwhile, nothing is lost, and nothing leaves after
//! it was stopped.

use super::{steps::*, world::*};
use model::delivery::Kind;
use model::send::{BatchState, Cancelled, Waits};
use store::outbox;
use store::testing::{Fresh, restored};
use store::{checkup, restorations, sends};

async fn let_go(fresh: &Fresh) {
    let w = world(fresh).await;
    let (batch, deliveries) = campaign(&w, "key", MANY);
    let filling = filling(&w, &batch, &deliveries).await;
    let from = NOW.plus_seconds(10);
    let id = finish(&w.pool, &filling, Some(from), NOW).await.unwrap().batch_id;
    assert_eq!((feed(&w.pool, from.plus_ms(-1)).await, next_due(&w.pool).await), (0, Some(from)));
    // A small one beside it does not wait until all of the large one is let go. Long after: its time begins as it is let go.
    let small = filled(&w, "small", 3).await;
    let late = from.plus_seconds(100 * 3600);
    assert_eq!(feed(&w.pool, late).await, OF_ONE_FEED as u64 / 2 + 3);
    assert_eq!(w.states(small).await, ["queued"; 3]);
    assert_eq!(next_due(&w.pool).await, Some(from), "there is more");
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::expire_due(&mut tx, late).await.unwrap().is_empty());
    let open = outbox::standing(&mut tx).await.unwrap().deliveries;
    assert!(open.contains(&("queued".into(), OF_ONE_FEED / 2 + 3)), "{open:?}");
    let lease = outbox::lease_account(&mut tx, "w1", late.plus_seconds(30), late).await.unwrap().unwrap();
    assert_eq!(lease.account, w.account, "the first may leave now");
    tx.commit().await.unwrap();
    let mut all = OF_ONE_FEED / 2;
    while let fed @ 1.. = feed(&w.pool, late).await {
        all += fed as i64;
    }
    assert_eq!((all, feed(&w.pool, late).await), (MANY as i64, 0));
    let mut tx = w.pool.read().await.unwrap();
    let counts = sends::get(&mut tx, id).await.unwrap().counts();
    assert_eq!((counts.total, counts.waiting), (MANY as i64, MANY as i64));
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), Some(late));
}
store::both!(i4_a_batch_is_let_go_in_steps_from_its_time_on, let_go);

async fn nothing_in_it(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = filled(&w, "empty", 0).await;
    assert_eq!(feed(&w.pool, NOW).await, 0);
    let mut tx = w.pool.read().await.unwrap();
    assert_eq!(sends::get(&mut tx, id).await.unwrap().state, BatchState::Done);
}
store::both!(a_batch_in_which_nobody_is_comes_to_its_end, nothing_in_it);

async fn stopped(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = filled(&w, "key", MANY).await;
    feed(&w.pool, NOW).await;
    let mut tx = w.pool.write().await.unwrap();
    let all = Waits { waiting: MANY as i64, in_flight: 0 };
    assert_eq!(outbox::pause(&mut tx, id, w.user, NOW).await.unwrap(), all);
    tx.commit().await.unwrap();
    let later = NOW.plus_seconds(200 * 3600);
    assert_eq!((feed(&w.pool, later).await, next_due(&w.pool).await), (0, None), "nobody wakes for what is paused");
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w1", later, later).await.unwrap().is_none());
    assert!(outbox::expire_due(&mut tx, later).await.unwrap().is_empty());
    assert_eq!(outbox::resume(&mut tx, id, w.user, later).await.unwrap(), all);
    tx.commit().await.unwrap();
    assert_eq!(feed(&w.pool, later).await, OF_ONE_FEED as u64, "it goes on where it was");

    let mut tx = w.pool.write().await.unwrap();
    let lease = outbox::lease_account(&mut tx, "w1", later.plus_seconds(30), later).await.unwrap().unwrap();
    let claimed = outbox::claim(&mut tx, &lease, later.plus_seconds(30), later).await.unwrap().unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.begin(&lease, &ids(&claimed), later).await.len(), 1);
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, later).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: MANY as i64 - 1, too_late: 1, draft_id: None });
    tx.commit().await.unwrap();
    assert_eq!(feed(&w.pool, later).await, 0);
    assert_eq!(next_due(&w.pool).await, None, "nothing of it waits any more");
    let found = checkup(&w.pool, later.plus_seconds(1)).await.unwrap();
    assert_eq!((found.damaged, found.stuck), (vec![], vec![]));
    let kept: Vec<(String, i64)> = rows(&w.pool).await;
    assert_eq!(kept, [("deliveries cancelled".into(), MANY as i64 - 1), ("deliveries in_flight".into(), 1)]);
}
store::both!(i4_i7_pausing_and_cancelling_what_is_let_go_in_steps_is_exact, stopped);

async fn undone(fresh: &Fresh) {
    let w = world(fresh).await;
    let draft = w.draft().await;
    let (mut batch, deliveries) = campaign(&w, "key", 50);
    batch.draft_id = Some(draft);
    let filling = filling(&w, &batch, &deliveries).await;
    let id = finish(&w.pool, &filling, Some(NOW.plus_seconds(10)), NOW).await.unwrap().batch_id;
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, NOW.plus_seconds(5)).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 50, too_late: 0, draft_id: Some(draft) });
    tx.commit().await.unwrap();
    assert_eq!(feed(&w.pool, NOW.plus_seconds(60)).await, 0);
    assert_eq!(next_due(&w.pool).await, None);
}
store::both!(p33_cancelled_in_time_the_draft_is_back, undone);

async fn put_in_place(fresh: &Fresh) {
    let w = world(fresh).await;
    let (batch, deliveries) = campaign(&w, "draft", 10);
    filling(&w, &batch, &deliveries).await;
    let campaign = filled(&w, "campaign", MANY).await;
    let (mut batch, deliveries) = self::campaign(&w, "written", 5);
    batch.kind = Kind::OneOff;
    feed(&w.pool, NOW).await;
    let written = finish(&w.pool, &filling(&w, &batch, &deliveries).await, None, NOW).await.unwrap().batch_id;
    let back = restored(&fresh.pool, NOW.plus_seconds(1)).await;
    let pool = &back.pool;
    let mut tx = pool.read().await.unwrap();
    let counts = sends::get(&mut tx, campaign).await.unwrap().counts();
    assert_eq!((counts.uncertain, counts.total), (MANY as i64, MANY as i64), "some may have left since");
    let held_back = restorations::find(&mut tx).await.unwrap().unwrap();
    let waiting = restorations::waiting(&mut tx, &held_back, 10).await.unwrap();
    assert_eq!((waiting.batches, waiting.addresses, waiting.since), (1, 5, 0), "what was being filled is nothing");
    drop(tx);
    let now = NOW.plus_seconds(3600);
    assert_eq!(feed(pool, now).await, 5, "held back all the same");
    let mut tx = pool.write().await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w1", now.plus_seconds(30), now).await.unwrap().is_none());
    while outbox::sweep(&mut tx, now).await.unwrap() {}
    assert!(restorations::confirm_without(&mut tx, w.user, now).await.unwrap());
    let counts = sends::get(&mut tx, written).await.unwrap().counts();
    assert_eq!((counts.uncertain, counts.total), (5, 5));
    tx.commit().await.unwrap();
    assert_eq!(rows(pool).await, [("deliveries uncertain".into(), MANY as i64 + 5)]);
    let found = checkup(pool, now).await.unwrap();
    assert_eq!((found.damaged, found.stuck), (vec![], vec![]));
}
store::both!(s69_a_copy_of_what_is_filled_or_let_go_is_told_apart, put_in_place);
