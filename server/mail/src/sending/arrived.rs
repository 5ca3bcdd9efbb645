//! A document that leaves by itself as it arrives (P31): to whom the resolver says when nobody presses, by the organisation's account, with
//! the seconds in which it can be cancelled.
//!
//! It stands among the arrivals since the transaction that put it in. Its mails are made outside of any transaction; then one transaction
//! takes it from the arrivals and puts them into the outbox. After a crash in between it is still there, and made anew; of two that make
//! it at once, on two machines, one takes it.

use super::{
    SendError,
    document::{Covering, mails, pdf},
    material,
};
use model::delivery::Kind;
use model::document::WaitsFor;
use model::resolver::{AskedDocument, Recipient, Trigger, resolve};
use model::send::Enqueued;
use model::{AccountOwner, Document, DocumentId, Moment};
use store::documents::{self, arrivals};
use store::outbox::{NewBatch, enqueue};
use store::{Pool, StoreError, Tx, accounts};

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// Into the outbox. Wake it.
    Queued(Enqueued),
    /// It waits for a person, under « À faire ».
    Waits(WaitsFor),
    /// Somebody else sent it, or it was removed.
    Done,
    /// Who receives it changed while its mails were made: it is still to leave.
    Again,
}

/// Sends a document that arrived, or has it wait for a person.
///
/// # Errors
/// The database; the document is still to leave then.
pub async fn send_arrived(pool: &Pool, id: DocumentId, covering: &Covering, now: Moment) -> Result<Left, SendError> {
    let why = match send(pool, id, covering, now).await {
        Ok(Ok(left)) => return Ok(left),
        Ok(Err(why)) => why,
        Err(SendError::NoAccount) => WaitsFor::Account,
        Err(SendError::Unfilled(_)) => WaitsFor::Phrase,
        Err(SendError::TooLarge { .. }) => WaitsFor::Room,
        Err(SendError::Build(_)) => WaitsFor::Mail,
        Err(e) => return Err(e),
    };
    let mut tx = pool.write().await?;
    arrivals::wait(&mut tx, id, why).await?;
    tx.commit().await?;
    Ok(Left::Waits(why))
}

async fn send(
    pool: &Pool,
    id: DocumentId,
    covering: &Covering,
    now: Moment,
) -> Result<Result<Left, WaitsFor>, SendError> {
    let mut tx = pool.read().await?;
    let (document, recipients) = addressed(&mut tx, id).await?;
    if document.removed_at.is_some() {
        drop(tx);
        return let_go(pool, id).await.map(Ok);
    }
    if recipients.is_empty() {
        return Ok(Err(WaitsFor::Recipient));
    }
    let account = accounts::find(&mut tx, AccountOwner::Organisation).await?;
    let account = account.filter(|account| account.state.is_working()).ok_or(SendError::NoAccount)?;
    let settings = store::settings(&mut tx).await?;
    if !settings.send_on_arrival.contains(&document.kind) {
        return Ok(Err(WaitsFor::Unticked));
    }
    let files = pdf(&mut tx, &document).await?;
    drop(tx);
    let messages = mails(&document, &recipients, &account, &files, covering, now).await?;

    let mut tx = pool.write().await?;
    documents::hold(&mut tx, &[id]).await?;
    if !arrivals::take(&mut tx, id).await? {
        return Ok(Ok(Left::Done));
    }
    // What changed while the mails were made; whoever unticks it after this look is too late by less than this transaction.
    if !store::settings(&mut tx).await?.send_on_arrival.contains(&document.kind) {
        return Ok(Err(WaitsFor::Unticked));
    }
    if addressed(&mut tx, id).await? != (document, recipients) {
        return Ok(Ok(Left::Again));
    }
    let batch = NewBatch {
        kind: Kind::Document,
        idem_key: format!("arrival:{id}"),
        by: None,
        draft_id: None,
        undo_until: material::undo(&settings, now),
        messages,
    };
    let done = enqueue(&mut tx, &batch, now).await?;
    tx.commit().await?;
    Ok(Ok(Left::Queued(done)))
}

/// It was removed before it left: when it is restored, a person sends it.
async fn let_go(pool: &Pool, id: DocumentId) -> Result<Left, SendError> {
    let mut tx = pool.write().await?;
    arrivals::take(&mut tx, id).await?;
    tx.commit().await?;
    Ok(Left::Done)
}

/// The document, and who receives it by itself.
async fn addressed(tx: &mut Tx, id: DocumentId) -> Result<(Document, Vec<Recipient>), StoreError> {
    let document = documents::get(tx, id).await?;
    let contact = document.contact.as_ref().map(|(id, _)| *id);
    let site = document.site.as_ref().map(|(id, _)| *id);
    let (_, side) = documents::client_side(tx, document.client.0, contact).await?;
    let asked = AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Automatic };
    let recipients = resolve(&side, &asked).recipients();
    Ok((document, recipients))
}
