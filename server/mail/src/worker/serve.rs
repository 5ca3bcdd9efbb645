//! One account, mail after mail, on one connection.

use super::advance::{Ended, Turn, keep_begun};
use super::config::Shared;
use super::judge::{self, Tried};
use super::line::{Line, Route};
use super::rounds::LEASE_SECONDS;
use crate::smtp::{Envelope, Step};
use crate::test_mailbox::TestMailbox;
use crate::worker::Point;
use model::delivery::{Fault, Phase};
use model::{AccountState, MessageId, Moment, Transport};
use std::sync::Arc;
use std::time::Duration;
use store::outbox::{self, Claimed, Lease, Next, Settled};
use store::{Result, StoreError, accounts, blobs};

pub(super) async fn serve(shared: Arc<Shared>, lease: Lease) {
    match Service::new(&shared, &lease).await {
        Ok(Some(service)) => service.run().await,
        Ok(None) => {}
        Err(error) => tracing::warn!(account = lease.account.0, %error, "outbox.serve"),
    }
    if let Err(error) = release(&shared, &lease).await {
        tracing::warn!(account = lease.account.0, %error, "outbox.release");
    }
    shared.wake.notify_one();
}

async fn release(shared: &Shared, lease: &Lease) -> Result<()> {
    let mut tx = shared.pool.write().await?;
    outbox::release_account(&mut tx, lease).await?;
    tx.commit().await
}

/// An account being served.
pub(super) struct Service {
    pub(super) shared: Arc<Shared>,
    pub(super) lease: Lease,
    pub(super) line: Option<Line>,
    /// Claimed and not begun, the next last.
    pub(super) waiting: Vec<Claimed>,
    route: Route,
    troubles: i64,
    max_size: Option<i64>,
    content: Option<(MessageId, Arc<Vec<u8>>)>,
}

impl Service {
    /// Nothing, when the account's password cannot be read: a person has to type it again.
    async fn new(shared: &Arc<Shared>, lease: &Lease) -> Result<Option<Self>> {
        let mut tx = shared.pool.write().await?;
        let mut account = accounts::get(&mut tx, lease.account).await?;
        let settings = store::settings(&mut tx).await?;
        if settings.test_mailbox {
            account.transport = Transport::TestMailbox;
        }
        let secret = match accounts::secret(&mut tx, &shared.keys, lease.account).await {
            Err(StoreError::Refused(why)) if account.transport == Transport::Smtp => {
                accounts::stop(&mut tx, account.id, AccountState::AuthFailed, why, shared.now()).await?;
                tx.commit().await?;
                return Ok(None);
            }
            secret => secret.ok().flatten(),
        };
        let troubles = accounts::troubles(&mut tx, lease.account).await?;
        drop(tx);
        let mailbox = TestMailbox::new(&shared.config.mailbox);
        let route = Route::new(&account, secret, shared.config.dialer_for(&settings), mailbox);
        Ok(Some(Self {
            shared: shared.clone(),
            lease: lease.clone(),
            line: None,
            waiting: vec![],
            route,
            troubles,
            max_size: account.max_size,
            content: None,
        }))
    }

    async fn run(mut self) {
        let mut ended = None;
        while let Some(turn) = self.advance(ended.take()).await {
            ended = Some(self.try_out(turn).await);
        }
        if let Some(line) = self.line {
            line.quit().await;
        }
    }

    /// One mail, to its end.
    async fn try_out(&mut self, turn: Turn) -> Ended {
        let Turn { mut mail, begun } = turn;
        let started = self.shared.now();
        let content = match self.content(&mail).await {
            Ok(content) => content,
            Err(fault) => return self.end(&mail, &same(&mail, Phase::Mail, fault), started),
        };
        if self.line.is_none() {
            self.shared.config.points.reach(Point::Dialling);
            match self.keep_lease(self.route.open()).await {
                Ok(line) => self.line = Some(line),
                Err(step) => return self.end(&mail, &vec![step; mail.deliveries.len()], started),
            }
            self.note_max_size().await;
        }
        if !begun && self.begin(&mut mail).await.is_err() {
            return self.end(&mail, &same(&mail, Phase::Rcpt, Fault::Stopped), started);
        }
        if mail.deliveries.is_empty() {
            return self.end(&mail, &[], started);
        }
        self.shared.config.points.reach(Point::InFlight);
        let steps = self.speak(&mail, content).await;
        self.shared.config.points.reach(Point::Answered);
        self.end(&mail, &steps, started)
    }

    async fn begin(&self, mail: &mut Claimed) -> Result<()> {
        let mut tx = self.shared.pool.write().await?;
        keep_begun(&mut tx, &self.lease, mail, self.shared.now()).await?;
        tx.commit().await
    }

    /// The dialogue runs in its own task: whatever happens to this one, it is brought to its end.
    async fn speak(&mut self, mail: &Claimed, content: Arc<Vec<u8>>) -> Vec<Step> {
        let Some(mut line) = self.line.take() else { return same(mail, Phase::Rcpt, Fault::Stopped) };
        let to = mail.deliveries.iter().map(|delivery| delivery.address.clone()).collect();
        let envelope = Envelope { from: mail.from.clone(), to };
        let first = mail.deliveries.first().map_or(0, |delivery| delivery.id.0);
        let name = format!("{}-{first}", mail.message);
        let shared = self.shared.clone();
        let dialogue = tokio::spawn(async move {
            let steps = line.deliver(&shared, &envelope, &content, &name).await;
            (line, steps)
        });
        match self.keep_lease(dialogue).await {
            Ok((line, steps)) => {
                self.line = Some(line);
                steps
            }
            // It panicked, and nobody knows how far it was.
            Err(_) => same(mail, Phase::Dot, Fault::Dropped),
        }
    }

    /// The bytes as they were stored, checked by their hash. What cannot be read is that mail's trouble alone.
    async fn content(&mut self, mail: &Claimed) -> std::result::Result<Arc<Vec<u8>>, Fault> {
        if let Some((_, content)) = self.content.as_ref().filter(|(message, _)| *message == mail.message) {
            return Ok(content.clone());
        }
        let read = async {
            let mut tx = self.shared.pool.read().await?;
            blobs::get(&mut tx, mail.mime).await
        };
        match read.await {
            Ok(bytes) => {
                let content = Arc::new(bytes);
                self.content = Some((mail.message, content.clone()));
                Ok(content)
            }
            Err(StoreError::NotFound | StoreError::Unreadable { .. }) => Err(Fault::Unwritable),
            Err(error) => {
                tracing::warn!(message = mail.message.0, %error, "outbox.content");
                Err(Fault::Stopped)
            }
        }
    }

    /// Renews the lease for as long as this takes.
    pub(super) async fn keep_lease<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        let mut third = tokio::time::interval(Duration::from_secs(LEASE_SECONDS as u64 / 3));
        third.tick().await;
        loop {
            tokio::select! {
                done = &mut work => return done,
                _ = third.tick() => match self.renew().await {
                    Ok(true) => {}
                    Ok(false) => tracing::warn!(account = self.lease.account.0, "outbox.lease_lost"),
                    Err(error) => tracing::warn!(account = self.lease.account.0, %error, "outbox.renew"),
                },
            }
        }
    }

    async fn renew(&self) -> Result<bool> {
        let mut tx = self.shared.pool.write().await?;
        let until = self.shared.now().plus_seconds(LEASE_SECONDS);
        let renewed = outbox::renew(&mut tx, &self.lease, until).await?;
        tx.commit().await?;
        Ok(renewed)
    }

    /// For the check of sizes before a mail is written; not worth failing for. The test mailbox knows nothing of the server.
    async fn note_max_size(&mut self) {
        let Some(line) = self.line.as_ref().filter(|line| !line.is_test_mailbox()) else { return };
        let said = line.max_size();
        if said != self.max_size {
            self.max_size = said;
            let note = async {
                let mut tx = self.shared.pool.write().await?;
                accounts::note_max_size(&mut tx, self.lease.account, said).await?;
                tx.commit().await
            };
            if let Err(error) = note.await {
                tracing::warn!(account = self.lease.account.0, %error, "outbox.max_size");
            }
        }
    }

    fn end(&self, mail: &Claimed, steps: &[Step], started_at: Moment) -> Ended {
        let now = self.shared.now();
        let (peer, tls) = self.line.as_ref().map(Line::described).unwrap_or_default();
        let test_mailbox = self.line.as_ref().is_some_and(Line::is_test_mailbox);
        let tried = |attempts, doubts| Tried { kind: mail.kind, attempts, doubts, troubles: self.troubles, now };
        let settled = mail.deliveries.iter().zip(steps).map(|(delivery, step)| Settled {
            delivery: delivery.id,
            client: mail.client,
            next: match judge::next(step, tried(delivery.attempts, delivery.doubts)) {
                Next::Sent { .. } => Next::Sent { test_mailbox },
                next => next,
            },
            phase: step.phase.code(),
            code: step.answer.reply().map(|reply| reply.code),
            enhanced: step.answer.reply().and_then(|r| r.enhanced).map(|e| e.to_string()).unwrap_or_default(),
            text: step.answer.text().to_owned(),
            peer: peer.clone(),
            tls: tls.clone(),
            started_at,
            ended_at: now,
        });
        let trouble = steps.iter().find_map(|step| {
            let text =
                step.answer.reply().map_or_else(|| step.answer.text().to_owned(), |r| format!("{} {}", r.code, r.text));
            Some((judge::trouble(step, tried(0, 0))?, text))
        });
        Ended { batch: mail.batch, settled: settled.collect(), accepted: steps.iter().any(Step::is_accepted), trouble }
    }
}

/// The same fault for everybody.
fn same(mail: &Claimed, phase: Phase, fault: Fault) -> Vec<Step> {
    vec![Step::fault(phase, fault); mail.deliveries.len()]
}
