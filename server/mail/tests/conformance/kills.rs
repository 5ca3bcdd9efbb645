//! `kill -9` of a real process at random moments, mails of all kinds under way (I1–I7, I9, I11): a few dozen, 300 on each database in
//! the whole run.

use crate::child::Child;
use crate::dice::{Dice, whole};
use crate::heard::listening;
use crate::support::Script;
use crate::world::World;
use model::delivery::DeliveryState;
use std::time::Duration;
use store::Pool;
use store::testing::Fresh;

async fn at_random_moments(fresh: &Fresh) {
    let mut dice = Dice::thrown();
    let folder = tempfile::tempdir().unwrap();
    let journal = folder.path().join("journal");
    let (script, mut heard) = listening(Script::default().slow(0, 4).journal(&journal));
    let mut world = World::new(fresh, script).await;
    let (rounds, kills) = if whole() { (20, 15) } else { (3, 8) };
    for _ in 0..rounds {
        for _ in 0..kills {
            while ready(&world).await < 40 {
                world.mixed().await;
            }
            heard.forget();
            let child = Child::start(&world, None);
            heard.steps(dice.below(16)).await;
            // The moment itself: anywhere within a step.
            tokio::time::sleep(Duration::from_micros(dice.below(4000))).await;
            child.kill().await;
            world.crashed();
            if let Pool::Postgres(_) = world.house.pool {
                // The dead one's lease of the account.
                world.house.jump(31);
            }
        }
        world.finish().await;
        world.audit().await;
    }
    let on_disk = std::fs::read_to_string(&journal).unwrap();
    let accepted = world.house.server.accepted();
    let heads = accepted.iter().map(|mail| (mail, mail.header("Message-ID")));
    let lines: String = heads.flat_map(|(mail, id)| mail.to.iter().map(move |to| format!("{to}\t{id}\n"))).collect();
    assert!(on_disk == lines, "the journal on the disk is the one that was counted");
}
store::both!(i1_to_i4_kills_at_random_moments_lose_nothing_and_repeat_nothing_unsaid, at_random_moments);

/// What a worker would find to do.
async fn ready(world: &World) -> usize {
    let now = world.house.now();
    let ready = world.kept().await.deliveries.into_iter().filter(|one| {
        matches!(one.state, DeliveryState::Queued | DeliveryState::Held) && one.due_at <= now.plus_seconds(1)
    });
    ready.count()
}
