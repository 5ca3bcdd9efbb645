//! How long pages take at 1 000 clients and 20 000 contacts, beside `/sante` as the bare request of the same run; idle memory; start.
//! The program is `BONPORT_BIN`, else the one of this profile with the site of `BONPORT_SITE`. Printed for people to judge.
#![allow(clippy::unwrap_used, missing_docs)]

use model::{
    EmailAddress, Lang, Moment, NotificationType, UserRole,
    draft::{AffiliationFields, ClientDraft, ContactFields},
};
use sha2::{Digest, Sha256};
use std::{
    io::{Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};
use store::{Pool, affiliations, clients, contacts, sessions, users};

const CLIENTS: usize = 1_000;
const CONTACTS_EACH: usize = 20;
const ROUNDS: usize = 200;
const TOKEN: &str = "a-token-of-the-bench";
const FIRST: [&str; 12] =
    ["Éloïse", "Jean", "Marie", "Noé", "Camille", "Inès", "Luc", "Zoé", "Paul", "Anaïs", "Hugo", "Léa"];
const LAST: [&str; 10] =
    ["Martin", "Dubois", "Lefèvre", "Peeters", "Tremblay", "Œuvrard", "Moreau", "Janssens", "Roy", "Garcia"];

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let client = fill(folder.path()).await;
    let (mut server, port, start) = serve(folder.path());
    println!("start          {:>8.0} ms", start.as_secs_f64() * 1000.0);
    std::thread::sleep(Duration::from_secs(2));
    println!("idle memory    {:>8.1} MB", memory(&server));
    println!("{:<14} {:>11} {:>11} {:>9}", "page", "median", "p95", "× bare");
    let bare = measure(port, "bare request", "/sante", None);
    for (name, path) in [
        ("list", "/clients".to_owned()),
        ("card", format!("/clients/{client}")),
        ("contacts", format!("/clients/{client}/contacts")),
        ("compose", format!("/ecrire?client={client}")),
    ] {
        measure(port, name, &path, Some(bare));
    }
    println!("memory after   {:>8.1} MB", memory(&server));
    server.kill().unwrap();
    server.wait().unwrap();
}

async fn fill(folder: &Path) -> i64 {
    let pool = Pool::open(&format!("sqlite:{}", folder.join("bonport.db").display())).await.unwrap();
    store::migrate(&pool).await.unwrap();
    let now = app::clock::now();
    let mut tx = pool.write().await.unwrap();
    let mut last = 0;
    for n in 0..CLIENTS {
        last = add_client(&mut tx, n, now).await;
    }
    let person = users::NewUser {
        email: address("camille@bonport.example"),
        name: "Camille Roy".into(),
        role: UserRole::Administrator,
        language: Lang::Fr,
        password_hash: Some("none that fits".into()),
    };
    let user = users::add(&mut tx, &person, now).await.unwrap();
    sessions::add(&mut tx, &Sha256::digest(TOKEN), user, "bench", now).await.unwrap();
    tx.commit().await.unwrap();
    pool.close().await;
    last
}

async fn add_client(tx: &mut store::Tx, n: usize, now: Moment) -> i64 {
    let draft = ClientDraft {
        reference: format!("C{n:05}"),
        label: format!("Maison {} {n}", LAST[n % LAST.len()]),
        kind: "professional".into(),
        language: "fr".into(),
        email: format!("contact@maison{n}.example"),
        ..ClientDraft::default()
    };
    let client = clients::add(tx, &draft.check().unwrap(), now).await.unwrap();
    for m in 0..CONTACTS_EACH {
        let (first, last) = (FIRST[(n * 7 + m) % FIRST.len()], LAST[(n * 3 + m) % LAST.len()]);
        let fields = ContactFields {
            civility: None,
            first_name: first.into(),
            last_name: last.into(),
            email: Some(address(&format!("p{m}@maison{n}.example"))),
            language: Lang::Fr,
            phones: vec![],
            note: String::new(),
        };
        let contact = contacts::add(tx, &fields, Some(client), now).await.unwrap();
        let link =
            AffiliationFields { function: "Achats".into(), site: None, notification_type: NotificationType::Orders };
        affiliations::add(tx, contact, client, &link, m == 0, now).await.unwrap();
    }
    client.0
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn serve(folder: &Path) -> (Child, u16, Duration) {
    let probe = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = probe.local_addr().unwrap().port();
    drop(probe);
    let program = std::env::var("BONPORT_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_bonport").into());
    let from = Instant::now();
    let mut server = Command::new(program)
        .arg("serve")
        .env("BONPORT_DATA", folder)
        .env("BONPORT_ADDRESS", format!("127.0.0.1:{port}"))
        .env("BONPORT_LOG", "warn")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert_eq!(server.try_wait().unwrap(), None, "the program ended");
        std::thread::sleep(Duration::from_millis(2));
    }
    (server, port, from.elapsed())
}

/// Prints one row; the median.
fn measure(port: u16, name: &str, path: &str, bare: Option<Duration>) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS + 10).map(|_| ask(port, path)).skip(10).collect();
    times.sort();
    let (median, p95) = (times[ROUNDS / 2], times[ROUNDS * 95 / 100]);
    let ratio = bare.map_or(1.0, |bare| median.as_secs_f64() / bare.as_secs_f64());
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!("{name:<14} {:>8.2} ms {:>8.2} ms {ratio:>9.1}", ms(median), ms(p95));
    median
}

fn ask(port: u16, path: &str) -> Duration {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_nodelay(true).unwrap();
    let from = Instant::now();
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncookie: bonport={TOKEN}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let took = from.elapsed();
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{path}: {}",
        String::from_utf8_lossy(&answer[..200.min(answer.len())])
    );
    took
}

/// Resident, in MB.
fn memory(server: &Child) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("0 0");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1000.0
}
