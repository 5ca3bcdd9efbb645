//! A house with an account, mails to send, and the real `bonport` serving it.

use super::smtp_server::SmtpServer;
use model::delivery::{DeliveryState, Kind};
use model::{
    AccountId, AccountOwner, BatchId, CheckedAccount, EmailAddress, Moment, SecretChange, Security, Transport,
};
use std::collections::HashMap;
use std::process::Stdio;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::outbox::{NewBatch, NewMessage};
use store::secrets::Keys;
use store::testing::{new_batch, new_message, quiet};
use store::{Pool, outbox, sends};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, ChildStderr, Command};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

pub struct House {
    folder: TempDir,
    smtp: std::net::SocketAddr,
    account: AccountId,
    batches: Mutex<Vec<BatchId>>,
}

/// What a delivery came to.
pub struct Row {
    pub address: String,
    pub state: DeliveryState,
    pub dup_risk: bool,
}

impl House {
    pub async fn new(server: &SmtpServer) -> Self {
        let folder = TempDir::new().unwrap();
        empty_site(&folder.path().join("site"));
        let pool = open(&folder.path().join("bonport.db")).await;
        store::migrate(&pool).await.unwrap();
        let mut tx = pool.write().await.unwrap();
        let account = CheckedAccount {
            transport: Transport::Smtp,
            host: "127.0.0.1".into(),
            port: server.address().port(),
            security: Security::None,
            login: String::new(),
            secret: SecretChange::Keep,
            from_address: address("moi@maison.example"),
            from_name: String::new(),
            reply_to: None,
            copy_to_self: false,
            version: 1,
        };
        let keys = Keys::generate().unwrap();
        let account = store::accounts::add(&mut tx, &keys, AccountOwner::Organisation, &account, now()).await.unwrap();
        tx.commit().await.unwrap();
        pool.close().await;
        Self { folder, smtp: server.address(), account, batches: Mutex::default() }
    }

    /// So many batches of one mail to one address; the bytes by address.
    pub async fn enqueue(&self, kind: Kind, count: usize) -> HashMap<String, Vec<u8>> {
        let pool = open(&self.folder.path().join("bonport.db")).await;
        let mut tx = pool.write().await.unwrap();
        let mut mails = HashMap::new();
        for n in 0..count {
            let to = format!("{}-{n}@x.example", kind.code());
            let mime = format!("Message-ID: <{to}>\r\nTo: {to}\r\nSubject: {n}\r\n\r\n.\r\nBonjour\r\n").into_bytes();
            let batch = self.batch(kind, &to, &mime);
            let enqueued = outbox::enqueue(&mut tx, &batch, now()).await.unwrap();
            self.batches.lock().unwrap().push(enqueued.batch_id);
            mails.insert(to, mime);
        }
        tx.commit().await.unwrap();
        pool.close().await;
        mails
    }

    fn batch(&self, kind: Kind, to: &str, mime: &[u8]) -> NewBatch {
        let message = NewMessage {
            mime: mime.to_vec(),
            from_address: "moi@maison.example".into(),
            ..new_message(self.account, to, [to])
        };
        NewBatch { kind, ..new_batch(to, vec![message]) }
    }

    /// The binary, and how long it took until it answered.
    pub async fn serve(&self) -> (Running, Duration) {
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_bonport"))
            .args(["serve", "--address", "127.0.0.1:0"])
            .env_clear()
            .env("BONPORT_DATA", self.folder.path())
            .env("BONPORT_SITE", self.folder.path().join("site"))
            .env("BONPORT_SMTP_ALLOW", self.smtp.to_string())
            .env("BONPORT_LOG", "trace")
            .env("BONPORT_STOP_WITHIN", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (tell, accepted) = unbounded_channel();
        let log = tokio::spawn(listen(child.stderr.take().unwrap(), tell));
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while let Some(line) = lines.next_line().await.unwrap() {
            if let Some((_, address)) = line.split_once("http://") {
                assert_healthy(address.trim()).await;
                return (Running { child, log, accepted, _lines: lines }, begun.elapsed());
            }
        }
        panic!("bonport ended: {:?}", child.wait().await);
    }

    /// From a copy of the files as the crash left them: looking must not repair anything.
    pub async fn rows_as_left(&self) -> Vec<Row> {
        let copy = TempDir::new().unwrap();
        for name in ["bonport.db", "bonport.db-wal"] {
            let from = self.folder.path().join(name);
            if from.exists() {
                std::fs::copy(from, copy.path().join(name)).unwrap();
            }
        }
        self.rows_in(copy.path()).await
    }

    pub async fn rows(&self) -> Vec<Row> {
        self.rows_in(self.folder.path()).await
    }

    async fn rows_in(&self, folder: &std::path::Path) -> Vec<Row> {
        let pool = open(&folder.join("bonport.db")).await;
        let mut tx = pool.read().await.unwrap();
        let batches = self.batches.lock().unwrap().clone();
        let mut rows = Vec::new();
        for batch in batches {
            let view = sends::get(&mut tx, batch).await.unwrap();
            let deliveries = view.messages.into_iter().flat_map(|message| message.deliveries);
            rows.extend(deliveries.map(|d| Row { address: d.address, state: d.state, dup_risk: d.dup_risk }));
        }
        drop(tx);
        pool.close().await;
        rows
    }
}

/// A serving `bonport`.
pub struct Running {
    child: Child,
    /// Everything it logs, once it has ended.
    log: JoinHandle<String>,
    /// One for each mail that the server took.
    accepted: UnboundedReceiver<()>,
    _lines: tokio::io::Lines<BufReader<tokio::process::ChildStdout>>,
}

impl Running {
    /// Waits until so many mails were taken; a stop in good order writes the last of them.
    pub async fn accepted(&mut self, mails: usize) {
        for n in 0..mails {
            let one = tokio::time::timeout(Duration::from_secs(30), self.accepted.recv()).await;
            one.unwrap_or_else(|_| panic!("only {n} of {mails}")).expect("it lives");
        }
    }

    /// SIGKILL.
    pub async fn kill(mut self) {
        self.child.kill().await.unwrap();
        self.was_quiet().await;
    }

    /// SIGTERM; it stops in good order.
    pub async fn stop(mut self) {
        let id = self.child.id().unwrap().to_string();
        Command::new("kill").arg(id).status().await.unwrap();
        assert!(self.child.wait().await.unwrap().success());
        self.was_quiet().await;
    }

    /// What it logged at TRACE holds nothing of the mails (S59, I12); the mail server knows them.
    async fn was_quiet(self) {
        quiet::heard(&self.log.await.unwrap());
        quiet::check();
    }
}

/// All of it; tells when an end of a try is a yes to the whole mail.
async fn listen(output: ChildStderr, accepted: UnboundedSender<()>) -> String {
    let (mut lines, mut log) = (BufReader::new(output).lines(), String::new());
    while let Ok(Some(line)) = lines.next_line().await {
        if line.contains("outbox.ended") && line.contains("phase=\"dot\" code=250") {
            // Nobody waits for it in most of these lives.
            let _ = accepted.send(());
        }
        log.push_str(&line);
        log.push('\n');
    }
    log
}

/// No page is opened here, but `serve` wants the names.
fn empty_site(folder: &std::path::Path) {
    std::fs::create_dir_all(folder.join("pkg/fonts")).unwrap();
    for name in
        ["bonport.js", "bonport.wasm", "words.fr.json", "words.en.json", "bonport.css", "fonts/atkinson-latin.woff2"]
    {
        std::fs::write(folder.join("pkg").join(name), "").unwrap();
    }
}

async fn assert_healthy(address: &str) {
    let mut socket = TcpStream::connect(address).await.unwrap();
    socket
        .write_all(format!("GET /sante HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// The clock of the binary: mails that entered the outbox long ago would expire.
#[allow(clippy::disallowed_methods, reason = "the binary under test reads the same clock")]
fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment(since.as_millis() as i64)
}

async fn open(file: &std::path::Path) -> Pool {
    Pool::open(&format!("sqlite:{}", file.display())).await.unwrap()
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}
