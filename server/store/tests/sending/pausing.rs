//! « Mettre en pause » and « Reprendre » (E16): exact counts, also while a worker is at it, and nothing is lost by a pause.

use super::world::*;
use model::send::{BatchState, Cancelled, Waits};
use model::{BatchId, DeliveryId, Moment};
use store::outbox::{self, Lease, Next};
use store::testing::Fresh;
use store::{StoreError, sends};

const SENT: Next = Next::Sent { test_mailbox: false };

async fn pause(w: &World, batch: BatchId, now: Moment) -> store::Result<Waits> {
    let mut tx = w.pool.write().await.unwrap();
    let waits = outbox::pause(&mut tx, batch, w.user, now).await?;
    tx.commit().await?;
    Ok(waits)
}

async fn resume(w: &World, batch: BatchId, now: Moment) -> store::Result<Waits> {
    let mut tx = w.pool.write().await.unwrap();
    let waits = outbox::resume(&mut tx, batch, w.user, now).await?;
    tx.commit().await?;
    Ok(waits)
}

async fn state(w: &World, batch: BatchId) -> BatchState {
    let mut tx = w.pool.read().await.unwrap();
    sends::get(&mut tx, batch).await.unwrap().state
}

async fn in_the_middle(fresh: &Fresh) {
    let w = world(fresh).await;
    let mut new = w.batch("one", &["me@x.example", "a@x.example", "b@x.example", "c@x.example", "d@x.example"]);
    new.messages[0].deliveries[0].self_copy = true;
    let id = w.enqueue(&new).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all[1..3], now).await;
    w.settle(&lease, &[end(all[1], SENT)]).await.unwrap();
    assert_eq!(pause(&w, id, now).await.unwrap(), Waits { waiting: 2, in_flight: 1 }, "the copy counts nowhere");
    assert_eq!(w.states(id).await, ["queued", "sent", "in_flight", "queued", "queued"]);
    assert!(w.begin(&lease, &all[3..], now).await.is_empty(), "looked at again before it leaves");
    assert_eq!(pause(&w, id, now).await.unwrap(), Waits { waiting: 2, in_flight: 1 }, "a double click");
    w.settle(&lease, &[end(all[2], Next::Queued { due_at: now, counted: true, dup_risk: false })]).await.unwrap();

    let mut tx = w.pool.write().await.unwrap();
    outbox::release_account(&mut tx, &lease).await.unwrap();
    assert!(outbox::lease_account(&mut tx, "w1", now, now.plus_seconds(60)).await.unwrap().is_none());
    assert_eq!(outbox::next_due(&mut tx).await.unwrap(), None, "nobody wakes for it");
    tx.commit().await.unwrap();

    assert_eq!(resume(&w, id, now).await.unwrap(), Waits { waiting: 3, in_flight: 0 });
    assert_eq!(resume(&w, id, now).await.unwrap(), Waits { waiting: 3, in_flight: 0 }, "a double click");
    let (_, claimed) = w.claim(now).await;
    assert_eq!(claimed.deliveries.len(), 4);
}
store::both!(e16_a_pause_holds_back_what_has_not_left_and_counts_exactly, in_the_middle);

async fn of_others(fresh: &Fresh) {
    let w = world(fresh).await;
    let (one, two) =
        (w.enqueue(&w.batch("one", &["a@x.example"])).await, w.enqueue(&w.batch("two", &["b@x.example"])).await);
    pause(&w, one, NOW).await.unwrap();
    let (_, claimed) = w.claim(NOW.plus_seconds(11)).await;
    assert_eq!(claimed.batch, two, "the same account serves the others");
    assert_eq!(w.states(one).await, ["queued"], "its seconds are over all the same");
}
store::both!(a_paused_batch_holds_up_no_other, of_others);

/// Nobody refused what was held back: it does not expire, and has all its time again afterwards.
async fn for_days(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example"])).await;
    w.claim(NOW.plus_seconds(11)).await;
    pause(&w, id, NOW.plus_seconds(12)).await.unwrap();
    let later = NOW.plus_seconds(100 * 3600);
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::expire_due(&mut tx, later).await.unwrap().is_empty());
    tx.commit().await.unwrap();
    resume(&w, id, later).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    assert!(outbox::expire_due(&mut tx, later.plus_seconds(71 * 3600)).await.unwrap().is_empty());
    assert_eq!(outbox::expire_due(&mut tx, later.plus_seconds(73 * 3600)).await.unwrap(), [id]);
}
store::both!(a_pause_does_not_count_against_the_time_of_a_mail, for_days);

async fn refused(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all, now).await;
    let nothing = pause(&w, id, now).await;
    assert!(matches!(nothing, Err(StoreError::Refused("nothing_waits"))), "all of it is leaving: {nothing:?}");
    w.settle(&lease, &[end(all[0], SENT), end(all[1], Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::close_if_settled(&mut tx, id, now).await.unwrap();
    tx.commit().await.unwrap();
    for answer in [pause(&w, id, now).await, resume(&w, id, now).await] {
        assert!(matches!(answer, Err(StoreError::Refused("ended"))), "{answer:?}");
    }
    assert!(matches!(pause(&w, BatchId(9999), now).await, Err(StoreError::NotFound)));
    let mut invitation = w.batch("two", &["c@x.example"]);
    invitation.kind = model::delivery::Kind::System;
    let invitation = w.enqueue(&invitation).await;
    assert!(matches!(pause(&w, invitation, now).await, Err(StoreError::NotFound)), "S22: nobody's business");
}
store::both!(what_cannot_be_paused_is_refused_and_stays_as_it_is, refused);

/// delivery.md §2: « Renvoyer » on one line is no « Reprendre » of all.
async fn one_again(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let now = NOW.plus_seconds(11);
    let (lease, claimed) = w.claim(now).await;
    let all = ids(&claimed);
    w.begin(&lease, &all[..1], now).await;
    pause(&w, id, now).await.unwrap();
    w.settle(&lease, &[end(all[0], Next::Uncertain)]).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    outbox::send_again(&mut tx, all[0], w.user, now).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(w.states(id).await, ["queued", "queued"]);
    assert_eq!(state(&w, id).await, BatchState::Paused);
}
store::both!(what_is_sent_again_of_a_paused_batch_waits_with_the_others, one_again);

async fn ends_while_paused(fresh: &Fresh) {
    let w = world(fresh).await;
    let id = w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    pause(&w, id, NOW).await.unwrap();
    let mut tx = w.pool.write().await.unwrap();
    let answer = outbox::cancel(&mut tx, id, w.user, NOW).await.unwrap();
    assert_eq!(answer, Cancelled { stopped: 2, too_late: 0, draft_id: None });
    tx.commit().await.unwrap();
    assert_eq!(state(&w, id).await, BatchState::Cancelled);
    assert!(matches!(resume(&w, id, NOW).await, Err(StoreError::Refused("ended"))), "what was stopped stays so");
    assert_eq!(w.states(id).await, ["cancelled", "cancelled"]);
}
store::both!(a_paused_batch_can_be_stopped, ends_while_paused);

/// A number of its own for each step, the same each time.
struct Dice(u64);

impl Dice {
    fn of(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const MANY: usize = 12;

/// What the states say.
async fn counted(w: &World, batch: BatchId) -> Waits {
    let states = w.states(batch).await;
    let many = |all: &[&str]| states.iter().filter(|state| all.contains(state)).count() as i64;
    assert_eq!(states.len(), MANY);
    Waits { waiting: many(&["held", "queued", "leased"]), in_flight: many(&["in_flight"]) }
}

/// Pausing, going on, stopping and a worker that goes on with its mail, in any order.
async fn any_order(fresh: &Fresh) {
    let w = world(fresh).await;
    for seed in 0..6 {
        let mut dice = Dice(seed);
        let addresses: Vec<String> = (0..MANY).map(|n| format!("a{n}@x.example")).collect();
        let new = w.batch(&format!("k{seed}"), &addresses.iter().map(String::as_str).collect::<Vec<_>>());
        let id = w.enqueue(&new).await;
        let mut now = NOW.plus_seconds(11);
        let mut held: Option<(Lease, Vec<DeliveryId>)> = None;
        let mut flying: Vec<DeliveryId> = vec![];
        for step in 0..40 {
            now = now.plus_seconds(1);
            let (before, was) = (counted(&w, id).await, state(&w, id).await);
            match dice.of(if step < 30 { 11 } else { 12 }) {
                0 | 1 => match pause(&w, id, now).await {
                    Ok(waits) => assert_eq!((waits, state(&w, id).await), (before, BatchState::Paused)),
                    Err(_) => assert!(before.waiting == 0 || matches!(was, BatchState::Cancelled | BatchState::Done)),
                },
                2 | 3 => match resume(&w, id, now).await {
                    Ok(waits) => assert_eq!(waits, before),
                    Err(_) => assert!(matches!(was, BatchState::Cancelled | BatchState::Done)),
                },
                4..=6 => {
                    let Some((lease, ids)) = &mut held else {
                        held = claimed(&w, now).await;
                        continue;
                    };
                    let Some(next) = ids.pop() else { continue };
                    let begun = w.begin(lease, &[next], now).await;
                    assert!(begun.is_empty() || was == BatchState::Running, "nothing leaves while {was:?}");
                    flying.extend(begun);
                }
                7..=9 => {
                    let (Some((lease, _)), Some(last)) = (&held, flying.pop()) else { continue };
                    let next = [SENT, Next::Failed, Next::Queued { due_at: now, counted: true, dup_risk: false }];
                    w.settle(lease, &[end(last, next[dice.of(3) as usize])]).await.unwrap();
                    let mut tx = w.pool.write().await.unwrap();
                    outbox::close_if_settled(&mut tx, id, now).await.unwrap();
                    tx.commit().await.unwrap();
                }
                10 if flying.is_empty() => {
                    if let Some((lease, _)) = held.take() {
                        let mut tx = w.pool.write().await.unwrap();
                        outbox::release_account(&mut tx, &lease).await.unwrap();
                        tx.commit().await.unwrap();
                    }
                }
                10 => {}
                _ => {
                    let mut tx = w.pool.write().await.unwrap();
                    let answer = outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
                    tx.commit().await.unwrap();
                    assert_eq!(answer.stopped, before.waiting, "seed {seed}, step {step}");
                    assert!(answer.too_late >= before.in_flight);
                }
            }
        }
        let after = counted(&w, id).await;
        assert_eq!(after.in_flight, flying.len() as i64, "seed {seed}");
        // Nothing of it is left for the next.
        if let Some((lease, _)) = held.take() {
            for last in flying {
                w.settle(&lease, &[end(last, SENT)]).await.unwrap();
            }
            let mut tx = w.pool.write().await.unwrap();
            outbox::release_account(&mut tx, &lease).await.unwrap();
            tx.commit().await.unwrap();
        }
        let mut tx = w.pool.write().await.unwrap();
        outbox::cancel(&mut tx, id, w.user, now).await.unwrap();
        tx.commit().await.unwrap();
    }
}
store::both!(i4_pausing_going_on_and_stopping_in_any_order_give_counts_that_add_up, any_order);

async fn claimed(w: &World, now: Moment) -> Option<(Lease, Vec<DeliveryId>)> {
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_due(&mut tx, now).await.unwrap();
    let until = now.plus_seconds(3600);
    let lease = outbox::lease_account(&mut tx, "w1", until, now).await.unwrap()?;
    let ids =
        outbox::claim(&mut tx, &lease, until, now).await.unwrap().map(|claimed| ids(&claimed)).unwrap_or_default();
    tx.commit().await.unwrap();
    Some((lease, ids))
}
