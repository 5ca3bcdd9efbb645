//! I10: eighty per cent of the speed is back within 30 s of a fault.

use crate::judged;
use crate::world::World;
use mail::Outbox;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use store::Result;
use store::testing::Fresh;

const RECIPIENTS: usize = 300_000;
const WINDOW: Duration = Duration::from_secs(4);
const FAULT: Duration = Duration::from_secs(1);
const BACK_AFTER: Duration = Duration::from_secs(30);

pub async fn measure(name: &str, fresh: Fresh) -> Result<()> {
    let world = World::open(&fresh.pool, 16, Duration::ZERO).await?;
    world.enqueue_one("fault", RECIPIENTS).await?;
    let outbox = Outbox::start(world.pool.clone(), world.keys.clone(), world.config()).await?;
    // Its connections are opened first.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = speed(&world).await;
    world.sink.closed.store(true, Relaxed);
    tokio::time::sleep(FAULT).await;
    world.sink.closed.store(false, Relaxed);
    tokio::time::sleep(BACK_AFTER).await;
    let after = speed(&world).await;
    outbox.stop().await;
    let enough = world.sink.taken.load(Relaxed) < RECIPIENTS;
    let judged = if enough { judged(after >= before * 0.8) } else { "not measured: all had left" };
    println!(
        "\n{name}: one mail to many, 16 connections: {before:.0}/s before a second of 421, {after:.0}/s 30 s after it, {:.0} % (80 %: {judged})",
        100.0 * after / before
    );
    Ok(())
}

async fn speed(world: &World) -> f64 {
    let (taken, start) = (world.sink.taken.load(Relaxed), Instant::now());
    tokio::time::sleep(WINDOW).await;
    (world.sink.taken.load(Relaxed) - taken) as f64 / start.elapsed().as_secs_f64()
}
