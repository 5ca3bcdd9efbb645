//! The bytes of the mails that leave next, read before their turn comes. What cannot be read is that mail's trouble alone.

use super::config::Shared;
use model::MessageId;
use model::delivery::Fault;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::blobs::{self, Hash};
use store::outbox::Claimed;
use store::{Result, StoreError};

/// Bytes read ahead; a single mail may be larger.
const AHEAD: i64 = 32 * 1024 * 1024;

/// Read, being read, or unreadable, by mail.
#[derive(Default)]
pub(super) struct Contents {
    known: HashMap<MessageId, Content>,
}

enum Content {
    Reading,
    Ready(Arc<Vec<u8>>),
    Broken(Fault),
}

impl Contents {
    /// What to read now, the first in any case; [`Contents::put`] brings it.
    pub(super) fn wanted<'a>(&mut self, waiting: impl Iterator<Item = &'a Claimed>) -> Vec<(MessageId, Hash)> {
        let (mut held, mut counted) = (0_i64, HashSet::new());
        let mut wanted = vec![];
        for mail in waiting {
            if !counted.insert(mail.message) {
                continue;
            }
            let known = self.known.contains_key(&mail.message);
            if !known && held > 0 && held.saturating_add(mail.size) > AHEAD {
                break;
            }
            held = held.saturating_add(mail.size);
            if !known {
                self.known.insert(mail.message, Content::Reading);
                wanted.push((mail.message, mail.mime));
            }
        }
        wanted
    }

    pub(super) fn put(&mut self, message: MessageId, read: std::result::Result<Arc<Vec<u8>>, Fault>) {
        if let Some(content) = self.known.get_mut(&message) {
            *content = match read {
                Ok(bytes) => Content::Ready(bytes),
                Err(fault) => Content::Broken(fault),
            };
        }
    }

    pub(super) fn ready(&self, message: MessageId) -> Option<Arc<Vec<u8>>> {
        match self.known.get(&message) {
            Some(Content::Ready(bytes)) => Some(bytes.clone()),
            _ => None,
        }
    }

    pub(super) fn broken(&self, message: MessageId) -> Option<Fault> {
        match self.known.get(&message) {
            Some(Content::Broken(fault)) => Some(*fault),
            _ => None,
        }
    }

    /// Lets go of what nothing waits for, but for the last: the next mails may well be the same one for others.
    pub(super) fn keep(&mut self, waiting: impl Iterator<Item = MessageId>, last: Option<MessageId>) {
        let kept: Vec<MessageId> = waiting.chain(last).collect();
        self.known.retain(|message, content| kept.contains(message) && !matches!(content, Content::Broken(_)));
    }
}

/// The bytes as they were stored, checked by their hash.
pub(super) async fn read(shared: &Shared, message: MessageId, mime: Hash) -> std::result::Result<Arc<Vec<u8>>, Fault> {
    match bytes(shared, mime).await {
        Ok(bytes) => Ok(Arc::new(bytes)),
        Err(StoreError::NotFound | StoreError::Unreadable { .. }) => Err(Fault::Unwritable),
        Err(error) => {
            tracing::warn!(message = message.0, %error, "outbox.content");
            Err(Fault::Stopped)
        }
    }
}

async fn bytes(shared: &Shared, mime: Hash) -> Result<Vec<u8>> {
    let mut tx = shared.pool.read().await?;
    blobs::get(&mut tx, mime).await
}
