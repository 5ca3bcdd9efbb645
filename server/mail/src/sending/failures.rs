//! « Renvoyer les échecs » (P36): the failed lines of a batch in one act, each to the address it had or to a corrected one, as one new
//! batch. What was accepted is not sent again, and what failed stays in the history as it was.

use super::{
    Correction, SendError, Watch,
    again::{Corrected, may_be_corrected, remade},
    made::Made,
    many::Now,
    material,
};
use model::delivery::Kind;
use model::send::Enqueued;
use model::{DeliveryId, FieldProblem, UserId};
use store::outbox::{NewBatch, enqueue, hold_deliveries};
use store::{Pool, StoreError};

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
/// `Fields` names each line whose address is none, or that of somebody who may not be written to any more (P05): `d-` and the
/// delivery's id. `Refused`: `nothing_to_send`; `not_failed` or `cancelled`
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
    let mut made = Made::default();
    let done = make_and_enqueue(pool, ask, watch, key, &mut made, clock).await;
    made.end(pool, done).await
}

/// Whatever it stores is among `made`, also when it ends early.
async fn make_and_enqueue(
    pool: &Pool,
    ask: &ResendFailures,
    watch: &Watch,
    key: &str,
    made: &mut Made,
    clock: &Now,
) -> Result<Enqueued, SendError> {
    let now = clock();
    let corrected = Corrected::of(&ask.lines);
    let (mut originals, mut problems) = (vec![], vec![]);
    for line in &ask.lines {
        made.go_on(watch, ask.lines.len())?;
        if let Some((original, message)) = at(line, remade(pool, line, &corrected, now).await, &mut problems)? {
            made.keep(pool, message, now).await?;
            originals.push(original);
        }
    }
    none(problems)?;
    let kind: Kind = originals.first().ok_or(StoreError::Refused("nothing_to_send"))?.kind;

    let mut tx = pool.write().await?;
    let ids: Vec<DeliveryId> = ask.lines.iter().map(|line| line.delivery).collect();
    hold_deliveries(&mut tx, &ids).await?;
    let mut problems = vec![];
    for (line, original) in ask.lines.iter().zip(&originals) {
        at(line, may_be_corrected(&mut tx, line, original).await, &mut problems)?;
    }
    none(problems)?;
    // The seconds to cancel begin when all mails are made.
    let now = clock();
    let undo_until = material::undo(&store::settings(&mut tx).await?, now);
    let (by, idem_key) = (Some(ask.user), key.to_owned());
    let messages = made.messages();
    let done = enqueue(&mut tx, &NewBatch { kind, idem_key, by, draft_id: None, undo_until, messages }, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}

/// What is wrong with a line is told at it, beside what is wrong with the others.
fn at<T>(
    line: &Correction,
    done: Result<T, SendError>,
    problems: &mut Vec<FieldProblem>,
) -> Result<Option<T>, SendError> {
    match done {
        Ok(done) => Ok(Some(done)),
        Err(SendError::Fields(wrong)) => {
            let field = format!("d-{}", line.delivery);
            problems.extend(wrong.into_iter().map(|wrong| FieldProblem::new(field.clone(), wrong.problem)));
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn none(problems: Vec<FieldProblem>) -> Result<(), SendError> {
    if problems.is_empty() { Ok(()) } else { Err(SendError::Fields(problems)) }
}
