//! How long a page of the directory takes, with each of its filters, and saving one contact of it: ten thousand to a million contacts
//! in a fifth as many clients, on both databases, beside a bare read and a bare write made in the same way in the same run.
//! `bin/bench directory [contacts…]`; printed and judged by people.
//!
//! `BONPORT_BENCH_KEEP=folder` keeps what was filled, on SQLite there, on Postgres in the cluster of `BONPORT_TEST_POSTGRES`.

mod cases;
mod keep;
#[path = "../people/mod.rs"]
mod people;

use cases::{Case, Does};
use model::Moment;
use people::{
    Dice,
    fill::{fill, prepare, settle},
    times::{Times, shown},
    varied,
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};
use store::{Pool, Result, contacts, doubles, on};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Measured calls of one line of the table.
const CALLS: usize = 200;
const NOW: Moment = Moment(1_795_262_400_000);
/// Of a page, at most at 95 of 100 calls; of saving, at 99.
const PAGE_AIM: Duration = Duration::from_millis(50);
const SAVE_AIM: Duration = Duration::from_millis(10);

#[tokio::main]
async fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let asked: Vec<usize> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    let only_fill = words.iter().any(|word| word == "fill");
    let of = |database: &str| {
        !words.iter().any(|word| word == "sqlite" || word == "postgres") || words.iter().any(|w| w == database)
    };
    println!("| database | contacts | what | median | p95 | p99 | bare median | bare p95 | bare p99 | aim |");
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        for (database, name) in [("sqlite", "SQLite"), ("postgres", "Postgres")] {
            if of(database) {
                measure(name, &keep::open(database, size).await?, size, only_fill).await?;
            }
        }
    }
    Ok(())
}

async fn measure(database: &str, kept: &keep::Kept, size: usize, only_fill: bool) -> Result<()> {
    let pool = kept.pool();
    prepare(pool).await?;
    let there: i64 = {
        let mut tx = pool.read().await?;
        on!(&mut tx, c => sqlx::query_scalar("SELECT COUNT(*) FROM contact").fetch_one(c).await)?
    };
    if there == 0 {
        let start = Instant::now();
        fill(pool, &varied(size)).await?;
        settle(pool).await?;
        eprintln!("{database}: {size} contacts filled in {:.0} s", start.elapsed().as_secs_f64());
    }
    if only_fill {
        return Ok(());
    }
    // As it starts: the large cache was for the fill.
    if let Pool::Sqlite { write, .. } = pool {
        sqlx::query("PRAGMA cache_size = -2000").execute(write).await?;
    }
    for case in cases::all() {
        let (times, bare) = timed(pool, &case, size).await?;
        let met = if matches!(case.does, Does::Save) { times.p99() <= SAVE_AIM } else { times.p95() <= PAGE_AIM };
        println!(
            "| {database} | {size} | {} | {} | {} | {} | {} | {} | {} | {} |",
            case.name,
            shown(times.median()),
            shown(times.p95()),
            shown(times.p99()),
            shown(bare.median()),
            shown(bare.p95()),
            shown(bare.p99()),
            if met { "met" } else { "not met" }
        );
    }
    Ok(())
}

const BARE_READ: &str = "SELECT last_name FROM contact WHERE id = $1";
const BARE_WRITE: &str = "UPDATE contact SET note = $2 WHERE id = $1";

/// Both in turn, so that whatever else the machine does falls on both. The first tenth is not counted.
async fn timed(pool: &Pool, case: &Case, contacts: usize) -> Result<(Times, Times)> {
    let mut dice = Dice(100);
    let (mut times, mut bare) = (vec![], vec![]);
    for call in 0..CALLS + CALLS / 10 {
        let took = once(pool, case, &mut dice, contacts).await?;
        let id = 1 + dice.below(contacts) as i64;
        let start = Instant::now();
        if matches!(case.does, Does::Save) {
            let mut tx = pool.write().await?;
            on!(&mut tx, c => sqlx::query(BARE_WRITE).bind(id).bind(call.to_string()).execute(c).await.map(drop))?;
            tx.commit().await?;
        } else {
            let mut tx = pool.read().await?;
            let _: String = on!(&mut tx, c => sqlx::query_scalar(BARE_READ).bind(id).fetch_one(c).await)?;
            tx.commit().await?;
        }
        if call >= CALLS / 10 {
            times.push(took);
            bare.push(start.elapsed());
        }
    }
    Ok((Times::of(times), Times::of(bare)))
}

async fn once(pool: &Pool, case: &Case, dice: &mut Dice, contacts: usize) -> Result<Duration> {
    Ok(match &case.does {
        Does::Page(asked) => {
            let asked = asked(dice, contacts);
            let start = Instant::now();
            let mut tx = pool.read().await?;
            black_box(contacts::list(&mut tx, &asked).await?);
            tx.commit().await?;
            start.elapsed()
        }
        Does::Functions => {
            let start = Instant::now();
            let mut tx = pool.read().await?;
            black_box(contacts::frequent_functions(&mut tx, 2_000, 5).await?);
            tx.commit().await?;
            start.elapsed()
        }
        Does::Doubles(from) => {
            let from = from(dice, contacts);
            let start = Instant::now();
            let mut tx = pool.read().await?;
            black_box(doubles::list(&mut tx, from).await?);
            tx.commit().await?;
            start.elapsed()
        }
        Does::Save => {
            let (id, fields, version) = cases::changed(pool, dice, contacts).await?;
            let start = Instant::now();
            let mut tx = pool.write().await?;
            contacts::change(&mut tx, id, version, &fields, NOW).await?;
            tx.commit().await?;
            start.elapsed()
        }
    })
}
