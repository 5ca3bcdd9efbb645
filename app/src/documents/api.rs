//! What the pages of documents send, but for the file itself, which comes as a stream (`server/src/streams/documents.rs`).
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{covering::phrases, list_path, named};
use crate::{
    access::{Caller, caller, go_to},
    clock::now,
    compose::about,
    error::AppError,
    services::{Services, services, writing},
    typed::{self, Typed},
    wire::Wire,
    words::Words,
};
use leptos::prelude::*;
use mail::SendDocument;
use model::{
    BatchId, ClientId, Document, DocumentDraft, DocumentId, DocumentKind, DocumentProblem, DraftId, FieldProblem,
    InterventionId, Phrase, Problem, UserId,
    document::{guessed_number, is_pdf},
    hex,
    resolver::{Addressed, AskedDocument, Trigger, resolve},
};
use serde::{Deserialize, Serialize};
use store::blobs::{self, Hash, Stored};

/// Name of the form while it is kept between its two steps, and after a refusal.
pub(super) const FORM: &str = "document";

/// A document while it is put in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Put {
    pub(super) client: i64,
    /// The intervention that it reports.
    pub(super) intervention: Option<i64>,
    /// Of its PDF, in hexadecimal; empty without one.
    pub(super) hash: String,
    /// As it was chosen.
    pub(super) file_name: String,
    pub(super) draft: DocumentDraft,
}

/// The PDF is there: the form goes on with what its name says.
pub fn keep_file(
    services: &Services,
    caller: &Caller,
    (client, intervention): (ClientId, Option<InterventionId>),
    name: &str,
    stored: &Stored,
) {
    let kind = if intervention.is_some() { DocumentKind::InterventionReport } else { DocumentKind::Invoice };
    let draft =
        DocumentDraft { kind: kind.code().to_owned(), number: guessed_number(name), ..DocumentDraft::default() };
    let intervention = intervention.map(|id| id.0);
    let put = Put { client: client.0, intervention, hash: hex(&stored.hash.0), file_name: name.to_owned(), draft };
    services.forms.keep(caller.session, FORM, &Typed { draft: put, problems: vec![], conflict: false });
}

/// What came is not taken: the first step again, with why.
pub fn refuse_file(services: &Services, caller: &Caller, client: ClientId, problem: Problem) {
    let put = Put { client: client.0, ..Put::default() };
    let problems = vec![FieldProblem::new("file", problem)];
    services.forms.keep(caller.session, FORM, &Typed { draft: put, problems, conflict: false });
}

/// A new document of a client, perhaps the report of one of its interventions; `hash` and `file_name` are those of a PDF that came before.
#[server(prefix = "/api", endpoint = "documents/add", protocol = Wire)]
pub async fn add_document(
    client: ClientId,
    #[server(default)] intervention: Option<InterventionId>,
    #[server(default)] hash: String,
    #[server(default)] file_name: String,
    #[server(default)] draft: DocumentDraft,
) -> Result<DocumentId, AppError> {
    let caller = caller()?;
    let put = Put { client: client.0, intervention: intervention.map(|id| id.0), hash, file_name, draft };
    match add(&put, caller.user.id).await {
        Ok(id) => {
            go_to(&format!("/documents/{id}?ajoute=1"));
            Ok(id)
        }
        Err(error) => Err(typed::refused(FORM, put, error)),
    }
}

async fn add(put: &Put, by: UserId) -> Result<DocumentId, AppError> {
    let fields = put.draft.check(!put.hash.is_empty()).map_err(AppError::Refused)?;
    let mut tx = writing().await?;
    let file = match put.hash.as_str() {
        "" => None,
        hash => Some(pdf(&mut tx, hash).await?),
    };
    let file = file.as_ref().map(|stored| (put.file_name.as_str(), stored));
    let id = match put.intervention.map(InterventionId) {
        Some(visit) => store::documents::add_report(&mut tx, visit, &fields, file, by, now()).await?,
        None => store::documents::add(&mut tx, ClientId(put.client), &fields, file, by, now()).await?,
    };
    tx.commit().await?;
    Ok(id)
}

/// Name of the form of one that is there, while it is kept after a refusal.
pub(super) const CHANGE: &str = "document-change";

/// What is kept of it.
pub(super) type Changed = (DocumentId, DocumentDraft);

/// Corrects what a document says, whose `version` was seen (P12). What was sent of it stays as it was sent.
#[server(prefix = "/api", endpoint = "documents/change", protocol = Wire)]
pub async fn change_document(
    id: DocumentId,
    #[server(default)] version: i64,
    #[server(default)] draft: DocumentDraft,
) -> Result<(), AppError> {
    caller()?;
    match change(id, version, &draft).await {
        Ok(()) => {
            go_to(&format!("/documents/{id}?modifie=1"));
            Ok(())
        }
        Err(error) => Err(typed::refused(CHANGE, (id, draft), error)),
    }
}

async fn change(id: DocumentId, version: i64, draft: &DocumentDraft) -> Result<(), AppError> {
    let mut tx = writing().await?;
    let stored = store::documents::get(&mut tx, id).await?;
    let fields = draft.check(stored.file.is_some()).map_err(AppError::Refused)?;
    store::documents::change(&mut tx, id, version, &fields, now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Whatever hash is posted: only what begins as a PDF is one (S39).
async fn pdf(tx: &mut store::Tx, hash: &str) -> Result<Stored, AppError> {
    let found = match unhex(hash) {
        Some(hash) => blobs::beginning(tx, Hash(hash)).await?,
        None => None,
    };
    match found {
        Some((stored, beginning)) if is_pdf(&beginning) => Ok(stored),
        Some(_) => Err(AppError::field("file", Problem::Document(DocumentProblem::NotAPdf))),
        None => Err(AppError::field("file", Problem::Document(DocumentProblem::FileNeeded))),
    }
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = (0..32).map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok()).collect();
    bytes?.try_into().ok()
}

/// Sends a document (P32): into the outbox, with the undo delay. `shown` are the addresses that the button showed, `seen` is how many
/// mails of the document its page knew of.
#[server(prefix = "/api", endpoint = "documents/send", protocol = Wire)]
pub async fn send_document_to(
    id: DocumentId,
    #[server(default)] to: String,
    #[server(default)] shown: String,
    #[server(default)] seen: i64,
) -> Result<BatchId, AppError> {
    let caller = caller()?;
    let to = Addressed::from_code(&to).ok_or_else(|| AppError::field("to", Problem::NotAChoice))?;
    let services = services();
    let phrases = phrases(&mut services.pool.read().await?).await?;
    let ask = SendDocument { user: caller.user.id, document: id, to, shown, seen };
    let covering = move |documents: &[&Document], language| phrases.covering(documents, language);
    let done = mail::send_document(&services.pool, &ask, &covering, now()).await?;
    services.outbox.wake();
    go_to(&format!("/envois/{}", done.batch_id));
    Ok(done.batch_id)
}

/// « Choisir les destinataires… » (P32): a draft about it, to be sent like any mail. What its phrase asks for and the document does not have
/// is left to the writer.
#[server(prefix = "/api", endpoint = "documents/compose", protocol = Wire)]
pub async fn compose_document(id: DocumentId) -> Result<DraftId, AppError> {
    let caller = caller()?;
    let mut tx = writing().await?;
    let document = store::documents::get(&mut tx, id).await?;
    if document.removed_at.is_some() {
        return Err(AppError::NotFound);
    }
    let contact = document.contact.as_ref().map(|(id, _)| *id);
    let (client, side) = store::documents::client_side(&mut tx, document.client.0, contact).await?;
    let site = document.site.as_ref().map(|(id, _)| *id);
    let asked = AskedDocument { kind: document.kind, site, contact, trigger: Trigger::Person };
    let recipients = resolve(&side, &asked).recipients();
    let language = match recipients.as_slice() {
        [first, others @ ..] if others.iter().all(|one| one.language == first.language) => first.language,
        _ => client.language,
    };
    let phrase = phrases(&mut tx).await?.covering(&[&document], language);
    let phrase = phrase.unwrap_or_else(|_| Phrase { subject: named(Words(language), &document), text: String::new() });
    let emails: Vec<String> = recipients.iter().map(|one| one.address.to_string()).collect();
    let draft = about(&mut tx, &caller.user, (&document, phrase), &emails, now()).await?;
    tx.commit().await?;
    go_to(&format!("/ecrire?brouillon={draft}"));
    Ok(draft)
}

/// Removes a document; [`restore_document`] takes that back for a day.
#[server(prefix = "/api", endpoint = "documents/remove", protocol = Wire)]
pub async fn remove_document(id: DocumentId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::documents::remove(&mut tx, id, now()).await?;
    let client = store::documents::get(&mut tx, id).await?.client.0;
    tx.commit().await?;
    go_to(&format!("{}?supprime={id}", list_path(client)));
    Ok(())
}

/// « Annuler » after [`remove_document`].
#[server(prefix = "/api", endpoint = "documents/restore", protocol = Wire)]
pub async fn restore_document(id: DocumentId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::documents::restore(&mut tx, id, now()).await?;
    let client = store::documents::get(&mut tx, id).await?.client.0;
    tx.commit().await?;
    go_to(&list_path(client));
    Ok(())
}

/// « Ne pas envoyer »: a document that could not leave by itself waits no more (P31); [`undismiss_document`] takes that back for a day.
#[server(prefix = "/api", endpoint = "documents/dismiss", protocol = Wire)]
pub async fn dismiss_document(id: DocumentId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::documents::arrivals::dismiss(&mut tx, id, now()).await?;
    tx.commit().await?;
    go_to(&format!("/documents/en-attente?ecarte={id}"));
    Ok(())
}

/// « Annuler » after [`dismiss_document`].
#[server(prefix = "/api", endpoint = "documents/undismiss", protocol = Wire)]
pub async fn undismiss_document(id: DocumentId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::documents::arrivals::undismiss(&mut tx, id).await?;
    tx.commit().await?;
    go_to("/documents/en-attente");
    Ok(())
}
