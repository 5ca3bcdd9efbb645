//! A mail that a person wrote.

use super::{SendError, material, with_signature};
use crate::build::{Letter, Party};
use model::compose::{Attachment, Draft, MAIL_MAX, encoded};
use model::delivery::Kind;
use model::recipients::Role;
use model::send::{Enqueued, MessageView};
use model::{Account, DraftId, EmailAddress, Moment, UserId};
use store::outbox::{NewBatch, NewDelivery, NewMessage, enqueue};
use store::{Pool, StoreError, Tx, documents, drafts, users};

/// What the button « Envoyer » asks for.
#[derive(Clone, Debug)]
pub struct SendDraft {
    /// Whose draft it is.
    pub user: UserId,
    /// The draft, with its files; `None` when the form knows of none: it is made, or found by the key, with the same commit.
    pub draft_id: Option<DraftId>,
    /// What stands in the form now; `None`: what was saved last.
    pub content: Option<Draft>,
    /// Made once with the form: a double click is one sending.
    pub idem_key: String,
}

/// Puts a draft into the outbox. Wake the outbox when this returns.
///
/// # Errors
/// See [`SendError`]; the draft stays as it was. `Refused("sent")` when this form has sent another text or to others before,
/// `Refused("cancelled")` when what it sent was cancelled, `Refused("files_changed")` when a file arrived meanwhile.
pub async fn send(pool: &Pool, ask: &SendDraft, now: Moment) -> Result<Enqueued, SendError> {
    let key = material::key(ask.user, &ask.idem_key);
    material::once(|| before(pool, ask, &key), send_once(pool, ask, &key, now)).await
}

/// What this form has sent already. When the answer to the first press was lost, the person may have written on: what left then is
/// not what is asked for now.
async fn before(pool: &Pool, ask: &SendDraft, key: &str) -> Result<Option<Enqueued>, SendError> {
    let mut tx = pool.read().await?;
    let Some((done, view)) = material::made(&mut tx, key).await? else { return Ok(None) };
    let same = match (&ask.content, view.messages.first()) {
        (Some(content), Some(sent)) => holds(&mut tx, ask, content, sent).await?,
        _ => true,
    };
    if same { Ok(Some(done)) } else { Err(StoreError::Refused("sent").into()) }
}

async fn holds(tx: &mut Tx, ask: &SendDraft, content: &Draft, sent: &MessageView) -> Result<bool, SendError> {
    let draft = content.check_sending().map_err(SendError::Fields)?;
    let signature = users::get(tx, ask.user).await?.signature;
    let files = match ask.draft_id {
        Some(id) => drafts::attachments(tx, id).await?,
        None => vec![],
    };
    let from = material::account(tx, ask.user, draft.account_id).await.ok();
    let named = |files: &[Attachment]| files.iter().map(|file| (file.name.clone(), file.size)).collect::<Vec<_>>();
    let sent_to = sent.deliveries.iter().filter(|delivery| !delivery.self_copy);
    Ok(sent.subject == draft.subject
        && sent.body == with_signature(&draft.body, &signature)
        && from.is_some_and(|account| account.from_address == sent.from_address)
        && named(&sent.attachments) == named(&files)
        && sent_to
            .map(|d| (d.role, d.address.as_str()))
            .eq(draft.recipients.iter().map(|r| (r.role, r.address.as_str()))))
}

async fn send_once(pool: &Pool, ask: &SendDraft, key: &str, now: Moment) -> Result<Enqueued, SendError> {
    let mut tx = pool.read().await?;
    let saved = match ask.draft_id {
        Some(id) => Some(drafts::get(&mut tx, ask.user, id).await?),
        None => None,
    };
    let content = ask.content.as_ref().or(saved.as_ref().map(|saved| &saved.draft)).ok_or(StoreError::NotFound)?;
    let draft = content.check_sending().map_err(SendError::Fields)?;
    let attachments = saved.map(|saved| saved.attachments).unwrap_or_default();
    let account = material::account(&mut tx, ask.user, draft.account_id).await?;
    let user = users::get(&mut tx, ask.user).await?;
    let settings = store::settings(&mut tx).await?;
    within(&attachments)?;
    let files = material::files(&mut tx, ask.user, &attachments).await?;
    let document_id = match ask.draft_id {
        Some(id) => drafts::document(&mut tx, id).await?,
        None => None,
    };
    drop(tx);

    let letter = Letter {
        from: material::sender(&account),
        reply_to: account.reply_to.clone(),
        recipients: shown(&draft),
        subject: draft.subject.clone(),
        text: with_signature(&draft.body, &user.signature),
        files,
        date: now,
        token: material::token()?,
    };
    let message = message(&letter, &draft, &attachments, &account)?;
    let mut message = NewMessage { document_id, ..message };
    message.mime = material::bytes(letter, &account).await?;
    let undo_until = material::undo(&settings, now);

    let mut tx = pool.write().await?;
    // As everything that sends one does: before anything of it moves.
    documents::hold(&mut tx, document_id.as_slice()).await?;
    let draft_id = Some(keep(&mut tx, ask, (&draft, &attachments), now).await?);
    let (kind, idem_key, messages) = (Kind::OneOff, key.to_owned(), vec![message]);
    let batch = NewBatch { kind, idem_key, by: Some(ask.user), draft_id, undo_until, messages };
    let done = enqueue(&mut tx, &batch, now).await?;
    if !done.already {
        tx.commit().await?;
    }
    Ok(done)
}

/// Before they are in memory: a file that was taken off and given back was not counted when others were added.
fn within(attachments: &[Attachment]) -> Result<(), SendError> {
    let size: i64 = attachments.iter().map(|file| encoded(file.size)).sum();
    if size > MAIL_MAX { Err(SendError::TooLarge { size, limit: MAIL_MAX }) } else { Ok(()) }
}

/// The draft as it is sent, for « Annuler l’envoi » to give back. A file that arrived since it was read is not left behind.
async fn keep(
    tx: &mut Tx,
    ask: &SendDraft,
    (draft, files): (&Draft, &[Attachment]),
    now: Moment,
) -> Result<DraftId, SendError> {
    let Some(id) = ask.draft_id else { return Ok(drafts::add_once(tx, ask.user, &ask.idem_key, draft, now).await?.0) };
    drafts::hold(tx, ask.user, id).await?;
    if drafts::attachments(tx, id).await? != files {
        return Err(StoreError::Refused("files_changed").into());
    }
    if ask.content.is_some() {
        let version = drafts::get(tx, ask.user, id).await?.version;
        drafts::save(tx, ask.user, id, draft, version, now).await?;
    }
    Ok(id)
}

/// Those the header names: everybody but « Cci » (S34).
fn shown(draft: &Draft) -> Vec<(Role, Party)> {
    let named = draft.recipients.iter().filter(|recipient| recipient.role != Role::Bcc);
    named
        .map(|r| {
            let name = r.name.clone().unwrap_or_default();
            (r.role, Party { name, address: r.address.to_string() })
        })
        .collect()
}

fn message(
    letter: &Letter,
    draft: &Draft,
    attachments: &[Attachment],
    account: &Account,
) -> Result<NewMessage, SendError> {
    let mut deliveries: Vec<NewDelivery> = draft
        .recipients
        .iter()
        .map(|recipient| NewDelivery {
            address: recipient.address.clone(),
            name: recipient.name.clone().unwrap_or_default(),
            role: recipient.role,
            self_copy: false,
            contact_id: recipient.contact_id,
            corrects: None,
        })
        .collect();
    deliveries.extend(copy_to_self(account));
    Ok(NewMessage {
        client_id: draft.client_id,
        attachments: attachments.iter().map(|attachment| attachment.id).collect(),
        ..material::message(letter, account, deliveries)?
    })
}

/// « Copie à moi-même » (P28), unless one is a recipient anyway: then the outbox keeps the first.
fn copy_to_self(account: &Account) -> Option<NewDelivery> {
    let address = EmailAddress::parse(&account.from_address).ok().filter(|_| account.copy_to_self)?;
    Some(NewDelivery {
        address,
        name: account.from_name.clone(),
        role: Role::Bcc,
        self_copy: true,
        contact_id: None,
        corrects: None,
    })
}
