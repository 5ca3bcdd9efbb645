//! Into the outbox in steps, for an act of sending that is too large for one transaction: on SQLite everybody else would wait for it.
//!
//! [`open`] makes a batch that nobody sees; [`add_all`] adds its deliveries, thousands in each of many short commits; [`finish`], in one
//! commit with the act itself, makes it an act of sending like any other, all of whose mails wait. From then on [`super::feed_due`] lets
//! them go, some thousands at a time.
//!
//! The key is taken by `finish`: of fifty at once one makes the batch, and the others get its answer. Whoever is cut off before has done
//! nothing, and holds no key; [`super::sweep`] takes away what is left of it. Until they are let go the rows are held until an instant
//! that never comes, another one for each batch, so that nothing that looks for what is due walks through them.

use super::{
    Mime, NewBatch, NewDelivery, enqueue, event, forget,
    recover::FAR,
    rows::{self, Placed, Start, Twice},
};
use crate::{Pool, Result, StoreError, Tx, on, savepoint, stamp};
use model::delivery::{DeliveryState, Kind};
use model::send::Enqueued;
use model::{AccountId, BatchId, DraftId, MessageId, Moment, UserId};

/// Batches that nobody sees; for texts that know a batch by its id alone.
macro_rules! unfinished {
    () => {
        "(SELECT f.id FROM batch f WHERE f.state IN ('draft', 'dropping', 'dropped'))"
    };
}
pub(crate) use unfinished;

/// What [`open`] came to.
#[derive(Debug)]
pub enum Opened {
    /// This key has made a batch before.
    Already(Enqueued),
    /// To be filled.
    Filling(Filling),
}

/// A batch that is being filled, by whoever opened it.
#[derive(Clone, Debug)]
pub struct Filling {
    batch: BatchId,
    kind: Kind,
    idem_key: String,
    by: Option<UserId>,
    draft: Option<DraftId>,
    mails: Vec<(MessageId, AccountId)>,
}

impl Filling {
    /// Its mails, in the order in which they were given.
    pub fn messages(&self) -> impl Iterator<Item = MessageId> {
        self.mails.iter().map(|(id, _)| *id)
    }

    /// What its rows begin with; when they leave is written as they are let go.
    fn start(&self, now: Moment) -> Start {
        Start {
            batch: self.batch,
            state: DeliveryState::Held,
            due: never(self.batch),
            expires: now.plus_ms(self.kind.lifetime().as_millis() as i64),
            priority: self.kind.priority(),
            has_account: false,
        }
    }
}

/// The instant until which the rows of this batch are held before they are let go.
pub(super) fn never(batch: BatchId) -> Moment {
    Moment(FAR + batch.0)
}

const OPEN: &str = "INSERT INTO batch (kind, idem_key, state, created_by, created_at, changed_at)
  VALUES ($1, $2, 'draft', $3, $4, $4) RETURNING id";

/// Begins to fill a batch: with its mails, and with those of their deliveries that stand there. `undo_until` counts only in [`finish`].
///
/// # Errors
/// `Refused("documents")`: what carries one, or sends another mail again, moves more than its own batch, and goes in at once.
pub async fn open<M: Mime>(tx: &mut Tx, batch: &NewBatch<M>, now: Moment) -> Result<Opened> {
    if let Some(found) = enqueue::find_by_key(tx, &batch.idem_key).await? {
        return Ok(Opened::Already(found));
    }
    let moves = |mail: &super::NewMessage<M>| {
        let corrects = mail.deliveries.iter().any(|one| one.corrects.is_some());
        mail.document_id.is_some() || mail.again_of.is_some() || !mail.beside.is_empty() || corrects
    };
    if batch.messages.iter().any(moves) {
        return Err(StoreError::Refused("documents"));
    }
    let mut own = [0_u8; 16];
    getrandom::fill(&mut own).map_err(|_| StoreError::Refused("no_randomness"))?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(OPEN)
        .bind(batch.kind.code()).bind(format!("filling {}", model::hex(&own))).bind(batch.by.map(|id| id.0))
        .bind(stamp(now)).fetch_one(c).await)?;
    let mut filling = Filling {
        batch: BatchId(id),
        kind: batch.kind,
        idem_key: batch.idem_key.clone(),
        by: batch.by,
        draft: batch.draft_id,
        mails: vec![],
    };
    for message in &batch.messages {
        let id = enqueue::add_message(tx, &filling.start(now), message, now).await?;
        filling.mails.push((id, message.account_id));
    }
    Ok(Opened::Filling(filling))
}

/// Rows of one commit: some tens of milliseconds.
pub const STEP: usize = 4_000;

/// Adds these to a mail in the order in which they stand, each address once, commit after commit; what came before is there already when
/// one of them fails.
///
/// They go in sorted by address: what the indexes need is then beside what they had last, which halves what SQLite writes. On Postgres two
/// connections share the work.
///
/// # Errors
/// `Conflict` when nothing was added for so long that the filling was given up.
pub async fn add_all(
    pool: &Pool,
    filling: &Filling,
    message: MessageId,
    deliveries: &[NewDelivery],
    clock: impl Fn() -> Moment + Sync,
) -> Result<()> {
    let mut rows: Vec<Placed> = (0_i64..).zip(deliveries).map(Placed::from).collect();
    rows.sort_by(|a, b| (&a.key, a.position).cmp(&(&b.key, b.position)));
    rows.dedup_by(|later, first| later.key == first.key);
    let half = if matches!(pool, Pool::Postgres(_)) { rows.len() / 2 } else { 0 };
    let (some, others) = rows.split_at(half);
    let in_steps = |rows| in_steps(pool, filling, message, rows, &clock);
    // Both to their end: what is cut short on Postgres would stay inside its transaction.
    let (some, others) = futures_util::future::join(in_steps(some), in_steps(others)).await;
    some.and(others)
}

async fn in_steps(
    pool: &Pool,
    filling: &Filling,
    message: MessageId,
    rows: &[Placed<'_>],
    clock: &(impl Fn() -> Moment + Sync),
) -> Result<()> {
    for rows in rows.chunks(STEP) {
        let mut tx = pool.write().await?;
        step(&mut tx, filling, message, rows, clock()).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// One step: these, each with its place in the mail. Commit it.
///
/// # Errors
/// `Conflict` like [`add_all`]; `Taken` when the mail has one of the addresses.
pub async fn add(
    tx: &mut Tx,
    filling: &Filling,
    message: MessageId,
    deliveries: &[(i64, NewDelivery)],
    now: Moment,
) -> Result<()> {
    let rows: Vec<Placed> = deliveries.iter().map(|(position, one)| Placed::from((*position, one))).collect();
    step(tx, filling, message, &rows, now).await
}

const TOUCH: &str = "UPDATE batch SET changed_at = $2 WHERE id = $1 AND state = 'draft'";

async fn step(tx: &mut Tx, filling: &Filling, message: MessageId, rows: &[Placed<'_>], now: Moment) -> Result<()> {
    let mail = filling.mails.iter().find(|(id, _)| *id == message).ok_or(StoreError::NotFound)?;
    rows::add(tx, &filling.start(now), *mail, rows, Twice::Refuse, now).await?;
    // Not before the rows: two connections would wait for each other.
    let touched = on!(tx, c => sqlx::query(TOUCH).bind(filling.batch.0).bind(stamp(now))
        .execute(c).await.map(|r| r.rows_affected()))?;
    if touched == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

pub(super) const HAS_NO_ACCOUNT: &str =
    "SELECT EXISTS (SELECT 1 FROM message WHERE batch_id = $1 AND account_id IS NULL)";
const FINISH: &str =
    "UPDATE batch SET idem_key = $2, state = 'running', undo_until = $3, feed_from = $4, draft_id = $5, changed_at = $6
  WHERE id = $1 AND state = 'draft'";

/// Makes it an act of sending, in one transaction with the act itself. Wake the outbox after the commit. When its key has made a batch
/// meanwhile, this one is given up and the answer is the other's.
///
/// # Errors
/// `Conflict` like [`add_all`]; `Refused`: `sent` when the draft was sent by another act, or removed; `no_account` when the account of a
/// mail was removed meanwhile.
pub async fn finish(tx: &mut Tx, filling: &Filling, undo_until: Option<Moment>, now: Moment) -> Result<Enqueued> {
    let Filling { batch, by, draft, .. } = *filling;
    // Whoever comes second waits here for the first.
    let finished = savepoint::attempt(tx, async |tx: &mut Tx| {
        Ok(on!(tx, c => sqlx::query(FINISH)
            .bind(batch.0).bind(&filling.idem_key).bind(undo_until.map(stamp)).bind(stamp(undo_until.unwrap_or(now)))
            .bind(draft.map(|id| id.0)).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?)
    })
    .await;
    let finished = match finished {
        Err(StoreError::Taken) => {
            give_up(tx, filling, now).await?;
            return enqueue::find_by_key(tx, &filling.idem_key).await?.ok_or(StoreError::Conflict);
        }
        finished => finished?,
    };
    if finished == 0 {
        return enqueue::find_by_key(tx, &filling.idem_key).await?.ok_or(StoreError::Conflict);
    }
    let has_none: bool = on!(tx, c => sqlx::query_scalar(HAS_NO_ACCOUNT).bind(batch.0).fetch_one(c).await)?;
    if has_none {
        return Err(StoreError::Refused("no_account"));
    }
    if let Some(draft) = draft {
        enqueue::close_draft(tx, draft, batch).await?;
    }
    forget::leave_out(tx, batch).await?;
    event::add(tx, (Some(batch), None), by, "enqueued", serde_json::json!({}), now).await?;
    Ok(Enqueued { batch_id: batch, undo_until, already: false })
}

const GIVE_UP: &str = "UPDATE batch SET state = 'dropping', changed_at = $2 WHERE id = $1 AND state = 'draft'";

/// It comes to nothing; what was added goes with the next rounds of the worker.
pub async fn give_up(tx: &mut Tx, filling: &Filling, now: Moment) -> Result<()> {
    Ok(on!(tx, c => sqlx::query(GIVE_UP).bind(filling.batch.0).bind(stamp(now)).execute(c).await.map(drop))?)
}
