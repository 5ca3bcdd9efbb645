//! Many mails of one batch: made one by one and stored as they are made, so that no more than one is in memory. What ends before they are
//! in the outbox leaves nothing behind: there are names in them (P06).

use super::{SendError, Watch};
use model::{Moment, send::Enqueued};
use store::outbox::NewMessage;
use store::{
    Pool, StoreError,
    blobs::{self, Stored},
};

/// Mails whose bytes are stored, and nowhere named yet.
#[derive(Default)]
pub(super) struct Made {
    messages: Vec<NewMessage<Stored>>,
    stored: Vec<Stored>,
}

impl Made {
    /// Before one more of so many is made.
    ///
    /// # Errors
    /// `Refused("stopped")` when the watch does not want to go on.
    pub(super) fn go_on(&self, watch: &Watch, of: usize) -> Result<(), SendError> {
        let stops = watch(self.messages.len() as i64, of as i64).is_break();
        if stops { Err(StoreError::Refused("stopped").into()) } else { Ok(()) }
    }

    /// One more, with its bytes.
    pub(super) async fn keep(&mut self, pool: &Pool, mut message: NewMessage, now: Moment) -> Result<(), SendError> {
        let bytes = std::mem::take(&mut message.mime);
        let mut tx = pool.write().await?;
        let kept = blobs::add(&mut tx, &bytes, now).await?;
        tx.commit().await?;
        self.stored.push(kept);
        self.messages.push(message.with(kept));
        Ok(())
    }

    /// All of them, to be enqueued.
    pub(super) fn messages(&mut self) -> Vec<NewMessage<Stored>> {
        std::mem::take(&mut self.messages)
    }

    /// What became of them; when nothing did, or it had been done before, they go.
    pub(super) async fn end(self, pool: &Pool, done: Result<Enqueued, SendError>) -> Result<Enqueued, SendError> {
        if !matches!(&done, Ok(done) if !done.already) {
            blobs::discard(pool, &self.stored).await?;
        }
        done
    }
}
