//! What the worker is given, and what its tasks share.

use super::health::Pulse;
use super::points::Points;
use crate::smtp::Dialer;
use model::{BatchId, Moment, Settings};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use store::notices::Notice;
use store::outbox::{self, Grace};
use store::secrets::Keys;
use store::{Pool, Result};
use tokio::sync::{Notify, broadcast, mpsc, watch};

/// The clock is a parameter.
pub type Clock = Arc<dyn Fn() -> Moment + Send + Sync>;

/// How this house delivers.
#[derive(Clone)]
pub struct Config {
    /// How mail servers are called. Hosts that administrators allow in the settings are added to its policy's.
    pub dialer: Dialer,
    /// The test mailbox's folder (P52), `data/mailbox`.
    pub mailbox: PathBuf,
    /// Now.
    pub clock: Clock,
    /// Accounts served at once.
    pub accounts: usize,
    /// The longest time between two looks at the database, in case another process put something there.
    pub look: Duration,
    /// How long an account is served at most while others wait for their turn.
    pub turn: Duration,
    /// Whether this process delivers. One that does not only tells the others, and hears what they did (Postgres).
    pub delivers: bool,
    /// Named points at which tests step in.
    pub points: Points,
}

impl Config {
    /// The usual: eight accounts at once for five seconds each, a look every two.
    pub fn new(dialer: Dialer, mailbox: PathBuf, clock: Clock) -> Self {
        let look = Duration::from_secs(2);
        Self {
            dialer,
            mailbox,
            clock,
            accounts: 8,
            look,
            turn: Duration::from_secs(5),
            delivers: true,
            points: Points::default(),
        }
    }

    /// The dialer with everything that may be called now.
    pub fn dialer_for(&self, settings: &Settings) -> Dialer {
        Dialer { policy: self.dialer.policy.with(&settings.allowed_smtp_hosts), ..self.dialer.clone() }
    }

    /// What `AccountDraft::check` needs to know: hosts allowed by the configuration and by the settings.
    pub fn allowed_hosts(&self, settings: &Settings) -> Vec<String> {
        self.dialer_for(settings).policy.allowed().to_vec()
    }
}

pub(super) struct Shared {
    pub(super) pool: Pool,
    pub(super) keys: Keys,
    pub(super) config: Config,
    pub(super) worker: String,
    pub(super) wake: Notify,
    pub(super) changed: broadcast::Sender<BatchId>,
    /// For other processes; nobody takes them on SQLite.
    pub(super) notices: mpsc::UnboundedSender<Notice>,
    pub(super) stopping: watch::Sender<bool>,
    pub(super) pulse: Pulse,
    /// As many accounts are served as may be, and another waits for its turn.
    pub(super) crowded: AtomicBool,
}

impl Shared {
    pub(super) fn now(&self) -> Moment {
        (self.config.clock)()
    }

    pub(super) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    pub(super) fn is_crowded(&self) -> bool {
        self.crowded.load(Ordering::Relaxed)
    }

    /// Something moved in this batch: for live pages, those of other processes too. Nobody may be listening: that is no error.
    pub(super) fn tell(&self, batch: BatchId) {
        self.heard(batch);
        self.notices.send(Notice::Moved(batch)).unwrap_or_default();
    }

    /// The same, but others know it already.
    pub(super) fn heard(&self, batch: BatchId) {
        drop(self.changed.send(batch));
    }

    pub(super) async fn recover(&self, grace: Grace) -> Result<()> {
        let mut tx = self.pool.write().await?;
        let moved = outbox::recover(&mut tx, grace, self.now()).await?;
        tx.commit().await?;
        if !moved.is_empty() {
            tracing::info!(batches = moved.len(), "outbox.recovered");
        }
        moved.into_iter().for_each(|batch| self.tell(batch));
        Ok(())
    }
}
