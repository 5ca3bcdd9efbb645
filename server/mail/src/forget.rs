//! P06, S70: what was deleted for good goes from the database, and then from the test mailbox, which stands for mailboxes that
//! are not ours, but is. A mail there to somebody who is forgotten goes whole: what was written stays in the history.

use crate::TestMailbox;
use model::Moment;
use std::collections::BTreeSet;
use store::{Pool, Result, StoreError, contacts, sends};

/// Lets go of the data of everybody who was deleted and can no longer come back.
///
/// # Errors
/// The database is busy, or the folder cannot be written: the next call does the rest.
pub async fn forget_due(pool: &Pool, mailbox: &TestMailbox, now: Moment) -> Result<()> {
    contacts::forget_due(pool, now).await?;
    if mailbox.is_empty().await {
        return Ok(());
    }
    let mut tx = pool.read().await?;
    let forgotten: BTreeSet<i64> = sends::forgotten(&mut tx).await?.into_iter().map(|id| id.0).collect();
    drop(tx);
    let left = mailbox.remove(forgotten).await;
    left.map_err(|error| StoreError::Busy(error.into()))
}
