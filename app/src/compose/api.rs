//! Opening, saving and sending what is written.

#![allow(missing_docs, reason = "the macro repeats the arguments as public fields")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{
    Account, AttachmentId, ClientId, ContactId, DraftId, FieldProblem, Moment,
    compose::{Attachment, Draft, DraftLine},
    recipients::{ClientFacts, FieldState},
    send::{BatchSummary, Enqueued},
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::writing;
#[cfg(feature = "ssr")]
use crate::{
    access::caller,
    clock::now,
    services::{reading, services, writing},
};

/// What `/ecrire` was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// A mail to this client (P20).
    #[serde(default)]
    pub client: Option<ClientId>,
    /// A mail to this contact (P26), of `client` when it has several.
    #[serde(default)]
    pub contact: Option<ContactId>,
    /// To these as well, of the same client: chosen together in the directory.
    #[serde(default)]
    pub with: Vec<ContactId>,
    /// A draft to go on with.
    #[serde(default)]
    pub draft: Option<DraftId>,
    /// Which clients to choose from, while there is none.
    #[serde(default)]
    pub search: String,
}

/// What it opens with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opening {
    /// The form.
    Form(Box<Sheet>),
    /// First a client (P27).
    Choose(Choice),
    /// There is nobody to write to yet.
    NoClient,
}

/// Which client it is to be (P27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// The contact's name; empty when none was named.
    pub name: String,
    /// To choose from: the contact's own, or those found.
    pub clients: Vec<(ClientId, String)>,
    /// Any client may be searched for: the contact has none.
    pub any: bool,
}

/// Everything the form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The draft on the server, once there is one.
    pub saved: Option<(DraftId, i64, Moment)>,
    /// Who can be chosen.
    pub facts: ClientFacts,
    /// Who is chosen.
    pub field: FieldState,
    /// Subject, text, account.
    pub draft: Draft,
    /// Files of the draft.
    pub attachments: Vec<Attachment>,
    /// By which it can leave: those that work first, and of these one's own (P28).
    pub accounts: Vec<Account>,
    /// Of this form: a double click is one act.
    pub idem_key: String,
    /// It was posted without the wasm and went back.
    pub back: Option<Back>,
    /// « Derniers envois »
    pub recent: Vec<BatchSummary>,
}

/// Why a plain form went back to its page; what stands in the way among the recipients is seen from the field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    /// At its fields.
    pub problems: Vec<FieldProblem>,
    /// Anything else.
    pub why: Option<AppError>,
}

/// The draft on the server after a save.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its id; new after the first save.
    pub id: DraftId,
    /// To be given with the next save (P12).
    pub version: i64,
    /// When.
    pub at: Moment,
}

/// A page of drafts, the last touched first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftsFound {
    /// At most as many as were asked for.
    pub rows: Vec<DraftLine>,
    /// There are older ones.
    pub more: bool,
}

/// Finds or prepares what `/ecrire` shows. Changes nothing: the draft is made by the first save.
///
/// # Errors
/// `NotFound` for a client, contact or draft that is not there, or a draft of somebody else.
#[server(prefix = "/api", endpoint = "compose/open", protocol = Wire)]
pub async fn open(asked: Asked) -> Result<Opening, AppError> {
    let user = caller()?.user;
    let mut tx = reading().await?;
    writing::open(&mut tx, &user, asked, now()).await
}

/// Saves the draft; makes it with the first save, once for the key of the form (`Sheet::idem_key`).
///
/// # Errors
/// `Refused` with the fields, `Conflict` when it was saved elsewhere meanwhile, `NotPossible("sent")`; `Malformed` when the key is
/// none of ours.
#[server(prefix = "/api", endpoint = "compose/save", protocol = Wire)]
pub async fn save(id: Option<DraftId>, version: i64, draft: Draft, idem_key: String) -> Result<Saved, AppError> {
    let user = caller()?.user;
    writing::check_key(&idem_key)?;
    let draft = draft.check().map_err(AppError::Refused)?;
    let at = now();
    let mut tx = writing().await?;
    let (id, version) = match id {
        Some(id) => (id, store::drafts::save(&mut tx, user.id, id, &draft, version, at).await?),
        None => store::drafts::add_once(&mut tx, user.id, &idem_key, &draft, at).await?,
    };
    tx.commit().await?;
    Ok(Saved { id, version, at })
}

/// Sends the draft as it stands in the form, with the files that the form shows, and saves it with the same commit.
///
/// # Errors
/// `Refused` with the fields `recipients`, `subject`, `body`; `NotPossible`: `no_account`, `recipients_changed`, `files_changed`,
/// `sent`, `removed`; `TooLarge`; `Malformed` when the key is none of ours.
#[server(prefix = "/api", endpoint = "compose/send", protocol = Wire)]
pub async fn send_mail(
    id: Option<DraftId>,
    draft: Draft,
    files: Vec<AttachmentId>,
    idem_key: String,
) -> Result<Enqueued, AppError> {
    let user = caller()?.user;
    writing::check_key(&idem_key)?;
    writing::send(&services(), &user, (id, draft), Some(files), idem_key, now()).await
}

/// Rows of a page.
#[cfg(feature = "ssr")]
const PAGE: usize = 50;

/// A page of this user's drafts, the last touched first: those after `before`, and no more than `most`.
///
/// # Errors
/// Only general ones.
#[server(prefix = "/api", endpoint = "compose/drafts", protocol = Wire)]
pub async fn drafts(
    #[server(default)] before: Option<DraftId>,
    #[server(default)] most: Option<u32>,
) -> Result<DraftsFound, AppError> {
    let user = caller()?.user;
    let most = most.map_or(PAGE, |most| (most as usize).clamp(1, PAGE));
    let mut tx = reading().await?;
    let mut rows = store::drafts::list(&mut tx, user.id, before, most as i64 + 1).await?;
    let more = rows.len() > most;
    rows.truncate(most);
    Ok(DraftsFound { rows, more })
}

/// Takes a draft away, or gives it back (undo).
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "compose/discard", protocol = Wire)]
pub async fn discard(id: DraftId, #[server(default)] undo: bool) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    if undo {
        store::drafts::restore(&mut tx, user.id, id, now()).await?;
    } else {
        store::drafts::remove(&mut tx, user.id, id, now()).await?;
    }
    Ok(tx.commit().await?)
}

/// The version on the server, and its subject and the beginning of its text: after a conflict both are shown (P12).
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "compose/stored", protocol = Wire)]
pub async fn stored(id: DraftId) -> Result<(i64, String), AppError> {
    let user = caller()?.user;
    let mut tx = reading().await?;
    let saved = store::drafts::get(&mut tx, user.id, id).await?;
    Ok((saved.version, [&saved.draft.subject, " — ", &saved.draft.beginning()].concat()))
}

/// Takes a file off a draft, or gives it back (undo).
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "compose/detach", protocol = Wire)]
pub async fn detach(draft: DraftId, file: AttachmentId, #[server(default)] undo: bool) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    if undo {
        store::drafts::give_back(&mut tx, user.id, draft, file).await?;
    } else {
        store::drafts::detach(&mut tx, user.id, draft, file, now()).await?;
    }
    Ok(tx.commit().await?)
}
