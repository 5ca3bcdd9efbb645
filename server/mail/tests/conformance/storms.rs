//! Somebody pauses, lets go on and cancels one batch after another while they leave: every 100 ms, and as fast as it goes (I7).

use crate::dice::Dice;
use crate::heard::listening;
use crate::support::Script;
use crate::world::World;
use model::BatchId;
use model::delivery::DeliveryState;
use std::collections::BTreeSet;
use std::time::Duration;
use store::testing::Fresh;

async fn storm(fresh: &Fresh, beat: Duration) {
    let mut dice = Dice::thrown();
    let (script, mut heard) = listening(Script::default().slow(0, 4));
    let mut world = World::new(fresh, script).await;
    for _ in 0..4 {
        world.mixed().await;
    }
    let worker = world.house.outbox().await;
    heard.dots(1).await;
    let mut beats = tokio::time::interval(beat);
    for _ in 0..30 {
        beats.tick().await;
        let kept = world.kept().await;
        let open = kept.deliveries.iter().filter(|one| !one.state.is_settled());
        let open: Vec<i64> = open.map(|one| one.batch).collect::<BTreeSet<_>>().into_iter().collect();
        if open.is_empty() {
            break;
        }
        let batch = BatchId(open[dice.below(open.len() as u64) as usize]);
        match dice.below(5) {
            0 | 1 => world.pause(batch).await,
            2 => world.resume(batch).await,
            _ => world.cancel(batch).await,
        }
        worker.wake();
    }
    let batches: BTreeSet<i64> = world.kept().await.deliveries.iter().map(|one| one.batch).collect();
    for batch in batches {
        world.resume(BatchId(batch)).await;
    }
    world.finish_with(&worker).await;
    worker.stop().await;
    let kept = world.kept().await;
    let cancelled = kept.deliveries.iter().filter(|one| one.state == DeliveryState::Cancelled).count();
    assert!(cancelled > 5, "the storm hit something: {cancelled}");
    world.audit().await;
}

async fn every_100_ms(fresh: &Fresh) {
    storm(fresh, Duration::from_millis(100)).await;
}
store::both!(i7_paused_and_cancelled_every_100_ms_nothing_leaves_that_was_stopped, every_100_ms);

async fn at_once(fresh: &Fresh) {
    storm(fresh, Duration::from_millis(1)).await;
}
store::both!(i7_paused_and_cancelled_as_fast_as_it_goes_nothing_leaves_that_was_stopped, at_once);
