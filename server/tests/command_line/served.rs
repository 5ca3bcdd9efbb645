//! `bonport serve`: how it starts, takes over and stops.

use crate::{add, bonport, said};
use model::AccountOwner;
use secrecy::ExposeSecret;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};
use store::{
    Pool,
    secrets::Keys,
    testing::{self, quiet, smtp_account},
};

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

fn lines_of(served: &mut Guard) -> impl Iterator<Item = String> + use<> {
    BufReader::new(served.0.stdout.take().unwrap()).lines().map(Result::unwrap)
}

fn end(served: &Child) {
    assert!(Command::new("kill").arg(served.id().to_string()).status().unwrap().success());
}

#[test]
fn serve_prints_the_set_up_page_refuses_a_second_and_stops_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut first = Guard(serve(&data).spawn().unwrap());
    let mut lines = lines_of(&mut first);
    assert!(lines.next().unwrap().contains("http://127.0.0.1:"));
    assert!(lines.any(|line| line.contains("/installation?jeton=")));

    let second = serve(&data).output().unwrap();
    assert!(!second.status.success() && said(&second).contains("already served"), "{}", said(&second));

    end(&first.0);
    assert!(first.0.wait().unwrap().success());
    let journal = std::fs::metadata(data.join("bonport.db-wal")).map_or(0, |journal| journal.len());
    assert_eq!(journal, 0, "the journal was folded into the database");
}

/// delivery.md §3: a SQLite file has one process, which also delivers.
#[test]
fn who_only_shows_or_only_delivers_needs_postgres() {
    let folder = tempfile::tempdir().unwrap();
    for part in ["--no-worker", "--worker-only"] {
        let output = serve(&folder.path().join("data")).arg(part).output().unwrap();
        assert!(!output.status.success());
        assert!(said(&output).contains("name a Postgres with --database-url"), "{part}: {}", said(&output));
    }
}

/// What stands in the outbox is watched apart from the pages.
#[test]
fn metrics_and_health_are_served_on_an_address_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = serve(&folder.path().join("data"));
    let mut served = Guard(command.args(["--metrics", "127.0.0.1:0"]).spawn().unwrap());
    let mut lines = lines_of(&mut served);
    let address = lines.find_map(|line| {
        let (_, rest) = line.split_once("Metrics are on http://")?;
        Some(rest.trim_end_matches("/metrics").to_owned())
    });
    let address = address.unwrap();
    assert!(get(&address, "/health").starts_with("HTTP/1.1 200"));
    let metrics = get(&address, "/metrics");
    for line in ["bonport_deliveries{state=\"queued\"} 0", "bonport_worker_delivers 1"] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    end(&served.0);
    assert!(served.0.wait().unwrap().success());
}

/// Two processes share the work: pages come from the one, mails leave by the other.
#[tokio::test]
async fn one_process_shows_and_another_delivers_on_postgres() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::empty_postgres().await;
    let mut served = vec![];
    for (part, says) in [("--no-worker", "Bonport is on"), ("--worker-only", "Bonport sends mails")] {
        let mut command = serve(&folder.path().join(part).join("data"));
        command.arg(part).env("DATABASE_URL", &url).env("BONPORT_KEY", "5a".repeat(32));
        let mut guard = Guard(command.spawn().unwrap());
        let mut lines = lines_of(&mut guard);
        assert!(lines.any(|line| line.contains(says)), "{part}");
        served.push((guard, lines));
    }
    for (mut guard, _lines) in served {
        end(&guard.0);
        assert!(guard.0.wait().unwrap().success());
    }
}

/// Pages come from it, also while a second one serves the same database (several machines).
#[tokio::test]
async fn serve_answers_on_postgres_and_stops_in_good_order() {
    let folder = tempfile::tempdir().unwrap();
    let url = testing::empty_postgres().await;
    let mut served = vec![];
    for machine in ["one", "two"] {
        let mut command = serve(&folder.path().join(machine).join("data"));
        command.env("DATABASE_URL", &url).env("BONPORT_KEY", "5a".repeat(32));
        let mut guard = Guard(command.spawn().unwrap());
        let mut lines = lines_of(&mut guard);
        let address = lines.find_map(|line| Some(line.split_once("http://")?.1.trim().to_owned())).unwrap();
        assert!(get(&address, "/sante").starts_with("HTTP/1.1 200"), "{machine}");
        let page = get(&address, "/connexion");
        assert!(page.starts_with("HTTP/1.1 200") && page.contains("name=\"password\""), "{machine}: {page}");
        served.push((guard, lines));
    }
    let pool = Pool::open(&url).await.unwrap();
    assert!(store::pending_migrations(&pool).await.unwrap().1.is_empty());
    for (mut guard, _lines) in served {
        end(&guard.0);
        assert!(guard.0.wait().unwrap().success());
    }
    assert_eq!(store::open_transactions(&pool).await.unwrap(), 0);
    pool.close().await;
}

fn get(address: &str, path: &str) -> String {
    let mut socket = TcpStream::connect(address).unwrap();
    write!(socket, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
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
        let mut lines = lines_of(&mut served);
        assert!(lines.any(|line| line.contains("/installation?jeton=")));
        end(&served.0);
        let mut log = String::new();
        served.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
        assert_eq!(log.contains("BONPORT_TRUSTED_PROXIES"), warned, "{log}");
    }
}

/// S59, S60: the binary itself at TRACE, asked for what it must not repeat: a wrong password and a right one, a session, a one-time link,
/// addresses in paths and queries.
#[test]
fn s59_all_that_serve_logs_holds_no_secret_and_no_address() {
    let _quiet = quiet::listen();
    let folder = tempfile::tempdir().unwrap();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let mut command = serve(&data);
    command.args(["--log", "trace,axum::rejection=trace"]);
    let mut served = Guard(command.stderr(std::fs::File::create(&log).unwrap()).spawn().unwrap());
    let mut lines = lines_of(&mut served);
    let address = lines.find_map(|line| Some(line.split_once("Bonport is on http://")?.1.trim().to_owned())).unwrap();
    let link = lines.find_map(|line| Some(line.split_once("/installation?jeton=")?.1.trim().to_owned())).unwrap();
    assert!(get(&address, &format!("/installation?jeton={link}")).starts_with("HTTP/1.1 200"));

    assert!(add(&data, "camille@bonport.example", "quatre tasses de thé\n").status.success());
    let wrong = sign_in(&address, "quatre+tasses+de+lait");
    assert!(!wrong.contains("__Host") && !wrong.contains("bonport="), "{wrong}");
    let right = sign_in(&address, "quatre+tasses+de+th%C3%A9");
    let session = right.split_once("bonport=").unwrap().1.split(';').next().unwrap().to_owned();
    for path in
        ["/contacts?q=lea@maison.example", "/envois/lea@maison.example/1", "/lea@maison.example", "/api/lea@x.example"]
    {
        let asked = get(&address, &format!("{path} HTTP/1.1\r\nCookie: bonport={session}\r\nX-Rest:"));
        assert!(asked.starts_with("HTTP/1.1 "), "{path}: {asked}");
    }
    end(&served.0);
    assert!(served.0.wait().unwrap().success());

    let log = std::fs::read_to_string(log).unwrap();
    for part in ["rows_affected=", "route=\"/contacts\"", "route=\"none\"", "user=1", "status=404"] {
        assert!(log.contains(part), "it is all there, {part} too");
    }
    quiet::secret("the link", &link);
    quiet::secret("the session", &session);
    quiet::secret("the password", "quatre tasses de thé");
    quiet::secret("the password as typed", "quatre+tasses");
    quiet::secret("a wrong password", "quatre tasses de lait");
    quiet::secret("the key", std::fs::read_to_string(data.join("key")).unwrap().trim());
    quiet::heard(&log);
}

fn sign_in(address: &str, password: &str) -> String {
    let body = format!("email=camille%40bonport.example&password={password}");
    let mut socket = TcpStream::connect(address).unwrap();
    write!(
        socket,
        "POST /api/access/sign-in HTTP/1.1\r\nHost: {address}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    answer
}

/// With the key before it still in the file.
#[tokio::test]
async fn s58_a_new_key_in_front_takes_over_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    assert!(add(&data, "camille@bonport.example", "quatre tasses de thé\n").status.success());
    let old = Keys::generate().unwrap();
    let pool = Pool::open(&format!("sqlite:{}", data.join("bonport.db").display())).await.unwrap();
    let mut tx = pool.write().await.unwrap();
    let (form, owner) = (smtp_account().check(None, &[]).unwrap(), AccountOwner::Organisation);
    let account = store::accounts::add(&mut tx, &old, owner, &form, app::clock::now()).await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;

    let turned = old.turned_over().unwrap();
    let mut command = serve(&data);
    command.env("BONPORT_KEY", turned.text().expose_secret());
    let mut served = Guard(command.spawn().unwrap());
    let mut lines = lines_of(&mut served);
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
