//! The clock is put back, and forward past leases and past the grace of what is in flight, while mails leave. A leap forward past the
//! lease looks like the death of the worker: what it had in flight counts as in a crash.

use crate::heard::{holding_the_first, listening};
use crate::support::Script;
use crate::world::{GRACE_SECONDS, World};
use mail::{Config, Outbox};
use model::BatchId;
use model::delivery::{DeliveryState, Kind};
use store::outbox::{self, Grace};
use store::testing::Fresh;

const LEASE_SECONDS: i64 = 30;

async fn leaps(fresh: &Fresh) {
    let (script, mut heard) = listening(Script::default().slow(0, 3));
    let mut world = World::new(fresh, script).await;
    for ahead in [-3600, 5, 45, GRACE_SECONDS + 60, 3 * 3600] {
        for _ in 0..2 {
            world.mixed().await;
        }
        let worker = world.house.outbox().await;
        heard.forget();
        heard.steps(10).await;
        world.house.jump(ahead);
        if ahead < 0 {
            // What is under way ends; nothing else is due yet.
            let still = |state| matches!(state, DeliveryState::Leased | DeliveryState::InFlight);
            world.until(&worker, |kept| !kept.deliveries.iter().any(|one| still(one.state))).await;
            world.house.jump(-ahead);
        } else if ahead > LEASE_SECONDS {
            world.crashed();
        }
        worker.wake();
        heard.steps(10).await;
        worker.stop().await;
        world.finish().await;
        world.audit().await;
    }
}
store::both!(i1_to_i4_a_clock_that_leaps_loses_nothing_and_repeats_nothing_unsaid, leaps);

/// Its lease runs out while it waits for its bytes, its account is served on, and it is claimed again.
async fn anew(fresh: &Fresh) {
    let (script, mut heard, taken) = holding_the_first();
    let mut world = World::new(fresh, script).await;
    // Together they are more than is read ahead: the second is read when the first has left.
    large(&mut world, 29_000_000).await;
    let second = large(&mut world, 6_000_000).await;
    // Nobody else serves the account meanwhile.
    let config = Config { accounts: 1, ..world.house.config() };
    let worker = Outbox::start(world.house.pool.clone(), world.house.keys.clone(), config).await.unwrap();
    heard.dots(1).await;
    // By this test or by the worker: in one go, before it renews its lease.
    let mut tx = world.house.pool.write().await.unwrap();
    world.house.jump(LEASE_SECONDS + 15);
    outbox::recover(&mut tx, Grace::Leases, world.house.now()).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(world.one(second).await.state, DeliveryState::Queued);
    taken.add_permits(1);
    world.until(&worker, |kept| kept.deliveries.iter().all(|one| one.state.is_settled())).await;
    worker.stop().await;
    world.audit().await;
}
store::both!(i3_what_is_claimed_anew_after_its_lease_ran_out_leaves_once, anew);

async fn large(world: &mut World, bytes: usize) -> BatchId {
    let mut batch = world.batch(Kind::Document, &["a@x.example"], None);
    let line = "x".repeat(70) + "\r\n";
    batch.messages[0].mime.extend(line.repeat(bytes / line.len()).into_bytes());
    world.put(&batch).await
}
