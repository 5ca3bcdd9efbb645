//! Two workers on one Postgres, one of them frozen in the middle of a mail for longer than its lease and its grace. When it thaws it
//! knows what the server said, and must not write it: the other has settled everything. On SQLite there is one process.

use crate::child::Child;
use crate::heard::holding_the_first;
use crate::world::{GRACE_SECONDS, World};
use model::delivery::{DeliveryState, Kind};
use std::time::Duration;
use store::notices::{self, Listener};
use store::testing::{self, Kept};

/// A worker that is frozen inside a transaction keeps its rows until Postgres ends it, after twenty seconds.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn i1_to_i4_a_worker_that_was_frozen_past_its_lease_writes_nothing() {
    let fresh = testing::postgres().await;
    let (script, mut heard, answered) = holding_the_first();
    let mut world = World::new(&fresh, script).await;
    // One mail is in flight when it freezes.
    world.house.limit(1, 0, 0).await;
    for n in 0..9 {
        world.enqueue(Kind::Document, &[&format!("d{n}@x.example")]).await;
    }
    // Both tell who listens what they moved.
    let mut moves = notices::listen(&world.house.pool, "nobody").await.unwrap().unwrap();
    let mut frozen = Child::start(&world, None);
    heard.dots(1).await;
    frozen.freeze().await;

    world.house.jump(45);
    let other = Child::start(&world, None);
    until_so(&world, &mut moves, |kept| open(kept) == 1).await;
    let kept = world.kept().await;
    let one = kept.deliveries.iter().find(|one| !one.state.is_settled()).unwrap();
    assert_eq!(one.state, DeliveryState::InFlight, "its worker may still be alive: {one:?}");
    world.house.jump(GRACE_SECONDS);
    world.crashed();
    // In doubt, it is tried again ten seconds later.
    until_so(&world, &mut moves, |kept| kept.deliveries.iter().any(|again| again.id == one.id && again.dup_risk)).await;
    world.house.jump(11);
    until_so(&world, &mut moves, |kept| open(kept) == 0).await;

    let before = world.kept().await;
    answered.add_permits(1);
    frozen.thaw().await;
    frozen.warned("outbox.moved_by_others").await;
    let after = world.kept().await;
    assert_eq!(before.deliveries, after.deliveries, "it wrote something");
    assert_eq!(before.attempts, after.attempts, "it wrote something");
    frozen.kill().await;
    other.kill().await;
    world.finish().await;
    world.audit().await;
}

fn open(kept: &Kept) -> usize {
    kept.deliveries.iter().filter(|one| !one.state.is_settled()).count()
}

async fn until_so(world: &World, moves: &mut Listener, so: impl Fn(&Kept) -> bool) {
    let moved = async {
        while !so(&world.kept().await) {
            moves.next().await.unwrap();
        }
    };
    if tokio::time::timeout(PATIENCE, moved).await.is_err() {
        panic!("still {:#?}", world.kept().await.deliveries);
    }
}
