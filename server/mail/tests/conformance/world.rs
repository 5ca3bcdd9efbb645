//! A world to let faults loose on: a house with an account, mails of every kind, and what only the test knows of them.

use crate::books::{Books, StopSeen, Truth};
use crate::clock::TestClock;
use crate::house::{House, START};
use crate::ledger::audit;
use crate::support::Script;
use mail::Outbox;
use model::delivery::{DeliveryState, Kind};
use model::{BatchId, Moment};
use std::time::Duration;
use store::outbox::{self, NewBatch, NewMessage};
use store::testing::{Fresh, Kept, KeptDelivery, kept, leased, new_batch, new_message, quiet};
use store::{StoreError, accounts};
use tokio::sync::broadcast::Receiver;

/// Of the account at once.
pub const CONNECTIONS: usize = 3;
/// Longer than any lease, and the eleven minutes after it.
pub const GRACE_SECONDS: i64 = 12 * 60;
const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    pub house: House,
    pub truth: Truth,
    pub url: String,
    made: usize,
    crashed: bool,
}

impl World {
    pub async fn new(fresh: &Fresh, script: Script) -> Self {
        let clock = TestClock::starting(START);
        let hours = clock.clock();
        let house = House::at(fresh, script.clock(move || hours().0), clock).await;
        house.limit(CONNECTIONS as i64, 0, 0).await;
        Self { house, truth: Truth::default(), url: fresh.url.clone(), made: 0, crashed: false }
    }

    /// One mail.
    pub async fn enqueue(&mut self, kind: Kind, to: &[&str]) -> BatchId {
        let batch = self.batch(kind, to, None);
        self.put(&batch).await
    }

    pub async fn put(&mut self, batch: &NewBatch) -> BatchId {
        let mut tx = self.house.pool.write().await.unwrap();
        let done = outbox::enqueue(&mut tx, batch, self.house.now()).await.unwrap();
        tx.commit().await.unwrap();
        self.note(batch);
        done.batch_id
    }

    /// It is in the outbox now.
    pub fn note(&mut self, batch: &NewBatch) {
        for message in &batch.messages {
            self.truth.deliveries += message.deliveries.len();
            self.truth.mails.insert(message.message_id.clone(), message.mime.clone());
        }
    }

    pub fn batch(&mut self, kind: Kind, to: &[&str], undo_until: Option<Moment>) -> NewBatch {
        self.made += 1;
        let (n, id) = (self.made, format!("{}@maison.example", self.made));
        let mime = format!("Message-ID: <{id}>\r\nSubject: {n}\r\n\r\n.\r\nBonjour\r\n..\r\n").into_bytes();
        let message = NewMessage { mime, ..new_message(self.house.account, &id, to) };
        NewBatch { kind, by: Some(self.house.user), undo_until, ..new_batch(&id, vec![message]) }
    }

    /// Some fifty deliveries of all kinds; some are held for a moment first.
    pub async fn mixed(&mut self) {
        for n in 0..28 {
            let (kind, recipients) = match n % 14 {
                0..6 => (Kind::OneOff, 1 + n % 3),
                6..9 => (Kind::Document, 2),
                9..13 => (Kind::Campaign, 2),
                _ => (Kind::System, 1),
            };
            let to: Vec<String> = (0..recipients).map(|to| format!("p{}-{to}@x.example", self.made)).collect();
            let to: Vec<&str> = to.iter().map(String::as_str).collect();
            let held = (n % 5 == 0).then(|| self.house.now().plus_ms(150));
            let batch = self.batch(kind, &to, held);
            self.put(&batch).await;
        }
    }

    /// Stops what has not left, and remembers exactly what that was.
    pub async fn cancel(&mut self, batch: BatchId) {
        let accepted = self.house.server.accepted().len();
        let mut tx = self.house.pool.write().await.unwrap();
        match outbox::cancel(&mut tx, batch, self.house.user, self.house.now()).await {
            Ok(_) | Err(StoreError::NotFound) => {}
            Err(error) => panic!("{error}"),
        }
        let after = kept(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let stopped = |one: &&KeptDelivery| one.batch == batch.0 && one.state == DeliveryState::Cancelled;
        let stopped = after.deliveries.iter().filter(stopped).map(|one| one.id).collect();
        self.truth.stops.push(StopSeen { batch, stopped, accepted, until: None });
    }

    /// Holds back what has not left; not of a batch that does not allow it.
    pub async fn pause(&mut self, batch: BatchId) {
        let accepted = self.house.server.accepted().len();
        let mut tx = self.house.pool.write().await.unwrap();
        match outbox::pause(&mut tx, batch, self.house.user, self.house.now()).await {
            Ok(_) => {}
            Err(StoreError::NotFound | StoreError::Refused(_)) => return,
            Err(error) => panic!("{error}"),
        }
        let after = kept(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let held = |one: &&KeptDelivery| {
            one.batch == batch.0 && matches!(one.state, DeliveryState::Queued | DeliveryState::Held)
        };
        let stopped = after.deliveries.iter().filter(held).map(|one| one.id).collect();
        self.truth.stops.push(StopSeen { batch, stopped, accepted, until: None });
    }

    /// Lets it go on.
    pub async fn resume(&mut self, batch: BatchId) {
        let accepted = self.house.server.accepted().len();
        let mut tx = self.house.pool.write().await.unwrap();
        match outbox::resume(&mut tx, batch, self.house.user, self.house.now()).await {
            Ok(_) => {}
            Err(StoreError::NotFound | StoreError::Refused(_)) => return,
            Err(error) => panic!("{error}"),
        }
        tx.commit().await.unwrap();
        for stop in self.truth.stops.iter_mut().filter(|stop| stop.batch == batch) {
            stop.until.get_or_insert(accepted);
        }
    }

    /// A process died with whatever it had in flight.
    pub fn crashed(&mut self) {
        self.truth.extras += CONNECTIONS;
        self.crashed = true;
    }

    pub async fn kept(&self) -> Kept {
        kept(&mut self.house.pool.read().await.unwrap()).await.unwrap()
    }

    /// The first delivery of a batch.
    pub async fn one(&self, batch: BatchId) -> KeptDelivery {
        self.kept().await.deliveries.into_iter().find(|one| one.batch == batch.0).unwrap()
    }

    /// Waits until it is so.
    pub async fn until(&self, worker: &Outbox, so: impl Fn(&Kept) -> bool) -> Kept {
        let mut changed = worker.changed();
        worker.wake();
        loop {
            let kept = self.kept().await;
            if so(&kept) {
                return kept;
            }
            self.told(&mut changed).await;
        }
    }

    /// Lets everything come to its end, and time pass where nothing else happens.
    pub async fn finish(&mut self) {
        if std::mem::take(&mut self.crashed) {
            self.house.jump(GRACE_SECONDS);
        }
        let worker = self.house.outbox().await;
        self.finish_with(&worker).await;
        worker.stop().await;
    }

    pub async fn finish_with(&self, worker: &Outbox) {
        self.until_jumping(worker, |kept| kept.deliveries.iter().all(|one| one.state.is_settled())).await;
    }

    async fn until_jumping(&self, worker: &Outbox, so: impl Fn(&Kept) -> bool) {
        let mut changed = worker.changed();
        loop {
            // Both as they are at the same instant.
            let mut tx = self.house.pool.read().await.unwrap();
            let (kept, due) = (kept(&mut tx).await.unwrap(), outbox::next_due(&mut tx).await.unwrap());
            drop(tx);
            if so(&kept) {
                return;
            }
            let mut open = kept.deliveries.iter().filter(|one| !one.state.is_settled());
            if open.all(|one| matches!(one.state, DeliveryState::Queued | DeliveryState::Held)) {
                let wait = due.map_or(0, |due| due.since(self.house.now()));
                self.house.clock.jump_ms(wait.max(0));
                worker.wake();
            }
            self.told(&mut changed).await;
        }
    }

    /// Waits until the worker tells that something moved, also when it was more than could be held.
    async fn told(&self, changed: &mut Receiver<BatchId>) {
        if tokio::time::timeout(PATIENCE, changed.recv()).await.is_err() {
            let mut tx = self.house.pool.read().await.unwrap();
            let (open, due) = (leased(&mut tx).await.unwrap(), outbox::next_due(&mut tx).await.unwrap());
            let (now, warned) = (self.house.now(), quiet::warnings());
            panic!("nothing moves any more at {now:?}, {due:?} is due: {open:#?}\n{}", warned.join("\n"));
        }
    }

    /// Somebody mended whatever stopped the account.
    pub async fn heal(&self) {
        let mut tx = self.house.pool.write().await.unwrap();
        accounts::mark_tested(&mut tx, self.house.account, self.house.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn books(&self) -> Books {
        Books::open(&self.house.pool, &self.house.server, &self.truth).await
    }

    /// Every invariant, over every row.
    pub async fn audit(&self) {
        let wrong = audit(&self.books().await);
        assert!(wrong.is_empty(), "{} things are wrong: {wrong:#?}\n{}", wrong.len(), quiet::warnings().join("\n"));
        quiet::check();
    }
}
