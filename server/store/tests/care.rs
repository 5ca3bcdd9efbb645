//! Faults found in a database, and transactions left open.
#![allow(clippy::unwrap_used)]

use store::testing;

async fn whole(fresh: &testing::Fresh) {
    assert_eq!(store::faults(&fresh.pool).await.unwrap(), Vec::<String>::new());
    assert_eq!(store::open_transactions(&fresh.pool).await.unwrap(), 0);
}
store::both!(a_fresh_database_is_whole_and_at_rest, whole);

#[tokio::test]
async fn a_transaction_left_open_is_counted() {
    let fresh = testing::postgres().await;
    let tx = fresh.pool.write().await.unwrap();
    assert_eq!(store::open_transactions(&fresh.pool).await.unwrap(), 1);
    drop(tx);
}

/// SQLite does so by itself on a full disk.
async fn rolled_back(fresh: &testing::Fresh) {
    let mut tx = fresh.pool.write().await.unwrap();
    store::on!(&mut tx, c => sqlx::query("ROLLBACK").execute(c).await.map(drop)).unwrap();
    drop(tx);
    fresh.pool.write().await.unwrap().commit().await.unwrap();
}
store::both!(a_transaction_that_the_database_rolled_back_does_not_stop_the_next, rolled_back);
