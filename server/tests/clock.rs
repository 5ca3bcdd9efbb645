//! Machines on one Postgres go by its clock (delivery.md §3). Alone in its program: the clock is everybody's.
#![allow(clippy::unwrap_used)]

use app::clock::{ahead_ms, now, of_machine};
use server::clock::adopt;
use store::Pool;
use store::testing::{self, run};

/// A Postgres five minutes ahead of this machine: its `clock_timestamp` is found before the real one.
const AHEAD: [&str; 2] = [
    "CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
       AS $$ SELECT pg_catalog.clock_timestamp() + INTERVAL '5 minutes' $$",
    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$",
];
const MINUTE: i64 = 60_000;

#[tokio::test]
async fn machines_on_one_postgres_go_by_its_clock() {
    let sqlite = testing::sqlite().await;
    adopt(&sqlite.pool).await.unwrap();
    assert_eq!(ahead_ms(), 0, "SQLite has no other clock");

    let fresh = testing::postgres().await;
    adopt(&fresh.pool).await.unwrap();
    assert_eq!(ahead_ms(), 0, "the same machine: nothing jumps");

    let mut tx = fresh.pool.write().await.unwrap();
    for text in AHEAD {
        run(&mut tx, text).await.unwrap();
    }
    tx.commit().await.unwrap();
    let pool = Pool::open(&fresh.url).await.unwrap();
    adopt(&pool).await.unwrap();
    let ahead = now().since(of_machine());
    assert!((ahead - 5 * MINUTE).abs() < MINUTE, "{ahead} ms");
    pool.close().await;

    // Put right again.
    adopt(&fresh.pool).await.unwrap();
    assert!(ahead_ms().abs() < MINUTE, "{} ms", ahead_ms());
}
