//! What every way of sending needs: an account, a token, the bytes of the files, the limits.

use super::SendError;
use crate::build::{File, Letter, build};
use model::compose::{Attachment, MAIL_MAX};
use model::{Account, AccountId, AccountState, UserId};
use store::{Pool, StoreError, Tx, accounts, blobs, drafts};

/// The account of « De », or the first one when none was chosen (P28). Nothing leaves from an address that was not shown, nor from
/// one that is not this user's to send from (S56).
pub(super) async fn account(tx: &mut Tx, user: UserId, chosen: Option<AccountId>) -> Result<Account, SendError> {
    let mut offered = offered(tx, user).await?.into_iter();
    match chosen {
        Some(chosen) => offered.find(|account| account.id == chosen).ok_or(SendError::OtherAccount),
        None => offered.next().ok_or(SendError::NoAccount),
    }
}

/// The account that a mail left by if this user may use it, else the first of « De ».
pub(super) async fn account_again(tx: &mut Tx, user: UserId, before: Option<AccountId>) -> Result<Account, SendError> {
    let mut offered = offered(tx, user).await?;
    let place = offered.iter().position(|account| Some(account.id) == before).unwrap_or(0);
    if offered.is_empty() { Err(SendError::NoAccount) } else { Ok(offered.swap_remove(place)) }
}

async fn offered(tx: &mut Tx, user: UserId) -> Result<Vec<Account>, SendError> {
    let mut offered = accounts::list_for(tx, user).await?;
    offered.retain(|account| account.state != AccountState::Disabled);
    Ok(offered)
}

/// The contents of these files, in order.
pub(super) async fn files(tx: &mut Tx, user: UserId, attachments: &[Attachment]) -> Result<Vec<File>, SendError> {
    let mut files = vec![];
    for attachment in attachments {
        let (found, hash) = drafts::place(tx, user, attachment.id).await?;
        files.push(File { name: found.name, media_type: found.media_type, bytes: blobs::get(tx, hash).await? });
    }
    Ok(files)
}

/// The bytes, within 25 MB and what the account's server takes.
pub(super) async fn bytes(letter: Letter, account: &Account) -> Result<Vec<u8>, SendError> {
    let limit = account.max_size.filter(|max| *max > 0).map_or(MAIL_MAX, |max| max.min(MAIL_MAX));
    let built = tokio::task::spawn_blocking(move || build(&letter)).await;
    let mail = built.map_err(|_| crate::build::BuildError::Unwritable)??;
    let size = mail.len() as i64;
    if size > limit { Err(SendError::TooLarge { size, limit }) } else { Ok(mail) }
}

/// 32 hexadecimal digits that nobody else has.
pub(super) fn token() -> Result<String, SendError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Refused("no_randomness"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Keys are each user's own, so that nobody meets another's batch.
pub(super) fn key(user: UserId, key: &str) -> String {
    format!("{user}:{key}")
}

/// Does what was asked, unless this key has done it already; also when two ask at the same instant.
pub(super) async fn once<F>(pool: &Pool, key: &str, act: F) -> Result<model::send::Enqueued, SendError>
where
    F: Future<Output = Result<model::send::Enqueued, SendError>>,
{
    if let Some(done) = find(pool, key).await? {
        return Ok(done);
    }
    match act.await {
        Err(SendError::Store(e @ (StoreError::NotFound | StoreError::Refused("sent") | StoreError::Conflict))) => {
            find(pool, key).await?.ok_or(SendError::Store(e))
        }
        done => done,
    }
}

async fn find(pool: &Pool, key: &str) -> Result<Option<model::send::Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    Ok(store::outbox::find_by_key(&mut tx, key).await?)
}
