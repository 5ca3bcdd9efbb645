//! What a contact's form does when it is sent: it is saved, or the contact that holds its e-mail gets what the refusal
//! offered (P02).

use super::{
    acts,
    api::{ContactSaved, ContactTyped, Done},
};
use crate::{clock::now, error::AppError, services::writing};
use model::{
    AffiliationDraft, AffiliationId, ClientId, ContactDraft, ContactId, Hides, Problem, UserId,
    draft::AffiliationFields,
};
use store::StoreError;

/// One transaction.
pub(super) async fn send(
    head: &ContactTyped,
    contact: &ContactDraft,
    affiliation: &AffiliationDraft,
    by: UserId,
) -> Result<ContactSaved, AppError> {
    let mut tx = writing().await?;
    let (id, done) = match (head.reactivate, head.affiliate, head.client) {
        (Some(holder), ..) => {
            reactivate(&mut tx, holder, head.client).await?;
            (holder, Done::Reactivated)
        }
        (None, Some(holder), Some(client)) => {
            let link = link(&mut tx, affiliation).await?;
            affiliate(&mut tx, holder, client, &link, head.starred).await?;
            (holder, Done::Affiliated)
        }
        _ => (acts::save(&mut tx, head, contact, affiliation, by).await?, Done::Saved),
    };
    let name = store::contacts::get(&mut tx, id).await?.name();
    tx.commit().await?;
    Ok(ContactSaved { id, name, done })
}

/// When its clients went inactive since they were shown, they are shown again, as they are now (P04).
async fn reactivate(tx: &mut store::Tx, id: ContactId, at: Option<ClientId>) -> Result<(), AppError> {
    match store::contacts::reactivate(tx, id, now()).await {
        Err(StoreError::Refused(_)) => {
            let holder = store::contacts::holder(tx, id, at).await?;
            Err(AppError::field("email", Problem::TakenByContact(holder)))
        }
        done => Ok(done?),
    }
}

/// What was typed about it at the client. Its holder has an e-mail, by which it was found.
async fn link(tx: &mut store::Tx, typed: &AffiliationDraft) -> Result<AffiliationFields, AppError> {
    let settings = store::settings(tx).await?;
    let mut typed = typed.clone();
    typed.keep_hidden(&settings.hidden, &AffiliationDraft::default());
    typed.check(true, &settings.required_contact_fields).map_err(AppError::Refused)
}

/// An inactive contact becomes active with it.
pub(super) async fn affiliate(
    tx: &mut store::Tx,
    contact: ContactId,
    client: ClientId,
    link: &AffiliationFields,
    starred: bool,
) -> Result<AffiliationId, AppError> {
    let id = store::affiliations::add(tx, contact, client, link, starred, now()).await?;
    if store::contacts::get(tx, contact).await?.inactive_at.is_some() {
        store::contacts::reactivate(tx, contact, now()).await?;
    }
    Ok(id)
}
