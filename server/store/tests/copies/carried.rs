//! What a copy takes with it, and what is no copy.

use crate::world::{NOW, world};
use std::path::{Path, PathBuf};
use store::copies::{self, CopyError};
use store::testing::{Fresh, contents, copied, empty_postgres, run};
use store::{Pool, blobs, checkup, migrate, restorations};
use tempfile::TempDir;

fn place() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copy.db");
    (folder, file)
}

/// A world with a draft, a mail that waits, and an id that was given and is gone.
async fn lived(fresh: &Fresh) {
    let w = world(fresh).await;
    w.draft().await;
    w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let mut tx = fresh.pool.write().await.unwrap();
    run(&mut tx, "INSERT INTO family (name, name_key) VALUES ('Gone', 'gone')").await.unwrap();
    run(&mut tx, "DELETE FROM family").await.unwrap();
    tx.commit().await.unwrap();
}

async fn pool_of(file: &Path) -> Pool {
    Pool::open(&format!("sqlite:{}", file.display())).await.unwrap()
}

/// Values with their columns, but for what a database keeps for itself.
async fn all(pool: &Pool) -> Vec<(String, Vec<u8>)> {
    let mut all = contents(pool).await.unwrap();
    all.retain(|(column, _)| !["_sqlx_migrations.", "_copy.", "sqlite_stat"].iter().any(|own| column.starts_with(own)));
    all.sort();
    all
}

async fn says_what_it_holds(fresh: &Fresh) {
    lived(fresh).await;
    let (_folder, file) = place();
    let inside = copied(&fresh.pool, &file, NOW).await.unwrap();
    assert_eq!(inside.made_at, Some(NOW));
    for (table, rows) in [("app_user", 1), ("draft", 1), ("delivery", 2), ("message", 1), ("family", 0), ("blob", 1)] {
        assert_eq!(inside.count(table), rows, "{table}");
    }
    assert_eq!(inside.rows.len(), copies::look(&file).await.unwrap().rows.len());
    assert!(copied(&fresh.pool, &file, NOW).await.is_err(), "never over another");
}
store::both!(s69_a_copy_says_what_it_holds_and_from_when, says_what_it_holds);

/// From this database into a new one of the other kind, and back.
async fn there_and_back(fresh: &Fresh) {
    lived(fresh).await;
    let (_one, first) = place();
    copied(&fresh.pool, &first, NOW).await.unwrap();
    let postgres = Pool::open(&empty_postgres().await).await.unwrap();
    migrate(&postgres).await.unwrap();
    copies::pour(&first, &postgres).await.unwrap();
    assert!(matches!(copies::pour(&first, &postgres).await, Err(CopyError::NotEmpty(_))), "nothing is mixed");
    let (_two, second) = place();
    copied(&postgres, &second, NOW).await.unwrap();
    let (before, after) = (pool_of(&first).await, pool_of(&second).await);
    let (before, after) = (all(&before).await, all(&after).await);
    assert!(before.len() > 100 && before == after, "{before:?}\n{after:?}");
    assert!(before.iter().any(|(column, _)| column == "sqlite_sequence.seq"), "ids go on from where they were");

    // The same rows as where they came from, written by the same kind of database.
    match &fresh.pool {
        Pool::Postgres(_) => assert_eq!(all(&fresh.pool).await, all(&postgres).await),
        Pool::Sqlite { .. } => assert_eq!(all(&fresh.pool).await, after),
    }
    let mut tx = postgres.write().await.unwrap();
    let added = "INSERT INTO family (name, name_key) VALUES ('New', 'new')";
    run(&mut tx, added).await.unwrap();
    assert_eq!(run(&mut tx, "DELETE FROM family WHERE id = 1").await.unwrap(), 0, "the id of one that is gone");
    drop(tx);
    assert_eq!(store::faults(&postgres).await.unwrap(), Vec::<String>::new());
    postgres.close().await;
}
store::both!(s69_a_copy_goes_to_the_other_database_and_back_and_is_the_same, there_and_back);

/// A column that nobody thought of is refused, not left out.
#[tokio::test]
async fn s69_a_type_that_cannot_be_copied_is_named() {
    let fresh = store::testing::postgres().await;
    let mut tx = fresh.pool.write().await.unwrap();
    run(&mut tx, "ALTER TABLE setting ADD COLUMN weight NUMERIC").await.unwrap();
    tx.commit().await.unwrap();
    let (_folder, file) = place();
    let refused = copied(&fresh.pool, &file, NOW).await;
    assert!(matches!(&refused, Err(CopyError::UnknownType(what)) if what == "setting.weight (numeric)"), "{refused:?}");

    let mut tx = fresh.pool.write().await.unwrap();
    run(&mut tx, "ALTER TABLE setting DROP COLUMN weight").await.unwrap();
    run(&mut tx, "CREATE TABLE other (id BIGINT)").await.unwrap();
    tx.commit().await.unwrap();
    let (_folder, file) = place();
    let refused = copied(&fresh.pool, &file, NOW).await;
    assert!(matches!(&refused, Err(CopyError::OneSided(table)) if table == "other"), "{refused:?}");
}

/// What is poured is all there or not at all.
#[tokio::test]
async fn s69_a_copy_that_points_at_nothing_leaves_the_postgres_empty() {
    let fresh = store::testing::sqlite().await;
    lived(&fresh).await;
    let (_folder, file) = place();
    copied(&fresh.pool, &file, NOW).await.unwrap();
    dangle(&file).await;
    assert!(matches!(copies::look(&file).await, Err(CopyError::Damaged(_))));
    let postgres = Pool::open(&empty_postgres().await).await.unwrap();
    migrate(&postgres).await.unwrap();
    let refused = copies::pour(&file, &postgres).await;
    assert!(matches!(refused, Err(CopyError::Damaged(_))), "{refused:?}");
    assert_eq!(copies::is_empty(&postgres).await.unwrap(), Ok(()));
    assert_eq!(store::faults(&postgres).await.unwrap(), Vec::<String>::new());
    postgres.close().await;
}

/// A draft of nobody.
async fn dangle(file: &Path) {
    let copy = pool_of(file).await;
    let Pool::Sqlite { write, .. } = &copy else { unreachable!() };
    // Not inside a transaction, where SQLite does not listen.
    sqlx::query("PRAGMA foreign_keys = OFF").execute(write).await.unwrap();
    sqlx::query("UPDATE draft SET user_id = 77").execute(write).await.unwrap();
    copy.close().await;
}

#[tokio::test]
async fn s69_what_is_no_copy_is_told_apart() {
    let fresh = store::testing::sqlite().await;
    lived(&fresh).await;
    let (folder, file) = place();
    let other = folder.path().join("other");
    for text in ["", "Bonjour", "SQLite format 3\0 and then nothing of it, for as long as you read on and on and on"] {
        std::fs::write(&other, text).unwrap();
        let refused = copies::look(&other).await;
        assert!(matches!(refused, Err(CopyError::Foreign(_) | CopyError::Damaged(_))), "{text}: {refused:?}");
    }
    copied(&fresh.pool, &file, NOW).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&other, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(copies::look(&other).await, Err(CopyError::Damaged(_))), "half of it");

    for (text, newer) in [
        ("UPDATE _sqlx_migrations SET version = 9999 WHERE version = 1", true),
        ("UPDATE _sqlx_migrations SET checksum = x'00' WHERE version = 1", false),
        ("DROP TABLE _sqlx_migrations", false),
    ] {
        std::fs::write(&other, &whole).unwrap();
        let copy = pool_of(&other).await;
        let mut tx = copy.write().await.unwrap();
        run(&mut tx, text).await.unwrap();
        tx.commit().await.unwrap();
        copy.close().await;
        match copies::look(&other).await {
            Err(CopyError::Newer { found: 9999, .. }) => assert!(newer),
            Err(CopyError::Foreign(_)) => assert!(!newer),
            found => panic!("{text}: {found:?}"),
        }
    }
}

/// A copy that somebody puts in place without `bonport restore` knows what it is, once.
#[tokio::test]
async fn s69_a_copy_put_in_place_by_hand_holds_its_mails_back() {
    let fresh = store::testing::sqlite().await;
    lived(&fresh).await;
    assert_eq!(restorations::wake(&fresh.pool, NOW).await.unwrap(), None, "no copy");
    let (_folder, file) = place();
    copied(&fresh.pool, &file, NOW).await.unwrap();
    let copy = pool_of(&file).await;
    let later = NOW.plus_seconds(60);
    let held = restorations::wake(&copy, later).await.unwrap().unwrap();
    assert_eq!((held.copied_at, held.restored_at), (NOW, later));
    assert_eq!(restorations::wake(&copy, later).await.unwrap(), None);
    copy.close().await;
}

/// I9: the file of a content is what was stored, or it is told, in a copy and where it is read.
#[tokio::test]
async fn s69_i9_other_bytes_than_were_stored_are_found_and_given_to_nobody() {
    let fresh = store::testing::sqlite().await;
    lived(&fresh).await;
    let mut tx = fresh.pool.write().await.unwrap();
    let long = vec![7; blobs::CHUNK + 10];
    let kept = blobs::add(&mut tx, &long, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blobs::damaged(&fresh.pool).await.unwrap(), 0);
    let mut tx = fresh.pool.write().await.unwrap();
    run(&mut tx, "UPDATE blob_chunk SET bytes = zeroblob(LENGTH(bytes)) WHERE n = 1").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(blobs::damaged(&fresh.pool).await.unwrap(), 1);
    let found = checkup(&fresh.pool, NOW).await.unwrap();
    assert!(found.damaged.iter().any(|damage| damage == "1 files are not what was stored"), "{:?}", found.damaged);
    let mut reader = blobs::Reader::new(&fresh.pool, kept.hash);
    assert_eq!(reader.next().await.unwrap().map(|chunk| chunk.len()), Some(blobs::CHUNK), "as far as it is known");
    assert!(reader.next().await.is_err(), "no end that looks like one");
    let (_folder, file) = place();
    // It is told; all else is whole, and better copied than not.
    assert_eq!(copied(&fresh.pool, &file, NOW).await.unwrap().other_files, 1);
}
