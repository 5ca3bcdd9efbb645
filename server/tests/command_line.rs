//! The binary itself: what it prints, refuses and leaves behind.
#![allow(clippy::unwrap_used)]

use model::{AccountDraft, AccountOwner, Secret, Settings};
use secrecy::ExposeSecret;
use std::{
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Output, Stdio},
};
use store::{Pool, secrets::Keys, testing};

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
async fn of_postgres_it_is_said_who_copies_and_what_was_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let (url, copy) = (testing::empty_postgres().await, folder.path().join("copy.db"));
    let run = |arguments: &[&str]| bonport(folder.path()).args(arguments).env("DATABASE_URL", &url).output().unwrap();
    older(&url).await;
    for warned in [true, false] {
        let listed = run(&["user", "list"]);
        assert!(listed.status.success(), "{}", said(&listed));
        assert_eq!(said(&listed).contains("pg_dump"), warned, "{}", said(&listed));
    }
    let checked = run(&["check"]);
    assert!(checked.status.success() && said(&checked).contains("integrity   not looked at"), "{}", said(&checked));
    let backup = run(&["backup", copy.to_str().unwrap()]);
    assert!(!backup.status.success() && said(&backup).contains("pg_dump"), "{}", said(&backup));
    assert!(!copy.exists());
    assert!(said(&run(&["serve", "--help"])).contains("pg_dump") && said(&run(&["help"])).contains("pg_dump"));
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

/// With a site of empty files.
fn serve(data: &Path) -> Command {
    let site = data.with_file_name("site");
    std::fs::create_dir_all(site.join("pkg/fonts")).unwrap();
    for file in
        ["bonport.js", "bonport.wasm", "words.fr.json", "words.en.json", "bonport.css", "fonts/atkinson-latin.1.woff2"]
    {
        std::fs::write(site.join("pkg").join(file), "").unwrap();
    }
    let mut command = bonport(data);
    command
        .args(["serve", "--address", "127.0.0.1:0", "--site"])
        .arg(&site)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn end(served: &Child) {
    assert!(Command::new("kill").arg(served.id().to_string()).status().unwrap().success());
}

#[test]
fn serve_prints_the_set_up_page_refuses_a_second_and_stops_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut first = Guard(serve(&data).spawn().unwrap());
    let mut lines = BufReader::new(first.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.next().unwrap().contains("http://127.0.0.1:"));
    assert!(lines.any(|line| line.contains("/installation?jeton=")));

    let second = serve(&data).output().unwrap();
    assert!(!second.status.success() && said(&second).contains("already served"), "{}", said(&second));

    end(&first.0);
    assert!(first.0.wait().unwrap().success());
    assert!(!data.join("bonport.db-wal").exists(), "the journal was folded into the database");
}

#[test]
fn s03_a_proxy_that_nobody_named_is_warned_of() {
    for (proxies, warned) in [("", true), ("127.0.0.1", false)] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = serve(&folder.path().join("data"));
        command.env("BONPORT_URL", "https://bonport.example");
        if !proxies.is_empty() {
            command.env("BONPORT_TRUSTED_PROXIES", proxies);
        }
        let mut served = Guard(command.spawn().unwrap());
        let mut lines = BufReader::new(served.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("/installation?jeton=")));
        end(&served.0);
        let mut log = String::new();
        served.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(log.contains("BONPORT_TRUSTED_PROXIES"), warned, "{log}");
    }
}

/// With the key before it still in the file.
#[tokio::test]
async fn s58_a_new_key_in_front_takes_over_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(add(&data, "camille@bonport.example", "quatre tasses de thé\n").status.success());
    let old = Keys::generate().unwrap();
    let form = AccountDraft {
        host: "mail.example".into(),
        port: "587".into(),
        login: "compta".into(),
        from_address: "compta@maison.example".into(),
        password: Secret::new("le mot de passe"),
        ..AccountDraft::default()
    };
    let pool = Pool::open(&format!("sqlite:{}", data.join("bonport.db").display())).await.unwrap();
    let mut tx = pool.write().await.unwrap();
    let (form, owner) = (form.check(None, &[]).unwrap(), AccountOwner::Organisation);
    let account = store::accounts::add(&mut tx, &old, owner, &form, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;

    let turned = old.turned_over().unwrap();
    let mut command = serve(&data);
    command.env("BONPORT_KEY", turned.text().expose_secret());
    let mut served = Guard(command.spawn().unwrap());
    let mut lines = BufReader::new(served.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    assert!(lines.any(|line| line.contains("Bonport is on")));
    end(&served.0);
    assert!(served.0.wait().unwrap().success());

    let new = Keys::parse(turned.text().expose_secret().lines().next().unwrap()).unwrap();
    let pool = Pool::open(&format!("sqlite:{}", data.join("bonport.db").display())).await.unwrap();
    let secret = store::accounts::secret(&mut pool.read().await.unwrap(), &new, account).await.unwrap();
    assert_eq!(secret.unwrap().expose_secret(), "le mot de passe");
}

/// Ends the program also when a test fails.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        let _ = self.0.kill();
    }
}
