//! Into the outbox, in one transaction with the act itself. The form's key makes a double click one batch, also fifty at once:
//! whoever comes second waits for the first and gets its batch. What is too much for one transaction goes in by steps: [`mod@super::fill`].

use super::{
    event,
    rows::{self, Placed, Start, Twice},
};
use crate::{
    Result, StoreError, Tx,
    blobs::{self, Stored},
    documents::{self, arrivals},
    moment, on, stamp,
};
use chrono::{DateTime, Utc};
use model::delivery::{DeliveryState, Kind};
use model::recipients::Role;
use model::send::Enqueued;
use model::{
    AccountId, AttachmentId, BatchId, ClientId, ContactId, DeliveryId, DocumentId, DraftId, EmailAddress, MessageId,
};
use model::{Moment, UserId};

/// One act of sending. Its mails carry their bytes, or name what is stored.
#[derive(Clone, Debug)]
pub struct NewBatch<M = Vec<u8>> {
    /// Why it exists.
    pub kind: Kind,
    /// Made once by the form; the same key again is the same act.
    pub idem_key: String,
    /// Who sends.
    pub by: Option<UserId>,
    /// The draft it was written as: it leaves the list of drafts, and comes back when all is cancelled.
    pub draft_id: Option<DraftId>,
    /// Held until then; `None` leaves at once.
    pub undo_until: Option<Moment>,
    /// Its mails.
    pub messages: Vec<NewMessage<M>>,
}

/// One mail, made.
#[derive(Clone, Debug)]
pub struct NewMessage<M = Vec<u8>> {
    /// The client it is for.
    pub client_id: Option<ClientId>,
    /// By which it leaves.
    pub account_id: AccountId,
    /// Without `<` and `>`.
    pub message_id: String,
    /// The whole mail; a retry sends the same bytes.
    pub mime: M,
    /// « De »
    pub from_address: String,
    /// « De »
    pub from_name: String,
    /// As sent.
    pub subject: String,
    /// The plain text as sent, signature included.
    pub body: String,
    /// The document that it carries (P50); its PDF comes before the other files.
    pub document_id: Option<DocumentId>,
    /// Further documents of it, each once; their PDFs come after that one.
    pub beside: Vec<(DocumentId, Beside)>,
    /// Files of the draft, or of the mail that is sent again; copied.
    pub attachments: Vec<AttachmentId>,
    /// The mail this one sends again.
    pub again_of: Option<MessageId>,
    /// Who gets it, in the order of the mail.
    pub deliveries: Vec<NewDelivery>,
}

/// What a mail has to do with a document that is not its own one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// It goes along: what becomes of the mail becomes of it.
    Further,
    /// « À moi-même » (P32): no sending of it, though in its history.
    Copy,
}

impl Beside {
    fn code(self) -> &'static str {
        match self {
            Beside::Further => "further",
            Beside::Copy => "copy",
        }
    }
}

impl<M> NewMessage<M> {
    /// Only a copy of its document, for whoever sends it.
    #[must_use]
    pub fn as_own_copy(mut self) -> Self {
        self.beside.extend(self.document_id.take().map(|document| (document, Beside::Copy)));
        self
    }

    /// The same with these bytes, or what is stored of them.
    pub fn with<N>(self, mime: N) -> NewMessage<N> {
        let NewMessage { client_id, account_id, message_id, mime: _, from_address, from_name, subject, body, .. } =
            self;
        let NewMessage { document_id, beside, attachments, again_of, deliveries, .. } = self;
        NewMessage {
            client_id,
            account_id,
            message_id,
            mime,
            from_address,
            from_name,
            subject,
            body,
            document_id,
            beside,
            attachments,
            again_of,
            deliveries,
        }
    }
}

/// The bytes of a mail: there as a whole, or stored before.
pub trait Mime: Sync {
    /// Where they are stored from now on.
    fn kept(&self, tx: &mut Tx, now: Moment) -> impl Future<Output = Result<Stored>> + Send;
}

impl Mime for Vec<u8> {
    async fn kept(&self, tx: &mut Tx, now: Moment) -> Result<Stored> {
        blobs::add(tx, self, now).await
    }
}

/// Of many mails at once: none of their bytes is in memory then, and the transaction that enqueues them stays short.
impl Mime for Stored {
    async fn kept(&self, tx: &mut Tx, now: Moment) -> Result<Stored> {
        blobs::hold(tx, self, now).await?;
        Ok(*self)
    }
}

/// One address of a mail.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// Where it goes.
    pub address: EmailAddress,
    /// The name in front of it; may be empty.
    pub name: String,
    /// À, Cc, Cci.
    pub role: Role,
    /// « Copie à moi-même »
    pub self_copy: bool,
    /// The contact it was chosen as.
    pub contact_id: Option<ContactId>,
    /// The failed delivery whose address it corrects.
    pub corrects: Option<DeliveryId>,
}

const FIND: &str = "SELECT id, undo_until FROM batch WHERE idem_key = $1";

/// The batch that this key has already made.
pub async fn find_by_key(tx: &mut Tx, key: &str) -> Result<Option<Enqueued>> {
    let row: Option<(i64, Option<DateTime<Utc>>)> =
        on!(tx, c => sqlx::query_as(FIND).bind(key).fetch_optional(c).await)?;
    Ok(row.map(|(id, undo)| Enqueued { batch_id: BatchId(id), undo_until: undo.map(moment), already: true }))
}

const ADD_BATCH: &str =
    "INSERT INTO batch (kind, idem_key, state, undo_until, created_by, draft_id, created_at, changed_at)
  VALUES ($1, $2, 'running', $3, $4, $5, $6, $6) ON CONFLICT (idem_key) DO NOTHING RETURNING id";

/// Puts a batch into the outbox. Wake the outbox after the commit.
///
/// # Errors
/// `Refused("sent")` when the draft was sent by another act, or removed; `Refused("attachment_gone")`.
pub async fn enqueue<M: Mime>(tx: &mut Tx, batch: &NewBatch<M>, now: Moment) -> Result<Enqueued> {
    let id: Option<i64> = on!(tx, c => sqlx::query_scalar(ADD_BATCH)
        .bind(batch.kind.code()).bind(&batch.idem_key).bind(batch.undo_until.map(stamp)).bind(batch.by.map(|id| id.0))
        .bind(batch.draft_id.map(|id| id.0)).bind(stamp(now)).fetch_optional(c).await)?;
    let Some(id) = id.map(BatchId) else {
        return find_by_key(tx, &batch.idem_key).await?.ok_or(StoreError::Conflict);
    };
    if let Some(draft) = batch.draft_id {
        close_draft(tx, draft, id).await?;
    }
    let due = batch.undo_until.unwrap_or(now);
    let start = Start {
        batch: id,
        state: if batch.undo_until.is_some() { DeliveryState::Held } else { DeliveryState::Queued },
        due,
        expires: due.plus_ms(batch.kind.lifetime().as_millis() as i64),
        priority: batch.kind.priority(),
        has_account: true,
    };
    for message in &batch.messages {
        add_message(tx, &start, message, now).await?;
    }
    event::add(tx, (Some(id), None), batch.by, "enqueued", serde_json::json!({}), now).await?;
    documents::follow_batch(tx, id).await?;
    Ok(Enqueued { batch_id: id, undo_until: batch.undo_until, already: false })
}

const CLOSE_DRAFT: &str =
    "UPDATE draft SET sent_batch_id = $2 WHERE id = $1 AND sent_batch_id IS NULL AND removed_at IS NULL";

pub(super) async fn close_draft(tx: &mut Tx, draft: DraftId, batch: BatchId) -> Result<()> {
    let closed =
        on!(tx, c => sqlx::query(CLOSE_DRAFT).bind(draft.0).bind(batch.0).execute(c).await.map(|r| r.rows_affected()))?;
    if closed == 0 { Err(StoreError::Refused("sent")) } else { Ok(()) }
}

const ADD_MESSAGE: &str =
    "INSERT INTO message (batch_id, client_id, account_id, message_id, mime_hash, size, from_address,
    from_name, subject, body, again_of_id, document_id, created_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, COALESCE($12, (SELECT document_id FROM message WHERE id = $11)), $13)
  RETURNING id";
const COPY_PDF: &str = "INSERT INTO attachment (message_id, position, name, media_type, size, hash, created_at)
  SELECT $2, 0, file_name, 'application/pdf', file_size, hash, $3 FROM document WHERE id = $1 AND hash IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.message_id = $2 AND a.hash = document.hash)";
const ADD_BESIDE: &str = "INSERT INTO message_document (message_id, document_id, relation) VALUES ($1, $2, $3)";
const COPY_PDF_BESIDE: &str = "INSERT INTO attachment (message_id, position, name, media_type, size, hash, created_at)
  SELECT $2, $4, file_name, 'application/pdf', file_size, hash, $3 FROM document WHERE id = $1 AND hash IS NOT NULL";
const COPY_BESIDE: &str = "INSERT INTO message_document (message_id, document_id, relation)
  SELECT $1, document_id, relation FROM message_document WHERE message_id = $2";
const COPY_FILE: &str = "INSERT INTO attachment (message_id, position, name, media_type, size, hash, created_at)
  SELECT $2, $3, name, media_type, size, hash, $4 FROM attachment WHERE id = $1";

/// Whoever calls holds its batch.
pub(super) async fn add_message<M: Mime>(
    tx: &mut Tx,
    start: &Start,
    message: &NewMessage<M>,
    now: Moment,
) -> Result<MessageId> {
    let mime = message.mime.kept(tx, now).await?;
    let id: i64 = on!(tx, c => sqlx::query_scalar(ADD_MESSAGE)
        .bind(start.batch.0).bind(message.client_id.map(|id| id.0)).bind(message.account_id.0).bind(&message.message_id)
        .bind(&mime.hash.0[..]).bind(mime.size).bind(&message.from_address).bind(&message.from_name)
        .bind(&message.subject).bind(&message.body).bind(message.again_of.map(|id| id.0))
        .bind(message.document_id.map(|id| id.0)).bind(stamp(now)).fetch_one(c).await)?;
    for (position, file) in message.attachments.iter().enumerate() {
        let copied = on!(tx, c => sqlx::query(COPY_FILE)
            .bind(file.0).bind(id).bind(position as i64).bind(stamp(now)).execute(c).await.map(|r| r.rows_affected()))?;
        if copied == 0 {
            return Err(StoreError::Refused("attachment_gone"));
        }
    }
    if let Some(document) = message.document_id {
        on!(tx, c => sqlx::query(COPY_PDF).bind(document.0).bind(id).bind(stamp(now)).execute(c).await.map(drop))?;
        arrivals::settle(tx, document, now).await?;
    }
    for ((document, relation), position) in message.beside.iter().zip(1_i64..) {
        on!(tx, c => sqlx::query(ADD_BESIDE).bind(id).bind(document.0).bind(relation.code()).execute(c).await.map(drop))?;
        on!(tx, c => sqlx::query(COPY_PDF_BESIDE)
            .bind(document.0).bind(id).bind(stamp(now)).bind(position).execute(c).await.map(drop))?;
        if *relation == Beside::Further {
            arrivals::settle(tx, *document, now).await?;
        }
    }
    if let Some(original) = message.again_of {
        on!(tx, c => sqlx::query(COPY_BESIDE).bind(id).bind(original.0).execute(c).await.map(drop))?;
    }
    let placed: Vec<Placed> = (0_i64..).zip(&message.deliveries).map(Placed::from).collect();
    rows::add(tx, start, (MessageId(id), message.account_id), &placed, Twice::LeaveOut, now).await?;
    Ok(MessageId(id))
}
