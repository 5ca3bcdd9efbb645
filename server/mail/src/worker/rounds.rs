//! What time moves, and who is served: a round each time something is due or somebody wakes the worker.

use super::config::Shared;
use super::points::Point;
use super::serve;
use crate::{TestMailbox, forget_due};
use model::Moment;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use store::outbox::{self, Grace};
use store::{Result, blobs, documents, drafts, imports};
use tokio::task::JoinSet;

/// Accounts are leased for 30 s and renewed at a third.
pub(super) const LEASE_SECONDS: i64 = 30;
/// What nothing refers to any more is kept so long, for every « Annuler ».
const KEEP_SECONDS: i64 = 24 * 3600;
/// PDFs that nobody completed.
const KEEP_UPLOADS_SECONDS: i64 = 7 * 24 * 3600;
/// Leases run for half a minute: what they left is looked for once a second, not in every round of a busy worker.
const RECOVER_MS: u64 = 1000;
/// After trouble with the database.
pub(super) const PAUSE: Duration = Duration::from_millis(500);
/// When something is due that could not be leased.
const PAUSE_WHEN_DUE: Duration = Duration::from_millis(100);

pub(super) async fn run(shared: Arc<Shared>) {
    let mut serving = JoinSet::new();
    let (mut tidying, mut recovered) = (None, None);
    let mut next_tidy = shared.now();
    while !shared.is_stopping() {
        let wait = match round(&shared, &mut serving, &mut recovered).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "outbox.round");
                PAUSE
            }
        };
        if shared.now() >= next_tidy {
            next_tidy = shared.now().plus_seconds(3600);
            tidying = Some(tokio::spawn(tidy_up(shared.clone())));
        }
        tokio::select! {
            () = shared.wake.notified() => {}
            () = tokio::time::sleep(wait) => {}
            Some(end) = serving.join_next() => report(end),
        }
        while let Some(end) = serving.try_join_next() {
            report(end);
        }
    }
    while let Some(end) = serving.join_next().await {
        report(end);
    }
    if let Some(tidying) = tidying {
        report(tidying.await);
    }
}

async fn tidy_up(shared: Arc<Shared>) {
    if let Err(error) = tidy(&shared).await {
        tracing::warn!(%error, "outbox.tidy");
    }
}

/// How long nothing will be due. Somebody who went silent inside a transaction may hold some rows for as long as Postgres lets him: a
/// step that needs them is left for a later round, and accounts are served all the same.
async fn round(
    shared: &Arc<Shared>,
    serving: &mut JoinSet<()>,
    recovered: &mut Option<(Moment, bool)>,
) -> Result<Duration> {
    let now = shared.now();
    if recovered.is_none_or(|(last, _)| now.since(last).unsigned_abs() >= RECOVER_MS) {
        *recovered = Some((now, warned("recover", shared.recover(Grace::Leases).await)));
    }
    let ticked = warned("tick", tick(shared, now).await);
    let well = ticked && recovered.is_some_and(|(_, well)| well);
    let mut tx = shared.pool.read().await?;
    let steps = outbox::steps_due(&mut tx, now).await?;
    drop(tx);
    if steps.feed {
        // Somebody may hold such a batch for seconds, to cancel a million: the others do not wait for that.
        match feed(shared, now).await {
            Ok(true) => shared.config.points.reach(Point::Fed),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "outbox.feed"),
        }
    }
    while serving.len() < shared.config.accounts {
        let now = shared.now();
        let mut tx = shared.pool.write().await?;
        let lease = outbox::lease_account(&mut tx, &shared.worker, now.plus_seconds(LEASE_SECONDS), now).await?;
        tx.commit().await?;
        let Some(lease) = lease else { break };
        serving.spawn(serve::serve(shared.clone(), lease));
    }
    if steps.sweep
        && let Err(error) = sweep(shared, now).await
    {
        tracing::warn!(%error, "outbox.sweep");
    }
    let mut tx = shared.pool.read().await?;
    let full = serving.len() >= shared.config.accounts;
    let crowded = full && outbox::somebody_waits(&mut tx, &shared.worker, shared.now()).await?;
    shared.crowded.store(crowded, Ordering::Relaxed);
    let next = outbox::next_due(&mut tx).await?;
    if well {
        shared.pulse.beat(shared.now());
    }
    // What failed is not tried again at once.
    let (look, when_due) =
        if well { (shared.config.look, PAUSE_WHEN_DUE) } else { (shared.config.look.min(PAUSE), PAUSE) };
    Ok(match next.map(|next| next.since(shared.now())) {
        None => look,
        // Due, and yet nothing could be leased: it is being served, or its time has just come.
        Some(ms) if ms <= 0 => look.min(when_due),
        Some(ms) => look.min(Duration::from_millis(ms.unsigned_abs())),
    })
}

/// Whether it went well.
fn warned(step: &'static str, result: Result<()>) -> bool {
    result.inspect_err(|error| tracing::warn!(step, %error, "outbox.round")).is_ok()
}

/// Lets go what waited for its time, and gives up what waited too long.
async fn tick(shared: &Shared, now: Moment) -> Result<()> {
    let mut tx = shared.pool.write().await?;
    let released = outbox::release_due(&mut tx, now).await?;
    let expired = outbox::expire_due(&mut tx, now).await?;
    tx.commit().await?;
    released.into_iter().chain(expired).for_each(|batch| shared.tell(batch));
    Ok(())
}

/// Lets go the next of what is let go in steps. False when nothing was.
async fn feed(shared: &Shared, now: Moment) -> Result<bool> {
    let mut tx = shared.pool.write().await?;
    let fed = outbox::feed_due(&mut tx, now).await?;
    tx.commit().await?;
    fed.batches.into_iter().for_each(|batch| shared.tell(batch));
    Ok(fed.mails > 0)
}

/// Takes away some of what was given up half-way.
async fn sweep(shared: &Shared, now: Moment) -> Result<()> {
    let mut tx = shared.pool.write().await?;
    outbox::sweep(&mut tx, now).await?;
    tx.commit().await
}

async fn tidy(shared: &Shared) -> Result<()> {
    let before = shared.now().plus_seconds(-KEEP_SECONDS);
    forget_due(&shared.pool, &TestMailbox::new(&shared.config.mailbox), shared.now()).await?;
    let mut tx = shared.pool.write().await?;
    drafts::sweep(&mut tx, before).await?;
    documents::sweep(&mut tx, before).await?;
    documents::uploads::sweep(&mut tx, shared.now().plus_seconds(-KEEP_UPLOADS_SECONDS)).await?;
    imports::sweep(&mut tx, before).await?;
    tx.commit().await?;
    blobs::sweep(&shared.pool, before).await?;
    Ok(())
}

/// A panic while serving costs one account half a minute: its lease runs out and it is served again.
fn report(end: std::result::Result<(), tokio::task::JoinError>) {
    if let Err(error) = end {
        tracing::error!(panicked = error.is_panic(), "outbox.serve");
    }
}
