//! One account, mail after mail, on as many connections as it may have.

use super::config::Shared;
use super::contents::{self, Contents};
use super::ended::{Circumstances, Ended, same};
use super::line::Route;
use super::lines::{Event, Lines, Spoken};
use super::rounds::{LEASE_SECONDS, PAUSE};
use super::terms::Terms;
use crate::smtp::Step;
use crate::test_mailbox::TestMailbox;
use crate::worker::Point;
use model::delivery::Phase;
use model::{AccountLimits, AccountState, BatchId, MessageId, Moment, Transport};
use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;
use store::outbox::{self, Claimed, Lease};
use store::suppressions::AddressKey;
use store::{Result, StoreError, accounts};
use tokio::time::{Instant, MissedTickBehavior};

pub(super) async fn serve(shared: Arc<Shared>, lease: Lease) {
    let lines = match Service::new(&shared, &lease).await {
        Ok(Some(service)) => Some(service.run().await),
        Ok(None) => None,
        Err(error) => {
            tracing::warn!(account = lease.account.0, %error, "outbox.serve");
            // It would be leased again at once.
            tokio::time::sleep(PAUSE).await;
            None
        }
    };
    release(&shared, &lease).await;
    shared.wake.notify_one();
    if let Some(lines) = lines {
        lines.quit().await;
    }
}

/// Until its lease runs out nobody else can serve the account: after trouble it is tried again so long.
async fn release(shared: &Shared, lease: &Lease) {
    let runs_out = Instant::now() + Duration::from_secs(LEASE_SECONDS.unsigned_abs());
    let mut moved = BTreeSet::new();
    while let Err(error) = give_back(shared, lease, &mut moved).await {
        tracing::warn!(account = lease.account.0, %error, "outbox.release");
        if shared.is_stopping() || Instant::now() >= runs_out {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    moved.into_iter().for_each(|batch| shared.tell(batch));
}

/// A commit may be done although its answer was lost: what it moved is known before.
async fn give_back(shared: &Shared, lease: &Lease, moved: &mut BTreeSet<BatchId>) -> Result<()> {
    let mut tx = shared.pool.write().await?;
    moved.extend(outbox::release_account(&mut tx, lease).await?);
    tx.commit().await
}

/// An account being served.
pub(super) struct Service {
    pub(super) shared: Arc<Shared>,
    pub(super) lease: Lease,
    pub(super) limits: AccountLimits,
    /// Recipients that the limits leave, as far as was counted; counted again when it is not enough.
    pub(super) left: i64,
    pub(super) lines: Lines,
    /// Claimed and not begun, the next first.
    pub(super) waiting: VecDeque<Claimed>,
    pub(super) contents: Contents,
    /// Ended and not written.
    pub(super) ended: Vec<Ended>,
    /// Refusals by policy in a row.
    pub(super) refusals: HashMap<BatchId, u32>,
    /// Nothing more is due, as far as was looked.
    pub(super) dry: bool,
    /// Nothing more is begun here.
    pub(super) over: bool,
    /// The account's trouble is written: what its other lines say of it is the same.
    pub(super) troubled: bool,
    /// Of blocked addresses, once there is one.
    pub(super) address_key: Option<AddressKey>,
    last: Option<MessageId>,
    pub(super) terms: Terms,
    troubles: i64,
    pub(super) max_size: Option<i64>,
    /// The first mail of this turn.
    since: Option<Instant>,
}

impl Service {
    /// Nothing, when the account's password cannot be read: a person has to type it again.
    async fn new(shared: &Arc<Shared>, lease: &Lease) -> Result<Option<Self>> {
        let mut tx = shared.pool.write().await?;
        // First: what is saved after it is seen as a change, whichever of it is read here.
        let terms = Terms::now(&mut tx, lease).await?;
        let mut account = accounts::get(&mut tx, lease.account).await?;
        let settings = store::settings(&mut tx).await?;
        if settings.test_mailbox {
            account.transport = Transport::TestMailbox;
        }
        let secret = match accounts::secret(&mut tx, &shared.keys, lease.account).await {
            Err(StoreError::Refused(why)) if account.transport == Transport::Smtp => {
                if accounts::is_unchanged(&mut tx, account.id, terms.version).await? {
                    accounts::stop(&mut tx, account.id, AccountState::AuthFailed, why, shared.now()).await?;
                }
                tx.commit().await?;
                return Ok(None);
            }
            secret => secret.ok().flatten(),
        };
        let troubles = accounts::troubles(&mut tx, lease.account).await?;
        let limits = terms.limits;
        drop(tx);
        let mailbox = TestMailbox::new(&shared.config.mailbox);
        let route = Route::new(&account, secret, shared.config.dialer_for(&settings), mailbox);
        Ok(Some(Self {
            shared: shared.clone(),
            lease: lease.clone(),
            limits,
            left: 0,
            lines: Lines::new(shared.clone(), route, usize::try_from(limits.connections).unwrap_or(1).max(1)),
            waiting: VecDeque::new(),
            contents: Contents::default(),
            ended: vec![],
            refusals: HashMap::new(),
            dry: false,
            over: false,
            troubled: false,
            address_key: None,
            last: None,
            terms,
            troubles,
            max_size: account.max_size,
            since: None,
        }))
    }

    /// Until nothing more is due, or its turn is over. The lines that are left.
    async fn run(mut self) -> Lines {
        let mut stopping = self.shared.stopping.subscribe();
        let mut third = tokio::time::interval(Duration::from_secs(LEASE_SECONDS as u64 / 3));
        third.tick().await;
        let mut look = tokio::time::interval(self.shared.config.look);
        look.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            self.advance().await;
            if self.is_finished() {
                return self.lines;
            }
            if self.lines.are_still() {
                continue;
            }
            let event = tokio::select! {
                event = self.lines.next() => event,
                _ = third.tick() => {
                    self.keep_lease().await;
                    continue;
                }
                _ = look.tick() => {
                    self.look_at_terms().await;
                    continue;
                }
                Ok(()) = stopping.changed() => continue,
            };
            let first = Instant::now();
            let mut next = Some(event);
            while let Some(event) = next {
                match event {
                    Ok(event) => self.note(event).await,
                    // A dialogue has a task of its own, and tells how it ended even then.
                    Err(error) => {
                        tracing::error!(account = self.lease.account.0, panicked = error.is_panic(), "outbox.line");
                        self.over = true;
                    }
                }
                next = self.lines.soon(first).await;
            }
        }
    }

    fn is_finished(&self) -> bool {
        let nothing_left = self.over || self.dry && self.waiting.is_empty();
        nothing_left && self.lines.are_quiet() && self.ended.is_empty()
    }

    async fn note(&mut self, event: Event) {
        match event {
            Event::Opened(Ok(line)) => {
                self.note_max_size(&line).await;
                self.lines.add(line);
            }
            Event::Opened(Err(step)) => self.not_opened(step),
            Event::Read(read) => {
                for (message, read) in read {
                    self.contents.put(message, read);
                }
            }
            Event::Spoken(spoken) => self.spoken(*spoken),
        }
    }

    /// Of the only line: that ends the turn of the account, and the mail that it was opened for says why.
    fn not_opened(&mut self, step: Step) {
        if self.over || self.lines.make_do() && step.phase != Phase::Auth {
            return;
        }
        if let Some(mail) = self.waiting.pop_front() {
            let steps = vec![step; mail.deliveries.len()];
            self.end(&mail, &steps, (String::new(), String::new()), false, self.shared.now());
        }
    }

    fn spoken(&mut self, spoken: Spoken) {
        self.shared.config.points.reach(Point::Answered);
        let Spoken { mail, steps, started_at, described, test_mailbox, .. } = spoken;
        self.end(&mail, &steps, described, test_mailbox, started_at);
    }

    pub(super) fn end(
        &mut self,
        mail: &Claimed,
        steps: &[Step],
        (peer, tls): (String, String),
        test_mailbox: bool,
        started_at: Moment,
    ) {
        let now = self.shared.now();
        let at = Circumstances { peer, tls, test_mailbox, troubles: self.troubles, started_at, now };
        let ended = Ended::new(mail, steps, &at);
        for one in &ended.settled {
            // Never its text: servers repeat addresses in it, and passwords (S60, I12).
            let (account, phase, code) = (self.lease.account.0, one.phase, one.code);
            tracing::debug!(account, delivery = one.delivery.0, phase, code, "outbox.ended");
        }
        self.over |= ended.trouble.is_some();
        self.ended.push(ended);
    }

    /// What can be done before the database is asked: mails whose bytes cannot be read end here, the bytes of the others are read, lines
    /// are opened for them.
    pub(super) async fn prepare(&mut self) {
        let had_its_turn = self.since.is_some_and(|since| since.elapsed() >= self.shared.config.turn);
        self.over |= self.shared.is_stopping() || self.shared.is_crowded() && had_its_turn;
        let (broken, whole): (Vec<_>, Vec<_>) =
            self.waiting.drain(..).partition(|mail| self.contents.broken(mail.message).is_some());
        self.waiting = whole.into();
        for mail in broken {
            if let Some(fault) = self.contents.broken(mail.message) {
                let steps = same(&mail, Phase::Mail, fault);
                self.end(&mail, &steps, (String::new(), String::new()), false, self.shared.now());
            }
        }
        self.contents.keep(self.waiting.iter().map(|mail| mail.message), self.last);
        if let Some(step) = self.lines.look_after().await {
            self.not_opened(step);
        }
        if !self.over {
            let wanted = self.contents.wanted(self.waiting.iter(), self.lines.in_hand());
            contents::together(wanted).into_iter().for_each(|group| self.lines.read(group));
            self.lines.dial_for(self.waiting.len());
        }
    }

    /// Takes mails from those that wait for as many lines as are free, their bytes at hand.
    pub(super) fn next_ready(&mut self) -> Vec<Claimed> {
        let mut ready = vec![];
        let mut rest = VecDeque::new();
        for mail in self.waiting.drain(..) {
            if !self.over && ready.len() < self.lines.free() && self.contents.ready(mail.message).is_some() {
                ready.push(mail);
            } else {
                rest.push_back(mail);
            }
        }
        self.waiting = rest;
        ready
    }

    pub(super) fn speak(&mut self, mail: Claimed) {
        if let Some(content) = self.contents.ready(mail.message) {
            self.last = Some(mail.message);
            self.since.get_or_insert_with(Instant::now);
            self.shared.config.points.reach(Point::InFlight);
            self.lines.speak(mail, content);
        }
    }
}
