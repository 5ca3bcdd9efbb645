//! The live result: tells a page that something of its batch changed; the page then asks for it (E15).

use super::{Failed, signed_in};
use app::{access::Caller, services::Services};
use axum::{
    Extension,
    extract::{Path, State},
    response::{
        Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::{Stream, StreamExt, stream::unfold};
use model::BatchId;
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{
    Receiver,
    error::{RecvError, TryRecvError},
};
use tokio_util::sync::CancellationToken;

/// Of a batch of hundreds something changes all the time, and its page asks for all of it after each event.
const BREATH: Duration = Duration::from_millis(250);

/// `GET /envois/{batch}/direct`: an event at once, then one for each change. Ends with the server, so that it can stop.
pub async fn live(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    stop: Option<Extension<CancellationToken>>,
    Path(batch): Path<i64>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failed> {
    signed_in(caller)?;
    let changes = unfold((true, services.outbox.changed()), move |(first, mut changed)| async move {
        if !first {
            next(&mut changed, BatchId(batch)).await?;
        }
        Some((Ok(Event::default().data("changed")), (false, changed)))
    });
    let stop = stop.map_or_else(CancellationToken::new, |Extension(stop)| stop);
    Ok(Sse::new(changes.take_until(stop.cancelled_owned()))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

/// `GET /envois/direct`: the same of all of them, for their list.
pub async fn all(
    State(services): State<Services>,
    caller: Option<Extension<Caller>>,
    stop: Option<Extension<CancellationToken>>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failed> {
    signed_in(caller)?;
    let changes = unfold((true, services.outbox.changed()), move |(first, mut changed)| async move {
        if !first {
            any(&mut changed).await?;
        }
        Some((Ok(Event::default().data("changed")), (false, changed)))
    });
    let stop = stop.map_or_else(CancellationToken::new, |Extension(stop)| stop);
    Ok(Sse::new(changes.take_until(stop.cancelled_owned()))
        .keep_alive(KeepAlive::new().interval(Duration::from_secs(15))))
}

async fn any(changed: &mut Receiver<BatchId>) -> Option<()> {
    if let Err(RecvError::Closed) = changed.recv().await {
        return None;
    }
    tokio::time::sleep(BREATH).await;
    while !matches!(changed.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
    Some(())
}

/// The next change of this batch with those that follow at once, or changes that were missed; none when the outbox has stopped.
async fn next(changed: &mut Receiver<BatchId>, batch: BatchId) -> Option<()> {
    first(changed, batch).await?;
    tokio::time::sleep(BREATH).await;
    // The page that is told now sees these, too.
    while !matches!(changed.try_recv(), Err(TryRecvError::Empty | TryRecvError::Closed)) {}
    Some(())
}

async fn first(changed: &mut Receiver<BatchId>, batch: BatchId) -> Option<()> {
    loop {
        match changed.recv().await {
            Ok(other) if other != batch => {}
            Ok(_) | Err(RecvError::Lagged(_)) => return Some(()),
            Err(RecvError::Closed) => return None,
        }
    }
}
