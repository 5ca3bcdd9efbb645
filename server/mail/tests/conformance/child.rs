//! A worker in a process of its own, on the same database and by the same clock: this very program, told by a variable to be one.

use crate::clock;
use crate::told::{Told, told};
use crate::world::World;
use mail::smtp::{Dialer, Policy, Timeouts, Trust};
use mail::worker::{Point, Points};
use mail::{Config, Outbox};
use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use store::Pool;
use store::secrets::Keys;
use store::testing::quiet;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child as Process, ChildStdin, ChildStdout, Command};
use tracing::Level;
use tracing_subscriber::fmt::writer::MakeWriterExt;

const ORDERS: &str = "BONPORT_CHILD";
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Child {
    process: Process,
    /// Held here: waiting for the process would close it.
    _lifeline: Option<ChildStdin>,
    /// Of what it says aloud: its warnings.
    warnings: Told,
    folder: TempDir,
}

impl Child {
    /// With a point, it kills itself there, the n-th time it comes by.
    pub fn start(world: &World, dies_at: Option<(Point, usize)>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (point, nth) = dies_at.map_or((String::new(), 0), |(point, nth)| (format!("{point:?}"), nth));
        let orders = [
            world.url.clone(),
            world.house.server.address().port().to_string(),
            world.house.clock.file().display().to_string(),
            folder.path().join("mailbox").display().to_string(),
            point,
            nth.to_string(),
        ];
        let log = std::fs::File::create(folder.path().join("log")).unwrap();
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child::a_worker_of_its_own", "--nocapture", "--test-threads=1"])
            .env(ORDERS, orders.join("\n"))
            // It goes when this end is closed, also when this process is killed.
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let warnings = heard(process.stdout.take().unwrap());
        Self { _lifeline: process.stdin.take(), process, warnings, folder }
    }

    /// SIGKILL, now.
    pub async fn kill(mut self) {
        self.process.kill().await.unwrap();
    }

    /// Waits until it has killed itself.
    pub async fn died(mut self) {
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        match ended {
            Ok(status) => assert_eq!(status.unwrap().signal(), Some(9), "{}", self.log()),
            Err(_) => panic!("it lives: {}", self.log()),
        }
    }

    /// SIGSTOP.
    pub async fn freeze(&self) {
        self.signal("-STOP").await;
    }

    /// SIGCONT.
    pub async fn thaw(&self) {
        self.signal("-CONT").await;
    }

    async fn signal(&self, which: &str) {
        let id = self.process.id().unwrap().to_string();
        assert!(Command::new("kill").args([which, &id]).status().await.unwrap().success());
    }

    /// Waits until it warned of this.
    pub async fn warned(&mut self, of: &str) {
        self.warnings.until(of).await;
    }

    fn log(&self) -> String {
        // Its last line may be cut off inside a letter.
        String::from_utf8_lossy(&std::fs::read(self.folder.path().join("log")).unwrap()).into_owned()
    }
}

impl Drop for Child {
    /// What it logged, at TRACE, is searched like what this program logs (I12).
    fn drop(&mut self) {
        quiet::heard(&self.log());
    }
}

/// Its lines, until it ends.
fn heard(output: ChildStdout) -> Told {
    let (teller, told) = told();
    tokio::spawn(async move {
        let mut lines = BufReader::new(output).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            teller.line(line);
        }
    });
    told
}

/// Told nothing, it is a run of the tests, and there is nothing to do.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_worker_of_its_own() {
    let Ok(orders) = std::env::var(ORDERS) else { return };
    let written = std::io::stderr.and(std::io::stdout.with_max_level(Level::WARN));
    tracing_subscriber::fmt().with_max_level(Level::TRACE).with_ansi(false).with_writer(written).init();
    let orders: Vec<&str> = orders.split('\n').collect();
    let [database, port, hours, mailbox, point, nth] = orders[..] else { panic!("six orders") };
    let dialer = Dialer {
        hello: "client.example".into(),
        policy: Policy::new(vec![format!("127.0.0.1:{port}")]),
        trust: Trust::system(None).unwrap(),
        timeouts: Timeouts::default(),
    };
    let config = Config::new(dialer, PathBuf::from(mailbox), clock::read(hours.as_ref()));
    let points = dying_at(point, nth.parse().unwrap());
    let config = Config { look: Duration::from_millis(20), points, ..config };
    let pool = Pool::open(database).await.unwrap();
    let outbox = Outbox::start(pool, Keys::generate().unwrap(), config).await.unwrap();
    // Nothing ever comes; it ends when the parent does.
    let gone = tokio::task::spawn_blocking(|| std::io::stdin().read(&mut [0]));
    drop(gone.await);
    drop(outbox);
    std::process::exit(1);
}

fn dying_at(point: &str, nth: usize) -> Points {
    let Some(point) = Point::ALL.into_iter().find(|one| format!("{one:?}") == point) else { return Points::default() };
    let times = AtomicUsize::new(0);
    Points::new(move |at| {
        if at == point && times.fetch_add(1, Ordering::SeqCst) + 1 == nth {
            let id = std::process::id().to_string();
            // Nothing on this worker's way goes on until the signal has come.
            drop(std::process::Command::new("kill").args(["-KILL", &id]).status());
            loop {
                std::thread::park();
            }
        }
    })
}
