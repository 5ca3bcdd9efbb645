//! Copies of a database in use, and faults found in one.
#![allow(clippy::unwrap_used)]

use store::{Pool, StoreError, testing};

#[tokio::test]
async fn a_copy_holds_what_was_saved_and_never_overwrites() {
    let fresh = testing::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    store::copy(&fresh.pool, &file).await.unwrap();
    let copy = Pool::open(&format!("sqlite:{}", file.display())).await.unwrap();
    let (filled, pending) = store::pending_migrations(&copy).await.unwrap();
    assert!(filled && pending.is_empty());
    assert!(store::copy(&fresh.pool, &file).await.is_err());
}

#[tokio::test]
async fn postgres_is_copied_by_its_own_program() {
    let fresh = testing::postgres().await;
    let refused = store::copy(&fresh.pool, std::path::Path::new("copy.db")).await;
    assert!(matches!(refused, Err(StoreError::Refused(why)) if why.contains("pg_dump")));
}

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
