//! Several contacts at once, and back again.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::super::filters::asked_of;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    wire::Wire,
};
use leptos::prelude::*;
use model::{BulkId, ContactId, NotificationType, Problem, bulk};

/// Makes those of them inactive that are active (P05); the page after it says who, and undoes exactly that. `everybody`: all whom the
/// directory finds by `query` as the act begins.
///
/// # Errors
/// `Refused` at `chosen`: nobody, or more than `bulk::CHOSEN_MAX`, or `bulk::EVERYBODY_MAX` of a search.
#[server(prefix = "/api", endpoint = "contacts/deactivate-many", protocol = Wire)]
pub async fn deactivate_many(
    #[server(default)] chosen: Vec<ContactId>,
    #[server(default)] everybody: bool,
    #[server(default)] query: String,
) -> Result<BulkId, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let chosen = whom(&mut tx, &chosen, everybody.then_some(&query)).await?;
    let id = store::contacts::deactivate_many(&mut tx, user.id, &chosen, now()).await?;
    tx.commit().await?;
    go_to(&format!("/contacts/actes/{id}"));
    Ok(id)
}

/// Gives them this notification type at all their clients; without an e-mail only « Aucune » (P08).
///
/// # Errors
/// As [`deactivate_many`]; at `kind` when it is none of ours.
#[server(prefix = "/api", endpoint = "contacts/notify-many", protocol = Wire)]
pub async fn notify_many(
    #[server(default)] chosen: Vec<ContactId>,
    #[server(default)] everybody: bool,
    #[server(default)] query: String,
    #[server(default)] kind: String,
) -> Result<BulkId, AppError> {
    let user = caller()?.user;
    let kind = NotificationType::from_code(&kind).ok_or_else(|| AppError::field("kind", Problem::NotAChoice))?;
    let mut tx = writing().await?;
    let chosen = whom(&mut tx, &chosen, everybody.then_some(&query)).await?;
    let id = store::contacts::notify_many(&mut tx, user.id, &chosen, kind, now()).await?;
    tx.commit().await?;
    go_to(&format!("/contacts/actes/{id}"));
    Ok(id)
}

/// Undoes one of these acts; what somebody else changed since stays.
#[server(prefix = "/api", endpoint = "contacts/undo-many", protocol = Wire)]
pub async fn undo_many(id: BulkId) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    store::contacts::undo_bulk(&mut tx, user.id, id, now()).await?;
    tx.commit().await?;
    go_to(&format!("/contacts/actes/{id}"));
    Ok(())
}

async fn whom(tx: &mut store::Tx, chosen: &[ContactId], query: Option<&String>) -> Result<Vec<ContactId>, AppError> {
    let Some(query) = query else { return some(chosen) };
    match store::contacts::everybody(tx, &asked_of(query), bulk::EVERYBODY_MAX).await? {
        None => Err(AppError::field("chosen", Problem::OutOfRange(1, bulk::EVERYBODY_MAX as i64))),
        Some(nobody) if nobody.is_empty() => Err(AppError::field("chosen", Problem::Required)),
        Some(all) => Ok(all),
    }
}

fn some(chosen: &[ContactId]) -> Result<Vec<ContactId>, AppError> {
    let chosen =
        bulk::chosen(chosen).map_err(|_| AppError::field("chosen", Problem::OutOfRange(1, bulk::CHOSEN_MAX as i64)))?;
    if chosen.is_empty() { Err(AppError::field("chosen", Problem::Required)) } else { Ok(chosen) }
}
