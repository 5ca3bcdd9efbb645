//! The binary itself: what it prints, refuses and leaves behind.
#![allow(clippy::unwrap_used)]

mod bounces;
mod cut_short;
mod documents;
mod importing;
mod restoring;
mod served;
#[path = "../../store/tests/sending/world.rs"]
#[allow(dead_code, reason = "the store's own tests use the rest")]
mod world;

use model::Settings;
use std::{
    io::Write,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Command, Output, Stdio},
};
use store::{Pool, testing};

fn bonport(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bonport"));
    command.env_clear().env("BONPORT_DATA", data).stdin(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn add(data: &Path, email: &str, password: &str) -> Output {
    let arguments = ["user", "add", "--email", email, "--role", "administrator", "--password-stdin"];
    let mut child = bonport(data)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn people_are_added_and_listed_and_refused_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(add(&data, "camille@bonport.example", "quatre tasses de thé\n").status.success());
    let again = add(&data, "Camille@Bonport.example", "quatre tasses de thé\n");
    assert!(!again.status.success() && said(&again).contains("already a user"), "{}", said(&again));
    let short = add(&data, "noe@bonport.example", "court\n");
    assert!(!short.status.success() && said(&short).contains("password"), "{}", said(&short));
    assert!(!said(&short).contains("court"));
    let listed = said(&bonport(&data).args(["user", "list"]).output().unwrap());
    assert!(listed.contains("camille@bonport.example\tadministrator\tactive"), "{listed}");
}

#[test]
fn a_backup_is_written_once_and_check_finds_it_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("data"), folder.path().join("copy.db"));
    assert!(add(&data, "camille@bonport.example", "quatre tasses de thé\n").status.success());
    let backup = || bonport(&data).arg("backup").arg(&copy).output().unwrap();
    assert!(backup().status.success());
    assert!(said(&backup()).contains("exists already"));
    let url = format!("sqlite:{}", copy.display());
    let checked = bonport(&data).arg("check").env("DATABASE_URL", url).output().unwrap();
    assert!(checked.status.success() && said(&checked).contains("integrity   ok"), "{}", said(&checked));
}

/// With the tables of the version before, and a name in them.
async fn older(url: &str) {
    let pool = Pool::open(url).await.unwrap();
    testing::migrate_but_last(&pool).await.unwrap();
    let mut tx = pool.write().await.unwrap();
    let settings = Settings { organisation_name: "Maison Œuvrard".into(), ..Settings::default() };
    store::change_settings(&mut tx, &settings, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;
}

async fn organisation(url: &str) -> (String, usize) {
    let pool = Pool::open(url).await.unwrap();
    let settings = store::settings(&mut pool.read().await.unwrap()).await.unwrap();
    let pending = store::pending_migrations(&pool).await.unwrap().1.len();
    pool.close().await;
    (settings.organisation_name, pending)
}

#[tokio::test]
async fn a_copy_is_kept_before_the_tables_change_and_it_opens() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("bonport.db").display());
    let run = |arguments: &[&str]| bonport(folder.path()).args(arguments).output().unwrap();
    let copies = || {
        let all = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
        all.filter(|path| path.to_str().unwrap().contains("bonport.db.before-")).collect::<Vec<_>>()
    };
    older(&url).await;
    let checked = run(&["check"]);
    assert!(checked.status.success() && said(&checked).contains("1 migrations to come"), "{}", said(&checked));
    assert!(copies().is_empty());
    for _ in 0..2 {
        let listed = run(&["user", "list"]);
        assert!(listed.status.success(), "{}", said(&listed));
    }
    let kept = copies();
    assert_eq!(kept.len(), 1, "once, when there was something to change");
    assert_eq!(kept[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let copy = format!("sqlite:{}", kept[0].display());
    assert_eq!(organisation(&copy).await, ("Maison Œuvrard".into(), 1), "as it was");
    assert_eq!(organisation(&url).await, ("Maison Œuvrard".into(), 0));
}

#[tokio::test]
async fn of_postgres_it_is_said_that_no_copy_was_kept_and_what_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (url, copy) = (testing::empty_postgres().await, folder.path().join("copy.db"));
    let run = |arguments: &[&str]| bonport(folder.path()).args(arguments).env("DATABASE_URL", &url).output().unwrap();
    older(&url).await;
    // Before the tables change: a copy of the version that it has.
    let backup = run(&["backup", copy.to_str().unwrap()]);
    assert!(backup.status.success(), "{}", said(&backup));
    assert_eq!(organisation(&format!("sqlite:{}", copy.display())).await, ("Maison Œuvrard".into(), 1));
    for warned in [true, false] {
        let listed = run(&["user", "list"]);
        assert!(listed.status.success(), "{}", said(&listed));
        assert_eq!(said(&listed).contains("bonport backup"), warned, "{}", said(&listed));
    }
    let checked = run(&["check"]);
    assert!(checked.status.success() && said(&checked).contains("as far as Postgres was asked"), "{}", said(&checked));
    assert!(said(&run(&["serve", "--help"])).contains("bonport backup"));
}

#[test]
fn what_only_reads_makes_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let (data, copy) = (folder.path().join("wrong"), folder.path().join("copy.db"));
    std::fs::create_dir(&data).unwrap();
    let backup = bonport(&data).arg("backup").arg(&copy).output().unwrap();
    assert!(!backup.status.success() && said(&backup).contains("no database"), "{}", said(&backup));
    let check = bonport(&data).arg("check").output().unwrap();
    assert!(check.status.success() && said(&check).contains("none yet"), "{}", said(&check));
    let named = format!("sqlite:{}", data.join("other.db").display());
    let check = bonport(&data).arg("check").env("DATABASE_URL", named).output().unwrap();
    assert!(!check.status.success() && said(&check).contains("no database"), "{}", said(&check));
    assert!(!data.join("other.db").exists());
    assert!(!copy.exists() && !data.join("bonport.db").exists());
}

#[test]
fn a_wrong_variable_is_named_with_what_is_expected_and_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let run = |name: &str, value: &str| said(&bonport(folder.path()).arg("check").env(name, value).output().unwrap());
    let wrong = run("DATABASE_URL", "mysql://me:secret@host/db");
    assert!(wrong.contains("--database-url") && wrong.contains("postgres://"), "{wrong}");
    assert!(run("BONPORT_KEY", "secret").contains("64 hexadecimal digits"));
    assert!(run("BONPORT_LOG", "bonport=loud").contains("--log"));
}

#[test]
fn the_demo_stays_out_of_data_that_are_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (real, demo) = (folder.path().join("real"), folder.path().join("demo"));
    let load = |data: &Path| bonport(data).args(["demo", "--load-only"]).output().unwrap();
    assert!(add(&real, "camille@maison.example", "quatre tasses de thé\n").status.success());
    let refused = load(&real);
    assert!(!refused.status.success() && said(&refused).contains("this is no demo"), "{}", said(&refused));
    assert!(!said(&refused).contains(server::demo::PASSWORD), "{}", said(&refused));
    let listed = said(&bonport(&real).args(["user", "list"]).output().unwrap());
    assert!(!listed.contains(server::demo::EMAIL), "{listed}");

    for time in ["first", "second"] {
        let loaded = load(&demo);
        assert!(loaded.status.success() && said(&loaded).contains(server::demo::EMAIL), "{time}: {}", said(&loaded));
    }
    // A colleague who joined the demo does not make it real.
    assert!(add(&demo, "camille@maison.example", "quatre tasses de thé\n").status.success());
    assert!(load(&demo).status.success());
}
