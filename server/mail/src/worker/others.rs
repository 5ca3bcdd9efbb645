//! The other processes on the same Postgres: they are told what happens here, and what they tell is heard here. Without them everything
//! works too, a look later.

use super::config::Shared;
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use store::notices::{self, Notice};
use tokio::sync::mpsc::UnboundedReceiver;

/// Notices told together: a batch of thousands moves thousands of times.
const PACE: Duration = Duration::from_millis(200);
/// After the connection was lost.
const PAUSE: Duration = Duration::from_secs(2);

pub(super) async fn tell(shared: Arc<Shared>, mut notices: UnboundedReceiver<Notice>) {
    while let Some(first) = notices.recv().await {
        let mut some = HashSet::from([first]);
        while let Ok(more) = notices.try_recv() {
            some.insert(more);
        }
        if let Err(error) = notices::tell(&shared.pool, &shared.worker, some).await {
            tracing::debug!(%error, "outbox.tell");
        }
        tokio::time::sleep(PACE).await;
    }
}

pub(super) async fn hear(shared: Arc<Shared>) {
    loop {
        match notices::listen(&shared.pool, &shared.worker).await {
            Ok(None) => return,
            Ok(Some(mut listener)) => {
                // Whatever was told before it listened.
                shared.wake.notify_one();
                loop {
                    match listener.next().await {
                        Ok(Notice::Wake) => shared.wake.notify_one(),
                        Ok(Notice::Moved(batch)) => shared.heard(batch),
                        Err(error) => {
                            tracing::debug!(%error, "outbox.hear");
                            break;
                        }
                    }
                }
            }
            Err(error) => tracing::debug!(%error, "outbox.hear"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
