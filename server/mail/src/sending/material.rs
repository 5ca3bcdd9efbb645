//! What every way of sending needs: an account and its « De », a token, the bytes of the files, the limits, the row of the mail.

use super::SendError;
use crate::build::{File, Letter, Party, build, message_id};
use model::compose::{Attachment, MAIL_MAX};
use model::send::{BatchState, BatchView, Enqueued};
use model::{Account, AccountId, AccountOwner, Moment, Settings, UserId, hex};
use store::outbox::{NewDelivery, NewMessage};
use store::{StoreError, Tx, accounts, blobs, drafts, outbox, sends};

/// The account of « De », or the first one when none was chosen (P28). Nothing leaves from an address that was not shown, nor from
/// one that is not this user's to send from (S56).
pub(super) async fn account(tx: &mut Tx, user: UserId, chosen: Option<AccountId>) -> Result<Account, SendError> {
    let mut offered = offered(tx, user).await?.into_iter();
    match chosen {
        Some(chosen) => offered.find(|account| account.id == chosen).ok_or(SendError::OtherAccount),
        None => offered.next().ok_or(SendError::NoAccount),
    }
}

/// The organisation's account for documents (P28); one's own where there is none that works.
pub(super) async fn account_of_documents(tx: &mut Tx, user: UserId) -> Result<Account, SendError> {
    let mut offered = offered(tx, user).await?;
    let own = |account: &Account| account.owner == AccountOwner::Organisation && account.state.is_working();
    let place = offered.iter().position(own).unwrap_or(0);
    if offered.is_empty() { Err(SendError::NoAccount) } else { Ok(offered.swap_remove(place)) }
}

/// The account that a mail left by if this user may use it, else the first of « De ».
pub(super) async fn account_again(tx: &mut Tx, user: UserId, before: Option<AccountId>) -> Result<Account, SendError> {
    let mut offered = offered(tx, user).await?;
    let place = offered.iter().position(|account| Some(account.id) == before).unwrap_or(0);
    if offered.is_empty() { Err(SendError::NoAccount) } else { Ok(offered.swap_remove(place)) }
}

async fn offered(tx: &mut Tx, user: UserId) -> Result<Vec<Account>, SendError> {
    Ok(Account::offered(accounts::list_for(tx, user).await?))
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
    let limit = limit(account);
    let built = tokio::task::spawn_blocking(move || build(&letter)).await;
    let mail = built.map_err(|_| crate::build::BuildError::Unwritable)??;
    let size = mail.len() as i64;
    if size > limit { Err(SendError::TooLarge { size, limit }) } else { Ok(mail) }
}

/// Bytes of a mail as encoded: 25 MB, or less where the account's server takes less.
pub(super) fn limit(account: &Account) -> i64 {
    account.max_size.filter(|max| *max > 0).map_or(MAIL_MAX, |max| max.min(MAIL_MAX))
}

/// « De ».
pub(super) fn sender(account: &Account) -> Party {
    Party { name: account.from_name.clone(), address: account.from_address.clone() }
}

/// The mail as it is enqueued, for no client, without files and bytes.
pub(super) fn message(
    letter: &Letter,
    account: &Account,
    deliveries: Vec<NewDelivery>,
) -> Result<NewMessage, SendError> {
    Ok(NewMessage {
        client_id: None,
        account_id: account.id,
        message_id: message_id(letter)?,
        mime: vec![],
        from_address: letter.from.address.clone(),
        from_name: letter.from.name.clone(),
        subject: letter.subject.clone(),
        body: letter.text.clone(),
        document_id: None,
        beside: vec![],
        attachments: vec![],
        again_of: None,
        deliveries,
    })
}

/// Until when it can be cancelled; none: it leaves at once.
pub(super) fn undo(settings: &Settings, now: Moment) -> Option<Moment> {
    (settings.undo_seconds > 0).then(|| now.plus_seconds(settings.undo_seconds))
}

/// 32 hexadecimal digits that nobody else has.
pub(super) fn token() -> Result<String, SendError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|_| StoreError::Refused("no_randomness"))?;
    Ok(hex(&bytes))
}

/// Keys are each user's own, so that nobody meets another's batch.
pub(super) fn key(user: UserId, key: &str) -> String {
    format!("{user}:{key}")
}

/// Does what was asked, unless it is done already; also when two ask at the same instant.
pub(super) async fn once<B, F>(before: impl Fn() -> B, act: F) -> Result<Enqueued, SendError>
where
    B: Future<Output = Result<Option<Enqueued>, SendError>>,
    F: Future<Output = Result<Enqueued, SendError>>,
{
    if let Some(done) = before().await? {
        return Ok(done);
    }
    match act.await {
        Ok(done) if done.already => Ok(before().await?.unwrap_or(done)),
        Err(SendError::Store(e @ (StoreError::NotFound | StoreError::Refused(_) | StoreError::Conflict))) => {
            before().await?.ok_or(SendError::Store(e))
        }
        done => done,
    }
}

/// What this key has made.
///
/// # Errors
/// `Refused("cancelled")` when it was cancelled: a second click that arrives late must not send it after all.
pub(super) async fn made(tx: &mut Tx, key: &str) -> Result<Option<(Enqueued, BatchView)>, SendError> {
    let Some(done) = outbox::find_by_key(tx, key).await? else { return Ok(None) };
    let view = sends::get(tx, done.batch_id).await?;
    match view.state {
        BatchState::Cancelled => Err(StoreError::Refused("cancelled").into()),
        _ => Ok(Some((done, view))),
    }
}
