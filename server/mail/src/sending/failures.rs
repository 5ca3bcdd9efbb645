//! « Renvoyer les échecs » (P36): the failed lines of a batch in one act, each to the address it had or to a corrected one, as one new
//! batch. What was accepted is not sent again, and what failed stays in the history as it was.

use super::{
    Correction, SendError, Watch,
    again::{may_be_corrected, remade},
    many::Now,
    material,
};
use model::delivery::Kind;
use model::send::Enqueued;
use model::{FieldProblem, UserId};
use store::outbox::{NewBatch, NewMessage, enqueue};
use store::{
    Pool, StoreError,
    blobs::{self, Stored},
};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct ResendFailures {
    /// Who asks.
    pub user: UserId,
    /// Made once with the page: a double click is one batch.
    pub key: String,
    /// No delivery twice.
    pub lines: Vec<Correction>,
}

/// Puts them into the outbox. Wake the outbox when this returns.
///
/// # Errors
/// `Fields` names each line whose address is none: `d-` and the delivery's id. `Refused`: `nothing_to_send`; `not_failed` or `cancelled`
/// when one of them is not as it was shown; `stopped` when the watch did not want to go on. Nothing was sent then.
pub async fn resend_failures(
    pool: &Pool,
    ask: &ResendFailures,
    watch: &Watch,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let key = material::key(ask.user, &["resend:", &ask.key].concat());
    material::once(|| before(pool, &key), send_once(pool, ask, watch, &key, clock)).await
}

async fn before(pool: &Pool, key: &str) -> Result<Option<Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    Ok(material::made(&mut tx, key).await?.map(|(done, _)| done))
}

async fn send_once(
    pool: &Pool,
    ask: &ResendFailures,
    watch: &Watch,
    key: &str,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let mut stored = vec![];
    let done = make_and_enqueue(pool, ask, watch, key, &mut stored, clock).await;
    if !matches!(&done, Ok(done) if !done.already) {
        blobs::discard(pool, &stored).await?;
    }
    done
}

/// Whatever it stores stands in `stored`, also when it ends early.
async fn make_and_enqueue(
    pool: &Pool,
    ask: &ResendFailures,
    watch: &Watch,
    key: &str,
    stored: &mut Vec<Stored>,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let now = clock();
    let (mut messages, mut problems): (Vec<NewMessage<Stored>>, _) = (vec![], vec![]);
    let mut kind = None;
    for line in &ask.lines {
        if watch(messages.len() as i64, ask.lines.len() as i64).is_break() {
            return Err(StoreError::Refused("stopped").into());
        }
        let (its_kind, mut message) = match remade(pool, line, now).await {
            Ok(made) => made,
            Err(SendError::Fields(wrong)) => {
                let field = format!("d-{}", line.delivery);
                problems.extend(wrong.into_iter().map(|wrong| FieldProblem::new(field.clone(), wrong.problem)));
                continue;
            }
            Err(error) => return Err(error),
        };
        kind = Some(its_kind);
        let bytes = std::mem::take(&mut message.mime);
        let mut tx = pool.write().await?;
        let kept = blobs::add(&mut tx, &bytes, now).await?;
        tx.commit().await?;
        stored.push(kept);
        messages.push(message.with(kept));
    }
    if !problems.is_empty() {
        return Err(SendError::Fields(problems));
    }
    let kind: Kind = kind.ok_or(StoreError::Refused("nothing_to_send"))?;

    let mut tx = pool.write().await?;
    for line in &ask.lines {
        may_be_corrected(&mut tx, line).await?;
    }
    // The seconds to cancel begin when all mails are made.
    let now = clock();
    let undo_until = material::undo(&store::settings(&mut tx).await?, now);
    let (by, idem_key) = (Some(ask.user), key.to_owned());
    let done = enqueue(&mut tx, &NewBatch { kind, idem_key, by, draft_id: None, undo_until, messages }, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}
