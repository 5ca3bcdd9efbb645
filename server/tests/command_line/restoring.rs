//! S69: `bonport backup` and `bonport restore`, as a program: what they print and refuse; and `bonport check`.

use crate::{add, bonport, said, world};
use model::AccountOwner;
use secrecy::ExposeSecret;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Output,
};
use store::{
    Pool, restorations,
    secrets::Keys,
    testing::{self, smtp_account},
};
use tempfile::TempDir;

/// A folder with a house that has lived, and places for what comes.
pub struct Place {
    folder: TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        assert!(add(&folder.path().join("data"), "camille@bonport.example", "quatre tasses de thé\n").status.success());
        Self { folder }
    }

    pub fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// `bonport`, with its data there, on this Postgres or on SQLite.
    fn run(&self, data: &str, url: Option<&str>, arguments: &[&str]) -> Output {
        let mut command = bonport(&self.at(data));
        command.args(arguments);
        if let Some(url) = url {
            command.env("DATABASE_URL", url);
        }
        command.output().unwrap()
    }

    pub fn does(&self, data: &str, url: Option<&str>, arguments: &[&str]) -> String {
        let output = self.run(data, url, arguments);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        said(&output)
    }

    fn refuses(&self, data: &str, url: Option<&str>, arguments: &[&str], why: &str) {
        let output = self.run(data, url, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", said(&output));
        assert!(said(&output).contains(why), "{arguments:?}: {}", said(&output));
    }

    pub fn backup(&self, name: &str) -> PathBuf {
        let copy = self.at(name);
        self.does("data", None, &["backup", path(&copy)]);
        copy
    }
}

pub fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

async fn held(url: &str) -> bool {
    let pool = Pool::open(url).await.unwrap();
    let held = restorations::find(&mut pool.read().await.unwrap()).await.unwrap().is_some();
    pool.close().await;
    held
}

pub fn sqlite(data: &Path) -> String {
    format!("sqlite:{}", data.join("bonport.db").display())
}

#[tokio::test]
async fn s69_a_copy_comes_back_on_either_database_and_holds_its_mails() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    assert_eq!(mode(&copy), 0o600);
    assert!(!place.at("copy.db.part").exists());

    let told = place.does("new", None, &["restore", path(&copy)]);
    assert!(told.contains("restored clients: 0") && told.contains("/parametres/reprise"), "{told}");
    assert!(place.does("new", None, &["user", "list"]).contains("camille@bonport.example"));
    assert!(held(&sqlite(&place.at("new"))).await);
    assert_eq!(mode(&place.at("new/bonport.db")), 0o600);
    assert!(
        place.does("new", None, &["check"]).contains("nothing leaves until an administrator"),
        "check says it, too"
    );

    let url = testing::empty_postgres().await;
    place.does("third", Some(&url), &["restore", path(&copy)]);
    assert!(place.does("third", Some(&url), &["user", "list"]).contains("camille@bonport.example"));
    assert!(held(&url).await);
    let again = place.at("again.db");
    let told = place.does("third", Some(&url), &["backup", path(&again)]);
    assert!(told.contains("contacts: 0") && mode(&again) == 0o600, "{told}");
    place.does("fourth", None, &["restore", path(&again)]);
    assert!(place.does("fourth", None, &["user", "list"]).contains("camille@bonport.example"));
    // What was put in place before it was copied once more is not asked about twice.
    assert!(held(&sqlite(&place.at("fourth"))).await);
    place.refuses("third", Some(&url), &["restore", path(&copy)], "the Postgres is not empty");
    place.refuses("third", Some(&url), &["restore", path(&copy), "--replace"], "make a new, empty database");
}

#[test]
fn s69_a_database_that_is_there_is_only_put_aside_when_asked() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    assert!(add(&place.at("data"), "noe@bonport.example", "quatre tasses de thé\n").status.success());
    place.refuses("data", None, &["restore", path(&copy)], "with --replace it is put aside");
    assert!(place.does("data", None, &["user", "list"]).contains("noe@bonport.example"), "nothing changed");
    let told = place.does("data", None, &["restore", path(&copy), "--replace"]);
    assert!(told.contains("bonport.db.before-restore-"), "{told}");
    assert!(!place.does("data", None, &["user", "list"]).contains("noe@bonport.example"));
    let aside = fs::read_dir(place.at("data")).unwrap().map(|entry| entry.unwrap().path());
    // Its journal goes along, where there is one.
    let journal = |path: &str| path.ends_with("-wal") || path.ends_with("-shm");
    let named = |path: &str| path.contains(".before-restore-") && !journal(path);
    let aside = aside.filter(|path| named(path.to_str().unwrap())).collect::<Vec<_>>();
    assert_eq!(aside.len(), 1);
    let url = format!("sqlite:{}", aside[0].display());
    assert!(place.does("data", Some(&url), &["user", "list"]).contains("noe@bonport.example"), "it is kept");
}

#[test]
fn s69_what_is_no_copy_is_refused_in_words_and_changes_nothing() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    let whole = fs::read(&copy).unwrap();
    let other = place.at("other.db");
    fs::write(&other, "Bonjour").unwrap();
    place.refuses("new", None, &["restore", path(&other)], "it is no copy of a Bonport");
    fs::write(&other, &whole[..whole.len() / 3]).unwrap();
    place.refuses("new", None, &["restore", path(&other)], "damaged");
    place.refuses("new", None, &["restore", path(&place.at("none.db"))], "none.db");
    fs::write(place.at("copy.db-wal"), "a journal").unwrap();
    place.refuses("new", None, &["restore", path(&copy)], "make a copy of it with bonport backup");
    let left: Vec<_> = fs::read_dir(place.at("new")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name == "bonport.db.lock"), "{left:?}");
}

#[tokio::test]
async fn s69_a_copy_of_a_newer_or_older_version_is_told_apart() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    let pool = Pool::open(&format!("sqlite:{}", copy.display())).await.unwrap();
    let mut tx = pool.write().await.unwrap();
    testing::run(&mut tx, "UPDATE _sqlx_migrations SET version = 9999 WHERE version = 25").await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;
    place.refuses("new", None, &["restore", path(&copy)], "made by a newer Bonport");

    let older = place.at("older.db");
    crate::older(&format!("sqlite:{}", older.display())).await;
    for url in [None, Some(testing::empty_postgres().await)] {
        let data = if url.is_some() { "on-postgres" } else { "on-sqlite" };
        place.does(data, url.as_deref(), &["restore", path(&older)]);
        let url = url.unwrap_or_else(|| sqlite(&place.at(data)));
        assert_eq!(crate::organisation(&url).await, ("Maison Œuvrard".into(), 0));
        assert!(held(&url).await, "also one that does not say from when it is");
    }
}

/// S58: the key goes along only when asked for, and comes back only where there is none.
#[tokio::test]
async fn s58_a_copy_without_its_key_shows_no_secret() {
    let place = Place::new();
    place.does("data", None, &["check"]);
    let key = fs::read_to_string(place.at("data/key")).unwrap();
    let pool = Pool::open(&sqlite(&place.at("data"))).await.unwrap();
    let mut tx = pool.write().await.unwrap();
    let form = smtp_account().check(None, &[]).unwrap();
    let keys = Keys::parse(&key).unwrap();
    store::accounts::add(&mut tx, &keys, AccountOwner::Organisation, &form, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;
    let copy = place.backup("copy.db");
    assert!(!place.at("copy.db.key").exists());
    let shown = String::from_utf8_lossy(&fs::read(&copy).unwrap()).into_owned();
    assert!(!shown.contains("le mot de passe") && !shown.contains(key.trim()));
    let told = place.does("without", None, &["restore", path(&copy)]);
    assert!(told.contains("type them anew") && told.contains(&form.from_address.to_string()), "{told}");

    let with = place.at("with.db");
    place.does("data", None, &["backup", path(&with), "--with-key"]);
    let kept = place.at("with.db.key");
    assert_eq!((mode(&kept), fs::read_to_string(&kept).unwrap()), (0o600, key.clone()));
    let told = place.does("with", None, &["restore", path(&with), "--key", path(&kept)]);
    assert!(!told.contains("type them anew"), "{told}");
    assert_eq!((mode(&place.at("with/key")), fs::read_to_string(place.at("with/key")).unwrap()), (0o600, key));
    fs::create_dir(place.at("other")).unwrap();
    let other = Keys::generate().unwrap().text();
    fs::write(place.at("other/key"), other.expose_secret()).unwrap();
    fs::set_permissions(place.at("other/key"), fs::Permissions::from_mode(0o600)).unwrap();
    place.refuses("other", None, &["restore", path(&with), "--key", path(&kept)], "another key is in");
    assert!(!place.at("other/bonport.db").exists());
}

#[test]
fn s69_a_database_that_is_served_is_not_replaced() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    let _served = server::data_folder::lock(&place.at("data/bonport.db")).unwrap();
    place.refuses("data", None, &["restore", path(&copy), "--replace"], "already served by another bonport");
}

/// S69: the very case for which one has a copy.
#[test]
fn s69_a_database_that_cannot_be_read_any_more_makes_room_too() {
    let place = Place::new();
    let copy = place.backup("copy.db");
    fs::write(place.at("data/bonport.db"), "nothing that SQLite knows".repeat(200)).unwrap();
    place.refuses("data", None, &["restore", path(&copy)], "cannot be read; with --replace it is put aside");
    place.does("data", None, &["restore", path(&copy), "--replace"]);
    assert!(place.does("data", None, &["user", "list"]).contains("camille@bonport.example"));
    assert!(place.does("data", None, &["check"]).contains("integrity   ok"));
    let aside = fs::read_dir(place.at("data")).unwrap().map(|entry| entry.unwrap().path());
    let aside = aside.filter(|path| path.to_str().unwrap().contains(".before-restore-"));
    assert_eq!(aside.filter(|path| fs::metadata(path).unwrap().len() == 5_000).count(), 1, "it is kept");
}

/// What does not move is told, and what is broken ends with 1.
#[tokio::test]
async fn check_counts_tells_what_is_stuck_and_fails_on_what_is_broken() {
    let place = Place::new();
    let fresh = testing::sqlite().await;
    let w = world::world(&fresh).await;
    w.enqueue(&w.batch("one", &["a@x.example", "b@x.example"])).await;
    let whole = place.does("data", None, &["check"]);
    assert!(whole.contains("stuck       nothing") && whole.contains("integrity   ok"), "{whole}");

    let mut tx = fresh.pool.write().await.unwrap();
    let long_ago = "UPDATE delivery SET state = 'queued', due_at = '2026-01-01T00:00:00+00:00'";
    testing::run(&mut tx, long_ago).await.unwrap();
    tx.commit().await.unwrap();
    let stuck = place.does("data", Some(&fresh.url), &["check"]);
    assert!(stuck.contains("2 mails due for an hour") && stuck.contains("deliveries queued: 2"), "{stuck}");
    let mut tx = fresh.pool.write().await.unwrap();
    testing::run(&mut tx, "DELETE FROM blob_chunk").await.unwrap();
    tx.commit().await.unwrap();
    place.refuses("data", Some(&fresh.url), &["check"], "1 files that lack a part");
}
