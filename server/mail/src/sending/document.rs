//! A document to the people who should have it (P32): one mail each, in the language of who reads it, with the very PDF that was put in.

use super::{SendError, material};
use crate::build::{File, Letter, Party};
use model::delivery::Kind;
use model::recipients::Role;
use model::resolver::{Addressed, AskedDocument, Recipient, Trigger, resolve};
use model::send::Enqueued;
use model::{Account, Document, DocumentId, EmailAddress, Lang, Moment, Phrase, Placeholder, User, UserId};
use store::outbox::{NewBatch, NewDelivery, NewMessage, enqueue};
use store::{Pool, StoreError, Tx, blobs, documents, users};

/// A press on the sending panel.
#[derive(Clone, Debug)]
pub struct SendDocument {
    /// Who presses.
    pub user: UserId,
    /// What.
    pub document: DocumentId,
    /// To whom.
    pub to: Addressed,
    /// The addresses that the button showed, in order, with blanks between: nothing leaves for another one.
    pub shown: String,
    /// How many mails of the document the page knew of: a double click, and two people at once, are one act.
    pub seen: i64,
}

/// Subject and text of a mail with these documents of one client, in a language; or what they do not have of what it says (P35).
pub type Covering = dyn Fn(&[&Document], Lang) -> Result<Phrase, Vec<Placeholder>> + Send + Sync;

/// Puts a document into the outbox, a mail for each recipient. Wake the outbox when this returns.
///
/// # Errors
/// `NotFound` without the document; `Refused`: `recipients_changed` when the addresses are others by now, `cancelled` when this very press
/// was cancelled; see [`SendError`].
pub async fn send_document(
    pool: &Pool,
    ask: &SendDocument,
    covering: &Covering,
    now: Moment,
) -> Result<Enqueued, SendError> {
    // What one sends to oneself is one's own act.
    let who = if matches!(ask.to, Addressed::Oneself) { format!("{}:", ask.user) } else { String::new() };
    let key = format!("document:{}:{}:{who}{}", ask.document, ask.to.code(), ask.seen);
    material::once(|| before(pool, &key), send_once(pool, ask, covering, &key, now)).await
}

async fn before(pool: &Pool, key: &str) -> Result<Option<Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    Ok(material::made(&mut tx, key).await?.map(|(done, _)| done))
}

async fn send_once(
    pool: &Pool,
    ask: &SendDocument,
    covering: &Covering,
    key: &str,
    now: Moment,
) -> Result<Enqueued, SendError> {
    let mut tx = pool.read().await?;
    let (document, recipients) = addressed(&mut tx, ask).await?;
    let account = material::account_of_documents(&mut tx, ask.user).await?;
    let settings = store::settings(&mut tx).await?;
    let files = pdf(&mut tx, &document).await?;
    drop(tx);

    let mut messages = mails(&document, &recipients, &account, &files, covering, now).await?;
    if ask.to == Addressed::Oneself {
        // It reaches nobody whom the document is for.
        messages = messages.into_iter().map(NewMessage::as_own_copy).collect();
    }
    let undo_until = material::undo(&settings, now);

    let mut tx = pool.write().await?;
    documents::hold(&mut tx, &[ask.document]).await?;
    // What changed while the mails were made, or since the page was shown: somebody, or its arrival, has sent it meanwhile.
    if documents::mails(&mut tx, ask.document).await? != ask.seen {
        return Err(StoreError::Refused("recipients_changed").into());
    }
    addressed(&mut tx, ask).await?;
    let by = Some(ask.user);
    let batch = NewBatch { kind: Kind::Document, idem_key: key.to_owned(), by, draft_id: None, undo_until, messages };
    let done = enqueue(&mut tx, &batch, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}

/// Its PDF, as a file of a mail; none for an order without one.
pub(super) async fn pdf(tx: &mut Tx, document: &Document) -> Result<Vec<File>, SendError> {
    let Some((name, _)) = &document.file else { return Ok(vec![]) };
    let (_, _, hash) = documents::place(tx, document.id).await?;
    let bytes = blobs::get(tx, hash).await?;
    Ok(vec![File { name: name.clone(), media_type: "application/pdf".to_owned(), bytes }])
}

/// A mail for each recipient, in the language of who reads it.
pub(super) async fn mails(
    document: &Document,
    recipients: &[Recipient],
    account: &Account,
    files: &[File],
    covering: &Covering,
    now: Moment,
) -> Result<Vec<NewMessage>, SendError> {
    let mut messages = vec![];
    for one in recipients {
        let Phrase { subject, text } = covering(&[document], one.language).map_err(SendError::Unfilled)?;
        let letter = Letter {
            from: material::sender(account),
            reply_to: account.reply_to.clone(),
            recipients: vec![(Role::To, Party { name: name_of(one), address: one.address.to_string() })],
            subject,
            text,
            files: files.to_vec(),
            date: now,
            token: material::token()?,
        };
        let mut message = NewMessage {
            client_id: Some(document.client.0),
            document_id: Some(document.id),
            ..material::message(&letter, account, vec![delivery(one)])?
        };
        message.mime = material::bytes(letter, account).await?;
        messages.push(message);
    }
    Ok(messages)
}

/// The document, and whom the press reaches now: those whom the page showed, or nobody.
async fn addressed(tx: &mut Tx, ask: &SendDocument) -> Result<(Document, Vec<Recipient>), SendError> {
    let changed = || SendError::Store(StoreError::Refused("recipients_changed"));
    let document = documents::get(tx, ask.document).await?;
    if document.removed_at.is_some() {
        return Err(StoreError::NotFound.into());
    }
    let contact = document.contact.as_ref().map(|(id, _)| *id);
    let site = document.site.as_ref().map(|(id, _)| *id);
    let (_, side) = documents::client_side(tx, document.client.0, contact).await?;
    let answer = resolve(&side, &AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Person });
    let recipients = match ask.to {
        Addressed::Everybody => answer.recipients(),
        Addressed::Oneself => vec![oneself(users::get(tx, ask.user).await?).ok_or_else(changed)?],
        Addressed::One(who) => vec![answer.pressed(who).map_err(|_| changed())?],
    };
    let addresses: Vec<&str> = recipients.iter().map(|one| one.address.as_str()).collect();
    let same = addresses.iter().copied().eq(ask.shown.split_whitespace());
    if recipients.is_empty() || !same { Err(changed()) } else { Ok((document, recipients)) }
}

pub(super) fn oneself(user: User) -> Option<Recipient> {
    let address = EmailAddress::parse(&user.email).ok()?;
    Some(Recipient { address, contact: None, language: user.language, reasons: vec![] })
}

pub(super) fn name_of(one: &Recipient) -> String {
    one.contact.as_ref().map(|(_, name)| name.clone()).filter(|name| *name != one.address.as_str()).unwrap_or_default()
}

pub(super) fn delivery(one: &Recipient) -> NewDelivery {
    NewDelivery {
        address: one.address.clone(),
        name: name_of(one),
        role: Role::To,
        self_copy: false,
        contact_id: one.contact.as_ref().map(|(id, _)| *id),
        corrects: None,
    }
}
