//! How many rows the worker reads on Postgres, which knows nothing yet of a batch that was queued a moment ago. SQLite's plans:
//! `outbox/plans.rs`.

use super::world::*;
use model::delivery::Kind;
use store::outbox::{self, Due, Next};
use store::testing::Fresh;
use store::{Pool, Tx, on, sends};

const QUEUED: usize = 2_000;
const GROUP: usize = 15;
const READ: &str = "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relname = 'delivery'";

/// Deliveries, by this transaction.
async fn read(tx: &mut Tx) -> usize {
    let read: i64 = on!(tx, c => sqlx::query_scalar(READ).fetch_one(c).await).unwrap();
    usize::try_from(read).unwrap()
}

async fn few(fresh: &Fresh) {
    if matches!(fresh.pool, Pool::Sqlite { .. }) {
        return;
    }
    let w = world(fresh).await;
    let addresses: Vec<String> = (0..QUEUED).map(|n| format!("p{n}@x.example")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let batch = w.enqueue(&outbox::NewBatch { kind: Kind::Campaign, ..w.batch("many", &addresses) }).await;
    let now = NOW.plus_seconds(11);
    let until = now.plus_seconds(30);
    let mut tx = w.pool.write().await.unwrap();
    outbox::release_due(&mut tx, now).await.unwrap();
    let lease = outbox::lease_account(&mut tx, "w1", until, now).await.unwrap().unwrap();
    tx.commit().await.unwrap();

    let mut tx = w.pool.write().await.unwrap();
    let due = outbox::due(&mut tx, &lease, GROUP, now).await.unwrap();
    outbox::hold(&mut tx, due.iter().map(Due::batch)).await.unwrap();
    let claimed = outbox::take(&mut tx, &lease, due, until, now).await.unwrap();
    let some: Vec<_> = claimed.iter().flat_map(ids).collect();
    assert_eq!(outbox::begin(&mut tx, &lease, &some, now).await.unwrap(), some);
    let ends: Vec<_> = some.iter().map(|id| end(*id, Next::Sent { test_mailbox: false })).collect();
    outbox::settle(&mut tx, &lease, &ends).await.unwrap();
    outbox::close_if_settled(&mut tx, batch, now).await.unwrap();
    let turn = read(&mut tx).await;
    tx.commit().await.unwrap();
    assert!(some.len() == GROUP && turn < 20 * GROUP, "{turn} rows read for {} of {QUEUED}", some.len());

    let mut tx = w.pool.read().await.unwrap();
    assert_eq!(sends::get(&mut tx, batch).await.unwrap().counts().sent, GROUP as i64);
    let page = read(&mut tx).await;
    assert!(page < 10 * QUEUED, "{page} rows read for the result of {QUEUED}");
}
store::both!(a_turn_reads_the_mails_it_is_about_and_no_queue, few);
