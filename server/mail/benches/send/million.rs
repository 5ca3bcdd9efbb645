//! A million recipients of one mail: how long they take to be queued, in steps, and to be let go; how long others wait for their saves
//! meanwhile; and how much memory sending them needs, in a program of its own.

use crate::judged;
use crate::world::{World, config, now};
use mail::Outbox;
use model::Settings;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};
use store::secrets::Keys;
use store::testing::Fresh;
use store::{Pool, Result, outbox};
use tokio::process::Command;

const RECIPIENTS: usize = 1_000_000;
/// The worker's rounds are so far apart while something is due.
const BETWEEN_ROUNDS: Duration = Duration::from_millis(100);
const BETWEEN_SAVES: Duration = Duration::from_millis(20);
/// The word by which this program starts itself again.
pub const CHILD: &str = "send-and-tell-memory";
const SENDING: Duration = Duration::from_secs(10);

pub async fn measure(name: &str, fresh: Fresh) -> Result<()> {
    let world = World::open(&fresh.pool, 16, Duration::ZERO).await?;
    let filling = async {
        world.fill_one("million", RECIPIENTS).await?;
        Ok(())
    };
    let (took, saves) = beside_saves(&fresh.pool, filling).await?;
    println!("\n{name}: {RECIPIENTS} recipients queued in {took:.1} s (10 s: {}); {saves}", judged(took < 10.0));
    let feeding = async {
        while !feed(&fresh.pool).await? {
            tokio::time::sleep(BETWEEN_ROUNDS).await;
        }
        Ok(())
    };
    let (took, saves) = beside_saves(&fresh.pool, feeding).await?;
    println!("{name}: all of them let go in {took:.1} s; {saves}");
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).args([CHILD, &fresh.url]).output().await.expect("it starts");
    let (told, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let sent = world.sink.taken.load(Relaxed);
    print!("{name}: another program sent {sent} of them in {} s: {told}{wrong}", SENDING.as_secs());
    Ok(())
}

/// As the worker's rounds do, for nothing leaves here; true when nothing is left.
async fn feed(pool: &Pool) -> Result<bool> {
    let mut tx = pool.write().await?;
    let fed = outbox::feed_due(&mut tx, now()).await?.mails;
    tx.commit().await?;
    Ok(fed == 0)
}

/// How long this takes, and what others wait for meanwhile.
async fn beside_saves(pool: &Pool, act: impl Future<Output = Result<()>>) -> Result<(f64, String)> {
    let over = Arc::new(AtomicBool::new(false));
    let saving = tokio::spawn(saves(pool.clone(), over.clone()));
    let start = Instant::now();
    act.await?;
    let took = start.elapsed().as_secs_f64();
    over.store(true, Relaxed);
    let (mut times, refused) = saving.await.expect("no panic");
    times.sort();
    let at = |percent: usize| times.get(times.len() * percent / 100).map_or(0.0, |time| time.as_secs_f64() * 1000.0);
    let told = format!(
        "{} saves of others meanwhile, {refused} refused, median {:.1} ms, p99 {:.1} ms (200 ms: {})",
        times.len(),
        at(50),
        at(99),
        judged(refused == 0 && at(99) < 200.0)
    );
    Ok((took, told))
}

/// One after the other, as a person saves a form.
async fn saves(pool: Pool, over: Arc<AtomicBool>) -> (Vec<Duration>, usize) {
    let (mut times, mut refused) = (vec![], 0);
    while !over.load(Relaxed) {
        let start = Instant::now();
        match save(&pool).await {
            Ok(()) => times.push(start.elapsed()),
            Err(_) => refused += 1,
        }
        tokio::time::sleep(BETWEEN_SAVES).await;
    }
    (times, refused)
}

async fn save(pool: &Pool) -> Result<()> {
    let mut tx = pool.write().await?;
    let settings: Settings = store::settings(&mut tx).await?;
    store::change_settings(&mut tx, &settings, now()).await?;
    tx.commit().await
}

/// Sends for a while what is queued there to the server of the program that started this one, and tells how much memory it came to.
pub async fn child(url: &str) -> Result<()> {
    let pool = Pool::open(url).await?;
    // The account has no password.
    let keys = Keys::generate().expect("randomness");
    let idle = memory("VmRSS");
    let outbox = Outbox::start(pool.clone(), keys, config()).await?;
    tokio::time::sleep(SENDING).await;
    let most = memory("VmHWM");
    outbox.stop().await;
    println!("{idle:.0} MB before, {most:.0} MB at the most (80 MB above: {})", judged(most - idle < 80.0));
    Ok(())
}

/// Megabytes, as Linux tells them.
fn memory(line: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status.lines().find_map(|found| {
        found.strip_prefix(line)?.trim_matches([':', ' ', '\t']).split(' ').next()?.parse::<f64>().ok()
    });
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}
