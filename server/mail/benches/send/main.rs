//! How fast mails leave: from an outbox with one row of history for each recipient to a server of this machine that takes everything, over
//! 1, 4 and 16 connections, on both databases; with a server that takes 20 ms for each answer; and one mail from the press to its 250.
//! Beside it the same connections in a loop without any database, lettre's pool and nodemailer's. Then a million recipients: how long they
//! take to be queued and to be let go, what others wait for meanwhile, how much memory sending them needs; and the speed after a fault (I10).
//! `bin/bench send [pools] [rates] [fault] [million] [sqlite | postgres] [CONNECTIONS…]`. Printed and judged by people.

#[path = "../documents/sink.rs"]
mod sink;

mod fault;
mod million;
mod pools;
mod world;

use mail::Outbox;
use mail::smtp::Envelope;
use model::delivery::Kind;
use std::hint::black_box;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};
use store::testing::{Fresh, postgres, sqlite};
use store::{Pool, Result};
use world::World;

const MAILS: usize = 8_000;
const SLOW_MAILS: usize = 1_000;
const SLOW: Duration = Duration::from_millis(20);
const PRESSES: usize = 200;

#[tokio::main]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().collect();
    if let Some(at) = args.iter().position(|arg| arg == million::CHILD) {
        return million::child(&args[at + 1]).await;
    }
    let asked = |part: &str, of: &[&str]| {
        !args.iter().any(|arg| of.contains(&arg.as_str())) || args.iter().any(|arg| arg == part)
    };
    let part = |part| asked(part, &["pools", "rates", "fault", "million"]);
    let names: Vec<&str> = ["SQLite", "Postgres"]
        .into_iter()
        .filter(|name| asked(&name.to_lowercase(), &["sqlite", "postgres"]))
        .collect();
    let some: Vec<usize> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
    if part("pools") {
        pools::all(MAILS).await?;
    }
    if part("rates") {
        println!("\n| database | what | rate | bare | share | aim |");
        println!("|---|---|---|---|---|---|");
        for name in &names {
            rates(name, &some).await?;
        }
    }
    for name in names {
        if part("fault") {
            fault::measure(name, fresh(name).await, fresh(name).await).await?;
        }
        if part("million") {
            million::measure(name, fresh(name).await).await?;
        }
    }
    Ok(())
}

async fn fresh(name: &str) -> Fresh {
    if name == "SQLite" { sqlite().await } else { postgres().await }
}

/// Over some numbers of connections only, or all that is measured.
async fn rates(name: &str, some: &[usize]) -> Result<()> {
    let aim = if name == "SQLite" { 3_000.0 } else { 2_000.0 };
    for &connections in if some.is_empty() { &[1, 4, 16] } else { some } {
        let fresh = fresh(name).await;
        let world = World::open(&fresh.pool, connections as i64, Duration::ZERO).await?;
        let rate = rate(&world, MAILS).await?;
        let bare = bare(&world, connections, MAILS).await;
        let (met, share) = (judged(rate >= aim), judged(rate >= bare / 4.0));
        let aim = if connections == 16 { format!("{aim}/s: {met}; a quarter: {share}") } else { String::new() };
        println!(
            "| {name} | {connections} connections | {rate:.0}/s | {bare:.0}/s | {:.0} % | {aim} |",
            100.0 * rate / bare
        );
    }
    if !some.is_empty() {
        return Ok(());
    }
    let fresh = fresh(name).await;
    let world = World::open(&fresh.pool, 10, SLOW).await?;
    let (rate, bare) = (rate(&world, SLOW_MAILS).await?, bare(&world, 10, SLOW_MAILS).await);
    println!(
        "| {name} | 10 connections, 20 ms an answer | {rate:.0}/s | {bare:.0}/s | {:.0} % | 110/s: {} |",
        100.0 * rate / bare,
        judged(rate >= 110.0)
    );
    press(name, &fresh.pool).await
}

fn judged(met: bool) -> &'static str {
    if met { "met" } else { "NOT met" }
}

/// Mails a second, from a full outbox until each has its row.
async fn rate(world: &World, mails: usize) -> Result<f64> {
    let batch = world.enqueue("all", Kind::Campaign, mails).await?;
    let outbox = Outbox::start(world.pool.clone(), world.keys.clone(), world.config()).await?;
    let mut changed = outbox.changed();
    let start = Instant::now();
    outbox.wake();
    while world.sink.taken.load(Relaxed) < mails || !world.is_done(batch).await? {
        // Whatever was missed, the next look sees it.
        drop(tokio::time::timeout(Duration::from_millis(20), changed.recv()).await);
    }
    let took = start.elapsed();
    outbox.stop().await;
    Ok(mails as f64 / took.as_secs_f64())
}

/// The same connection code alone.
async fn bare(world: &World, connections: usize, mails: usize) -> f64 {
    let start = Instant::now();
    let mut lines = tokio::task::JoinSet::new();
    for line in 0..connections {
        let (dialer, server) = (world.dialer(), world.server());
        lines.spawn(async move {
            let Ok(mut connection) = dialer.open(&server).await else { panic!("no connection") };
            for n in (line..mails).step_by(connections) {
                let envelope = Envelope { from: world::FROM.into(), to: vec![format!("p{n}@x.example")] };
                black_box(connection.deliver(&envelope, &world::mime("bare", n), || ()).await);
            }
        });
    }
    lines.join_all().await;
    mails as f64 / start.elapsed().as_secs_f64()
}

/// One mail from its commit to the server's 250, the undo delay at zero.
async fn press(name: &str, pool: &Pool) -> Result<()> {
    let world = World::at(pool, 1).await?;
    let outbox = Outbox::start(world.pool.clone(), world.keys.clone(), world.config()).await?;
    let mut times = vec![];
    for n in 0..PRESSES {
        let before = world.sink.taken.load(Relaxed);
        let start = Instant::now();
        world.enqueue(&format!("press{n}"), Kind::OneOff, 1).await?;
        outbox.wake();
        while world.sink.taken.load(Relaxed) == before {
            tokio::task::yield_now().await;
        }
        times.push(start.elapsed());
    }
    outbox.stop().await;
    times.sort();
    let p95 = times[PRESSES * 95 / 100].as_secs_f64() * 1000.0;
    let median = times[PRESSES / 2].as_secs_f64() * 1000.0;
    let met = judged(p95 < 150.0);
    println!("| {name} | one mail, press to 250: median {median:.1} ms | p95 {p95:.1} ms | | | 150 ms: {met} |");
    Ok(())
}
