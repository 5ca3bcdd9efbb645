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
/// Bytes read in one go, when they are of several mails.
const TOGETHER: i64 = 512 * 1024;

/// Read, being read, or unreadable, by mail.
#[derive(Default)]
pub(super) struct Contents {
    known: HashMap<MessageId, Content>,
}

/// To be read.
pub(super) struct Wanted {
    message: MessageId,
    mime: Hash,
    size: i64,
}

/// Or why it cannot be.
pub(super) type Read = (MessageId, std::result::Result<Arc<Vec<u8>>, Fault>);

enum Content {
    Reading,
    Ready(Arc<Vec<u8>>),
    Broken(Fault),
}

impl Contents {
    /// What to read now, the first in any case when nothing is in hand; [`Contents::put`] brings it.
    /// `in_hand` is what the dialogues under way hold already.
    pub(super) fn wanted<'a>(&mut self, waiting: impl Iterator<Item = &'a Claimed>, in_hand: i64) -> Vec<Wanted> {
        let (mut held, mut counted) = (in_hand, HashSet::new());
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
                wanted.push(Wanted { message: mail.message, mime: mail.mime, size: mail.size });
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

/// Small ones are read together: going to the database takes longer than they do.
pub(super) fn together(wanted: Vec<Wanted>) -> Vec<Vec<Wanted>> {
    let mut groups: Vec<Vec<Wanted>> = vec![];
    let mut held = 0_i64;
    for one in wanted {
        held = held.saturating_add(one.size);
        match groups.last_mut() {
            Some(group) if held <= TOGETHER => group.push(one),
            _ => {
                held = one.size;
                groups.push(vec![one]);
            }
        }
    }
    groups
}

/// The bytes as they were stored, checked by their hash.
pub(super) async fn read(shared: &Shared, wanted: Vec<Wanted>) -> Vec<Read> {
    let mut found = if wanted.len() > 1 {
        // Whatever went wrong, each is read alone below, and it is told of that one.
        some(shared, &wanted).await.unwrap_or_default()
    } else {
        HashMap::new()
    };
    let mut read = vec![];
    for one in &wanted {
        let bytes = match found.remove(&one.mime) {
            Some(bytes) => Ok(Arc::new(bytes)),
            None => alone(shared, one).await,
        };
        read.push((one.message, bytes));
    }
    read
}

async fn some(shared: &Shared, wanted: &[Wanted]) -> Result<HashMap<Hash, Vec<u8>>> {
    let mut tx = shared.pool.read().await?;
    blobs::get_some(&mut tx, &wanted.iter().map(|one| one.mime).collect::<Vec<_>>()).await
}

async fn alone(shared: &Shared, one: &Wanted) -> std::result::Result<Arc<Vec<u8>>, Fault> {
    match bytes(shared, one.mime).await {
        Ok(bytes) => Ok(Arc::new(bytes)),
        Err(StoreError::NotFound | StoreError::Unreadable { .. }) => Err(Fault::Unwritable),
        Err(error) => {
            tracing::warn!(message = one.message.0, %error, "outbox.content");
            Err(Fault::Stopped)
        }
    }
}

async fn bytes(shared: &Shared, mime: Hash) -> Result<Vec<u8>> {
    let mut tx = shared.pool.read().await?;
    blobs::get(&mut tx, mime).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_mails_are_read_together_and_large_ones_alone() {
        let wanted = |size| Wanted { message: MessageId(1), mime: Hash([0; 32]), size };
        let sizes = [2_000, TOGETHER, 3 * TOGETHER, 10, 20, i64::MAX, i64::MAX].map(wanted);
        let groups: Vec<usize> = together(sizes.into()).iter().map(Vec::len).collect();
        assert_eq!(groups, [1, 1, 1, 2, 1, 1]);
    }
}
