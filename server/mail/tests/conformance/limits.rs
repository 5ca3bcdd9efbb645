//! Limits of a minute and of a day, over restarts and kills: no window of the server's journal is above them (I8).

use crate::books::Limit;
use crate::child::Child;
use crate::heard::listening;
use crate::support::Script;
use crate::world::{CONNECTIONS, World};
use model::delivery::{DeliveryState, Kind};
use std::time::Duration;
use store::testing::Fresh;

const A_MINUTE: usize = 12;
const A_DAY: usize = 70;

async fn limited(fresh: &Fresh) {
    let (script, mut heard) = listening(Script::default().slow(0, 3));
    let mut world = World::new(fresh, script).await;
    world.house.limit(CONNECTIONS as i64, A_MINUTE as i64, A_DAY as i64).await;
    world.truth.limits =
        vec![Limit { window_ms: 60_000, most: A_MINUTE }, Limit { window_ms: 24 * 3_600_000, most: A_DAY }];
    world.mixed().await;
    for _ in 0..3 {
        heard.forget();
        let child = Child::start(&world, None);
        heard.dots(1).await;
        tokio::time::sleep(Duration::from_millis(3)).await;
        child.kill().await;
        world.crashed();
        // The lease of the dead, and its window.
        world.house.jump(61);
    }
    world.finish().await;
    world.mixed().await;
    world.finish().await;
    world.audit().await;
}
store::both!(i8_no_window_is_above_its_limit_whoever_dies_meanwhile, limited);

/// The seconds for cancelling end while the account waits: whoever looks on is told.
async fn released(fresh: &Fresh) {
    let mut world = World::new(fresh, Script::default()).await;
    world.house.limit(1, 1, 0).await;
    world.enqueue(Kind::OneOff, &["a@x.example"]).await;
    world.enqueue(Kind::OneOff, &["b@x.example"]).await;
    let worker = world.house.outbox().await;
    let states = [DeliveryState::Sent, DeliveryState::Queued];
    world.until(&worker, |kept| kept.deliveries.iter().map(|one| one.state).eq(states)).await;
    let until = world.house.now().plus_seconds(10);
    let held = world.batch(Kind::OneOff, &["c@x.example"], Some(until));
    let held = world.put(&held).await;
    assert_eq!(world.one(held).await.state, DeliveryState::Held);
    world.house.jump(11);
    world
        .until(&worker, |kept| {
            kept.deliveries.iter().any(|one| one.batch == held.0 && one.state == DeliveryState::Queued)
        })
        .await;
    world.finish_with(&worker).await;
    worker.stop().await;
    world.audit().await;
}
store::both!(the_end_of_the_seconds_for_cancelling_is_told_while_the_account_waits, released);
