//! The clock is put back, and forward past leases and past the grace of what is in flight, while mails leave. A leap forward past the
//! lease looks like the death of the worker: what it had in flight counts as in a crash.

use crate::heard::listening;
use crate::support::Script;
use crate::world::{GRACE_SECONDS, World};
use model::delivery::DeliveryState;
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
