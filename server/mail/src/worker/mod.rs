//! The outbox worker: one task that wakes when something is due, and one for each account it serves, which has a task for each
//! of its connections (delivery.md §3, §4).
//!
//! ```text
//! let outbox = Outbox::start(pool, keys, config).await?;   // recovers first what a crash left (SQLite: at once)
//! outbox.wake();                                           // after every commit that enqueues, cancels, or repairs an account
//! let mut changed = outbox.changed();                      // ids of batches in which something moved, for live pages
//! outbox.stop().await;                                     // between mails: what is in flight is brought to its end
//! ```

mod advance;
mod blocked;
mod config;
mod contents;
mod ended;
mod health;
mod judge;
mod line;
mod lines;
mod others;
mod points;
mod rounds;
mod serve;
mod terms;

use config::Shared;
use health::Pulse;
use model::BatchId;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use store::notices::Notice;
use store::outbox::Grace;
use store::secrets::Keys;
use store::{Pool, Result, StoreError};
use tokio::sync::{Notify, broadcast, mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};

pub use config::{Clock, Config};
pub use health::{Health, Tally};
pub use points::{Point, Points};

/// The running worker. Cheap to clone; it stops when it is told to, not when it is dropped.
#[derive(Clone)]
pub struct Outbox {
    shared: Arc<Shared>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
    /// They end with the last clone, or when it is stopped.
    others: Arc<Mutex<JoinSet<()>>>,
}

impl Outbox {
    /// Recovers what a crash left, then serves until [`Outbox::stop`]. On Postgres the first round recovers: another machine may hold the
    /// rows of a batch for a while, and that is no reason not to start.
    ///
    /// # Errors
    /// When SQLite cannot be recovered, or the system gives no randomness for the worker's name.
    pub async fn start(pool: Pool, keys: Keys, config: Config) -> Result<Outbox> {
        let mut name = [0_u8; 8];
        getrandom::fill(&mut name).map_err(|_| StoreError::Refused("no_randomness"))?;
        let worker = model::hex(&name);
        let (changed, _) = broadcast::channel(1024);
        let (notices, told) = mpsc::unbounded_channel();
        let (stopping, _) = watch::channel(false);
        let (wake, crowded) = (Notify::new(), AtomicBool::new(false));
        let shared = Arc::new(Shared {
            pool,
            keys,
            config,
            worker,
            wake,
            changed,
            notices,
            stopping,
            pulse: Pulse::default(),
            crowded,
        });
        shared.pulse.beat(shared.now());
        let mut others = JoinSet::new();
        if matches!(shared.pool, Pool::Postgres(_)) {
            others.spawn(others::tell(shared.clone(), told));
            others.spawn(others::hear(shared.clone()));
        }
        let task = if shared.config.delivers {
            if matches!(shared.pool, Pool::Sqlite { .. }) {
                shared.recover(Grace::None).await?;
            }
            Some(tokio::spawn(rounds::run(shared.clone())))
        } else {
            None
        };
        Ok(Outbox { shared, task: Arc::new(Mutex::new(task)), others: Arc::new(Mutex::new(others)) })
    }

    /// Something may be due: look now.
    pub fn wake(&self) {
        self.shared.wake.notify_one();
        self.shared.notices.send(Notice::Wake).unwrap_or_default();
    }

    /// How it is.
    pub fn health(&self) -> Health {
        self.shared.pulse.health(self.shared.config.delivers, self.shared.now())
    }

    /// Batches in which something moved, from now on. A slow reader is told that it missed some and reads the batch again.
    pub fn changed(&self) -> broadcast::Receiver<BatchId> {
        self.shared.changed.subscribe()
    }

    /// Tells live pages that a person moved something (cancelled, considered as sent…).
    pub fn tell(&self, batch: BatchId) {
        self.shared.tell(batch);
    }

    /// Begins no other mail, waits for the one each account is at, gives everything back. A server may take ten minutes for its
    /// answer to the dot: see [`Outbox::stop_within`].
    pub async fn stop(&self) {
        self.stop_within(Duration::MAX).await;
    }

    /// The same with a limit; false when a mail was still under way at its end. That one stays in flight, and the next start
    /// treats it as after a crash: it is sent again and says « peut-être reçu deux fois », or it is uncertain (delivery.md §2).
    pub async fn stop_within(&self, patience: Duration) -> bool {
        self.shared.stopping.send_replace(true);
        self.shared.wake.notify_one();
        let task = self.task.lock().ok().and_then(|mut task| task.take());
        let mut ended = true;
        if let Some(mut task) = task {
            // A panic there has been logged; nothing is left to wait for.
            ended = tokio::time::timeout(patience, &mut task).await.is_ok();
            if !ended {
                task.abort();
                drop(task.await);
            }
        }
        if let Ok(mut others) = self.others.lock() {
            others.abort_all();
        }
        ended
    }
}
