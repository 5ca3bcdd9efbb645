//! S69: `bonport backup` and `bonport restore`, killed in the middle.

use crate::{
    bonport,
    restoring::{Place, path, sqlite},
    world,
};
use std::{fs, path::Path, process::Stdio};
use store::{Pool, testing};

/// So much that it takes a while.
async fn heavy(url: &str) {
    let pool = Pool::open(url).await.unwrap();
    store::migrate(&pool).await.unwrap();
    let mut noise = 1_u32;
    for n in 0..24_u8 {
        let bytes: Vec<u8> = std::iter::repeat_with(|| {
            noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (noise >> 24) as u8 ^ n
        })
        .take(2_000_000)
        .collect();
        let mut tx = pool.write().await.unwrap();
        store::blobs::add(&mut tx, &bytes, world::NOW).await.unwrap();
        tx.commit().await.unwrap();
    }
    pool.close().await;
}

/// Kills this as soon as that file has something in it; false when it ended before.
fn killed_at_work(place: &Place, data: &str, url: Option<&str>, arguments: &[&str], begun: &Path) -> bool {
    let mut command = bonport(&place.at(data));
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    if let Some(url) = url {
        command.env("DATABASE_URL", url);
    }
    let mut child = command.spawn().unwrap();
    while !fs::metadata(begun).is_ok_and(|file| file.len() > 0) {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        std::thread::yield_now();
    }
    child.kill().unwrap();
    !child.wait().unwrap().success()
}

/// S69: nothing that looks complete is left, and the next try is not in its own way.
#[tokio::test]
async fn s69_a_kill_during_a_backup_or_a_restore_leaves_nothing_half() {
    let place = Place::new();
    heavy(&sqlite(&place.at("data"))).await;
    let postgres = testing::empty_postgres().await;
    heavy(&postgres).await;
    for url in [None, Some(postgres.as_str())] {
        let copy = place.at(if url.is_some() { "of-postgres.db" } else { "of-sqlite.db" });
        let part = copy.with_extension("db.part");
        assert!(killed_at_work(&place, "data", url, &["backup", path(&copy)], &part));
        assert!(!copy.exists(), "no file that looks complete");
        place.does("data", url, &["backup", path(&copy)]);
        assert!(copy.exists() && !part.exists());
    }

    let copy = place.at("of-sqlite.db");
    let ready = place.at("new/bonport.db.restoring");
    fs::create_dir(place.at("new")).unwrap();
    assert!(killed_at_work(&place, "new", None, &["restore", path(&copy)], &ready));
    assert!(!place.at("new/bonport.db").exists());
    place.does("new", None, &["restore", path(&copy)]);
    assert!(!ready.exists() && place.does("new", None, &["user", "list"]).contains("camille"));

    // While rows go into Postgres: then its tables are locked.
    let url = testing::empty_postgres().await;
    let pool = Pool::open(&url).await.unwrap();
    store::migrate(&pool).await.unwrap();
    let mut child = bonport(&place.at("third"))
        .args(["restore", path(&copy)])
        .env("DATABASE_URL", &url)
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let pouring = "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE d.datname = current_database() AND l.mode = 'AccessExclusiveLock' AND l.granted LIMIT 1";
    loop {
        assert!(child.try_wait().unwrap().is_none(), "it ended before it began");
        let mut tx = pool.read().await.unwrap();
        if testing::run(&mut tx, pouring).await.unwrap() > 0 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(store::copies::is_empty(&pool).await.unwrap(), Ok(()), "all or nothing");
    pool.close().await;
    place.does("third", Some(&url), &["restore", path(&copy)]);
    assert!(place.does("third", Some(&url), &["user", "list"]).contains("camille"));
}
