//! How long the directory under the recipient field takes: two to four letters of real first and last names among ten
//! thousand to a million contacts, on both databases, for one and for eight people at once, beside a bare query by primary
//! key made in the same way in the same run. `bin/bench suggest [contacts…]`; printed and judged by people.

#[path = "../people/mod.rs"]
mod people;

use model::{ClientId, Moment};
use people::{
    Dice, Lists,
    fill::{fill, prepare, settle},
    times::{Times, shown},
};
use std::{
    hint::black_box,
    time::{Duration, Instant},
};
use store::{Pool, Result, on, search, testing};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];
/// Measured calls of one line of the table.
const CALLS: usize = 2_000;
const ROWS: i64 = 50;
const NOW: Moment = Moment(1_795_262_400_000);

#[tokio::main]
async fn main() -> Result<()> {
    let asked: Vec<usize> = std::env::args().skip(1).filter_map(|word| word.parse().ok()).collect();
    let sizes = if asked.is_empty() { SIZES.to_vec() } else { asked };
    println!("| database | contacts | callers | letters | median | p99 | bare median | bare p99 | median ratio |");
    println!("|---|---|---|---|---|---|---|---|---|");
    for size in sizes {
        measure("SQLite", testing::sqlite().await, size).await?;
        measure("Postgres", testing::postgres().await, size).await?;
    }
    Ok(())
}

async fn measure(database: &str, fresh: testing::Fresh, contacts: usize) -> Result<()> {
    prepare(&fresh.pool).await?;
    fill(&fresh.pool, &people::plain(contacts)).await?;
    settle(&fresh.pool).await?;
    for callers in [1, 8] {
        for letters in 2..=4 {
            let all = timed(&fresh.pool, callers, letters, contacts).await?;
            println!(
                "| {database} | {contacts} | {callers} | {letters} | {} | {} | {} | {} | {:.1} |",
                shown(all.suggest.median()),
                shown(all.suggest.p99()),
                shown(all.bare.median()),
                shown(all.bare.p99()),
                all.suggest.median().as_secs_f64() / all.bare.median().as_secs_f64(),
            );
        }
    }
    fresh.remove().await
}

struct Measured {
    suggest: Times,
    bare: Times,
}

async fn timed(pool: &Pool, callers: usize, letters: usize, contacts: usize) -> Result<Measured> {
    let tasks: Vec<_> = (0..callers)
        .map(|caller| tokio::spawn(one_caller(pool.clone(), caller as u64, CALLS / callers, letters, contacts)))
        .collect();
    let (mut suggest, mut bare) = (Vec::new(), Vec::new());
    for task in tasks {
        let (some, others) = task.await.expect("a caller that ends")?;
        suggest.extend(some);
        bare.extend(others);
    }
    Ok(Measured { suggest: Times::of(suggest), bare: Times::of(bare) })
}

const BARE: &str = "SELECT last_name FROM contact WHERE id = $1";

/// Both queries in turn, so that whatever else the machine does falls on both. The first tenth is not counted.
async fn one_caller(
    pool: Pool,
    caller: u64,
    calls: usize,
    letters: usize,
    contacts: usize,
) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let (lists, mut dice) = (Lists::new(), Dice(100 + caller));
    let (mut suggest, mut bare) = (Vec::new(), Vec::new());
    for call in 0..calls + calls / 10 {
        let name = if dice.below(2) == 0 { lists.first(&mut dice).to_owned() } else { lists.last(&mut dice) };
        let token: String = name.chars().take(letters).collect();
        let start = Instant::now();
        let mut tx = pool.read().await?;
        // A rare name may belong to nobody here: the answer « none » counts like the others.
        black_box(search::suggest(&mut tx, Some(ClientId(1)), &token, ROWS, NOW).await?);
        tx.commit().await?;
        let took = start.elapsed();

        let id = 1 + dice.below(contacts) as i64;
        let start = Instant::now();
        let mut tx = pool.read().await?;
        let _: String = on!(&mut tx, c => sqlx::query_scalar(BARE).bind(id).fetch_one(c).await)?;
        tx.commit().await?;
        if call >= calls / 10 {
            suggest.push(took);
            bare.push(start.elapsed());
        }
    }
    Ok((suggest, bare))
}
