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

/// Beside it the same without the fault: a table that has been written for half a minute slows down by itself.
pub async fn measure(name: &str, faulted: Fresh, usual: Fresh) -> Result<()> {
    let (faulted, usual) = (run(&faulted, true).await?, run(&usual, false).await?);
    let (of_before, of_usual) = (faulted.after / faulted.before, faulted.after / usual.after);
    let enough = faulted.enough && usual.enough;
    let judged = if enough { judged(of_usual >= 0.8) } else { "not measured: all had left" };
    println!(
        "\n{name}: one mail to many, 16 connections: {:.0}/s before a second of 421, {:.0}/s 30 s after it, {:.0} %; without it {:.0}/s \
         and {:.0}/s; {:.0} % of that (80 %: {judged})",
        faulted.before,
        faulted.after,
        100.0 * of_before,
        usual.before,
        usual.after,
        100.0 * of_usual
    );
    Ok(())
}

/// Mails a second, before and half a minute later.
struct Speeds {
    before: f64,
    after: f64,
    /// Mails were left at the end.
    enough: bool,
}

async fn run(fresh: &Fresh, faulted: bool) -> Result<Speeds> {
    let world = World::open(&fresh.pool, 16, Duration::ZERO).await?;
    world.enqueue_one("fault", RECIPIENTS).await?;
    let outbox = Outbox::start(world.pool.clone(), world.keys.clone(), world.config()).await?;
    // Its connections are opened first.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let before = speed(&world).await;
    world.sink.closed.store(faulted, Relaxed);
    tokio::time::sleep(FAULT).await;
    world.sink.closed.store(false, Relaxed);
    tokio::time::sleep(BACK_AFTER).await;
    let after = speed(&world).await;
    outbox.stop().await;
    Ok(Speeds { before, after, enough: world.sink.taken.load(Relaxed) < RECIPIENTS })
}

async fn speed(world: &World) -> f64 {
    let (taken, start) = (world.sink.taken.load(Relaxed), Instant::now());
    tokio::time::sleep(WINDOW).await;
    (world.sink.taken.load(Relaxed) - taken) as f64 / start.elapsed().as_secs_f64()
}
