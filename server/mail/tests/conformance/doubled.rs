//! The same act fifty times at once is one batch. By the form it is `outbox/written.rs`, a client that leaves in the middle of it
//! `server/tests/leaving.rs`.

use crate::support::Script;
use crate::world::World;
use model::delivery::Kind;
use store::outbox;
use store::testing::Fresh;
use tokio::task::JoinSet;

async fn fifty(fresh: &Fresh) {
    let mut world = World::new(fresh, Script::default()).await;
    for kind in Kind::ALL {
        let batch = world.batch(kind, &["a@x.example", "b@x.example"], None);
        let mut at_once = JoinSet::new();
        for _ in 0..50 {
            let (pool, batch, now) = (world.house.pool.clone(), batch.clone(), world.house.now());
            at_once.spawn(async move {
                let mut tx = pool.write().await.unwrap();
                let done = outbox::enqueue(&mut tx, &batch, now).await.unwrap();
                tx.commit().await.unwrap();
                done
            });
        }
        let done = at_once.join_all().await;
        assert!(done.iter().all(|one| one.batch_id == done[0].batch_id));
        assert_eq!(done.iter().filter(|one| !one.already).count(), 1);
        world.note(&batch);
    }
    world.finish().await;
    assert_eq!(
        world.house.server.accepted().len(),
        2 + 2 * 2,
        "one for each mail somebody wrote, one for each address otherwise"
    );
    world.audit().await;
}
store::both!(fifty_times_the_same_key_is_one_batch_of_any_kind, fifty);
