//! Between mails: what ended, what is claimed, and what is put in flight next share one commit, of all the account's connections together
//! (delivery.md §3).

use super::ended::{Ended, same};
use super::judge::Trouble;
use super::rounds::LEASE_SECONDS;
use super::serve::Service;
use crate::worker::Point;
use model::delivery::{Fault, Phase, Window};
use model::{BatchId, LIMIT_DAY, LIMIT_MINUTE, Moment};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::time::Duration;
use store::outbox::limits::{self, Left};
use store::outbox::{self, Claimed, Due};
use store::suppressions::AddressKey;
use store::{Result, StoreError, Tx, accounts};

const PAUSE: Duration = Duration::from_millis(200);
/// So many mails refused for policy, one after the other, pause their batch.
const REFUSALS: u32 = 5;

/// What was committed.
pub(super) struct Turn {
    claimed: Vec<Claimed>,
    looked: bool,
    begun: Vec<Claimed>,
    /// Not yet, by the limits.
    kept_back: Vec<Claimed>,
    left: i64,
    over: bool,
    refusals: HashMap<BatchId, u32>,
    pub(super) key: Option<AddressKey>,
    /// Batches in which something was.
    pub(super) suppressed: Vec<BatchId>,
}

impl Service {
    /// Writes what ended, and begins what can begin. What ended is written however long the database is in trouble: without it a mail
    /// that was accepted would be sent again.
    pub(super) async fn advance(&mut self) {
        self.prepare().await;
        let mut ready = self.next_ready();
        let mut want = self.wanted(&ready);
        if self.ended.is_empty() && ready.is_empty() && want == 0 {
            return;
        }
        loop {
            match self.turn(&ready, want).await {
                Ok(turn) => return self.committed(turn),
                Err(StoreError::Conflict) => {
                    self.over = true;
                    return self.write_each().await;
                }
                Err(error) => {
                    tracing::warn!(account = self.lease.account.0, %error, "outbox.advance");
                    // What was claimed goes back when the turn ends.
                    (self.over, want) = (true, 0);
                    self.take_back(&mut ready);
                    tokio::time::sleep(PAUSE).await;
                    if self.ended.is_empty() {
                        return;
                    }
                    self.keep_lease().await;
                }
            }
        }
    }

    /// A commit may be done although its answer was lost: these may be in flight. Nothing was said of them, so they wait again; left to
    /// the grace of leases they would be said to come twice, perhaps.
    fn take_back(&mut self, ready: &mut Vec<Claimed>) {
        for mail in ready.drain(..) {
            let steps = same(&mail, Phase::Mail, Fault::Stopped);
            self.end(&mail, &steps, (String::new(), String::new()), false, self.shared.now());
        }
    }

    /// One of several ends is not where its worker left it: the lease is lost, or a commit was heard as a failure. Each by itself, so
    /// that the others are written, and the one that cannot be is left to whoever moved it.
    async fn write_each(&mut self) {
        for ended in std::mem::take(&mut self.ended) {
            loop {
                match self.write_one(&ended).await {
                    Ok(()) => break self.shared.tell(ended.batch),
                    Err(StoreError::Conflict) => {
                        tracing::warn!(account = self.lease.account.0, batch = ended.batch.0, "outbox.moved_by_others");
                        // Perhaps by this worker, in a commit whose answer was lost.
                        break self.shared.tell(ended.batch);
                    }
                    Err(error) => {
                        tracing::warn!(account = self.lease.account.0, %error, "outbox.advance");
                        tokio::time::sleep(PAUSE).await;
                        self.keep_lease().await;
                    }
                }
            }
        }
    }

    async fn write_one(&self, ended: &Ended) -> Result<()> {
        let mut tx = self.shared.pool.write().await?;
        outbox::hold(&mut tx, [ended.batch]).await?;
        outbox::settle(&mut tx, &self.lease, &ended.settled).await?;
        outbox::close_if_settled(&mut tx, ended.batch, self.shared.now()).await?;
        tx.commit().await
    }

    /// Two mails for each line: the one that it speaks about, and the next, whose bytes are read meanwhile. More could be neither paused
    /// nor stopped from a page, which offers that for what waits.
    fn wanted(&self, ready: &[Claimed]) -> usize {
        let enough = self.lines.most() * 2;
        let there = self.waiting.len() + ready.len();
        // With nothing to write, only when there is room again for as many as it has lines.
        let worth_it = !self.ended.is_empty() || !self.dry && there * 2 <= enough;
        if self.over || !worth_it { 0 } else { enough.saturating_sub(there) }
    }

    async fn turn(&self, ready: &[Claimed], want: usize) -> Result<Turn> {
        let now = self.shared.now();
        let mut tx = self.shared.pool.write().await?;
        // Another may serve the account by now: then only what ended here is written.
        let asked = want > 0 || !ready.is_empty();
        let mine = asked && outbox::is_leased(&mut tx, &self.lease).await?;
        let (ready, want) = if mine { (ready, want) } else { (&[][..], 0) };
        let due = if want > 0 { outbox::due(&mut tx, &self.lease, want, now).await? } else { vec![] };
        let batches = self.ended.iter().map(|ended| ended.batch);
        let batches = batches.chain(due.iter().map(Due::batch)).chain(ready.iter().map(|mail| mail.batch));
        outbox::hold(&mut tx, batches).await?;
        let refusals = self.write(&mut tx, now).await?;
        let until = now.plus_seconds(LEASE_SECONDS);
        let claimed = outbox::take(&mut tx, &self.lease, due, until, now).await?;
        let mut turn = Turn {
            claimed,
            looked: want > 0,
            begun: vec![],
            kept_back: vec![],
            left: self.left,
            over: asked && !mine,
            refusals,
            key: None,
            suppressed: vec![],
        };
        self.begin(&mut tx, ready, &mut turn, now).await?;
        tx.commit().await?;
        Ok(turn)
    }

    async fn write(&self, tx: &mut Tx, now: Moment) -> Result<HashMap<BatchId, u32>> {
        let settled: Vec<_> = self.ended.iter().flat_map(|ended| ended.settled.iter().cloned()).collect();
        outbox::settle(tx, &self.lease, &settled).await?;
        let troubles = || self.ended.iter().filter_map(|ended| ended.trouble.as_ref());
        let stopped = troubles().find(|(trouble, _)| matches!(trouble, Trouble::Stop(_)));
        let mut trouble = stopped.or_else(|| troubles().next());
        // A server that refused the old password says nothing of the one that was typed meanwhile (P52).
        if trouble.is_some() && !accounts::is_unchanged(tx, self.lease.account, self.terms.version).await? {
            trouble = None;
        }
        match trouble {
            Some((Trouble::Throttle { .. }, _)) if self.troubled => {}
            Some((Trouble::Throttle { until }, text)) => {
                accounts::throttle(tx, self.lease.account, text, *until, now).await?;
            }
            Some((Trouble::Stop(state), text)) => accounts::stop(tx, self.lease.account, *state, text, now).await?,
            None if !self.over && self.ended.iter().any(|ended| ended.accepted) => {
                accounts::well(tx, self.lease.account, now).await?;
            }
            None => {}
        }
        let batches: BTreeSet<BatchId> = self.ended.iter().map(|ended| ended.batch).collect();
        for batch in batches {
            outbox::close_if_settled(tx, batch, now).await?;
        }
        self.count_refusals(tx, now).await
    }

    /// In the order in which they came; a batch with five in a row is paused.
    async fn count_refusals(&self, tx: &mut Tx, now: Moment) -> Result<HashMap<BatchId, u32>> {
        let mut refusals = self.refusals.clone();
        for Ended { batch, accepted, refused, .. } in &self.ended {
            if *accepted {
                refusals.remove(batch);
            }
            let Some((code, text)) = refused else { continue };
            let count = refusals.entry(*batch).or_default();
            *count += 1;
            if *count >= REFUSALS {
                outbox::pause_for_refusals(tx, *batch, *code, text, now).await?;
                refusals.remove(batch);
            }
        }
        Ok(refusals)
    }

    /// Puts in flight what may still leave, as far as the limits allow.
    async fn begin(&self, tx: &mut Tx, ready: &[Claimed], turn: &mut Turn, now: Moment) -> Result<()> {
        let ready = self.without_suppressed(tx, ready, turn, now).await?;
        let needed: usize = ready.iter().map(|mail| mail.deliveries.len()).sum();
        if needed == 0 {
            return Ok(());
        }
        if (turn.left as i128) < needed as i128 {
            turn.left = match limits::left(tx, self.lease.account, self.limits, now).await? {
                Left::Everything => i64::MAX,
                Left::Some(left) => left,
                Left::NothingUntil(until, window) => {
                    accounts::wait(tx, self.lease.account, window_word(window), until, now).await?;
                    turn.over = true;
                    0
                }
            };
        }
        let mut to_begin = vec![];
        for mut mail in ready {
            let room = usize::try_from(turn.left).unwrap_or(0);
            if room == 0 {
                turn.kept_back.push(mail);
                continue;
            }
            let later: Vec<_> =
                mail.deliveries.split_off(room.min(mail.deliveries.len())).iter().map(|d| d.id).collect();
            outbox::give_back(tx, &self.lease, &later).await?;
            turn.left -= mail.deliveries.len() as i64;
            to_begin.push(mail);
        }
        let ids: Vec<_> = to_begin.iter().flat_map(|mail| mail.deliveries.iter().map(|delivery| delivery.id)).collect();
        let begun = outbox::begin(tx, &self.lease, &ids, now).await?;
        for mut mail in to_begin {
            mail.deliveries.retain(|delivery| begun.contains(&delivery.id));
            if !mail.deliveries.is_empty() {
                turn.begun.push(mail);
            }
        }
        Ok(())
    }

    fn committed(&mut self, turn: Turn) {
        let ended = std::mem::take(&mut self.ended);
        ended.iter().flat_map(|ended| &ended.settled).for_each(|end| self.shared.pulse.count(end.next));
        if turn.looked {
            self.dry = turn.claimed.is_empty();
        }
        self.left = turn.left;
        self.over |= turn.over;
        self.troubled |= ended.iter().any(|ended| ended.trouble.is_some());
        self.refusals = turn.refusals;
        self.address_key = turn.key.or(self.address_key.take());
        match (ended.is_empty(), turn.begun.is_empty()) {
            (true, true) => self.shared.config.points.reach(Point::Claimed),
            (true, false) => {}
            (false, _) => self.shared.config.points.reach(Point::Settled),
        }
        let moved: BTreeSet<BatchId> = ended
            .iter()
            .map(|ended| ended.batch)
            .chain(turn.claimed.iter().chain(&turn.begun).chain(&turn.kept_back).map(|mail| mail.batch))
            .chain(turn.suppressed)
            .collect();
        moved.into_iter().for_each(|batch| self.shared.tell(batch));
        turn.kept_back.into_iter().rev().for_each(|mail| self.waiting.push_front(mail));
        let mut claimed = turn.claimed;
        forget(&mut claimed, &turn.begun);
        forget(self.waiting.make_contiguous(), &claimed);
        self.waiting.extend(claimed);
        self.waiting.retain(|mail| !mail.deliveries.is_empty());
        // A press goes before what was claimed of a campaign (delivery.md §4).
        self.waiting.make_contiguous().sort_by_key(|mail| mail.kind.priority());
        turn.begun.into_iter().for_each(|mail| self.speak(mail));
    }
}

/// What is known twice: a lease that ran out while its account was still served gave it back, and it was claimed anew. Each leaves once.
fn forget(mails: &mut [Claimed], known: &[Claimed]) {
    let known: HashSet<_> = known.iter().flat_map(|mail| &mail.deliveries).map(|delivery| delivery.id).collect();
    mails.iter_mut().for_each(|mail| mail.deliveries.retain(|delivery| !known.contains(&delivery.id)));
}

fn window_word(window: Window) -> &'static str {
    if window == Window::Minute { LIMIT_MINUTE } else { LIMIT_DAY }
}
