//! « Mettre en pause » and « Reprendre », from the list and from a result: plain forms that go back to where they stand.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::{services, writing},
    wire::Wire,
};
use leptos::prelude::*;
use model::{BatchId, access::next::safe, send::Waits};

/// Holds back what has not left; says how many that are, and how many are leaving at this instant.
///
/// # Errors
/// `NotFound`; `NotPossible`: `ended`, `nothing_waits`.
#[server(prefix = "/api", endpoint = "sends/pause", protocol = Wire)]
pub async fn pause(batch: BatchId, #[server(default)] back: String) -> Result<Waits, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let waits = store::outbox::pause(&mut tx, batch, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.tell(batch);
    go_back(&back, batch);
    Ok(waits)
}

/// Lets go on what was held back.
///
/// # Errors
/// `NotFound`, `NotPossible("ended")`.
#[server(prefix = "/api", endpoint = "sends/resume", protocol = Wire)]
pub async fn resume(batch: BatchId, #[server(default)] back: String) -> Result<Waits, AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    let waits = store::outbox::resume(&mut tx, batch, user.id, now()).await?;
    tx.commit().await?;
    services().outbox.wake();
    services().outbox.tell(batch);
    go_back(&back, batch);
    Ok(waits)
}

/// To the list that the form stands in, which says then what was done with this one; else the page goes back by itself.
pub(in crate::sends) fn go_back(back: &str, batch: BatchId) {
    let list = safe(back);
    if list.split(['?', '#']).next() == Some(PATH) {
        let sign = if list.contains('?') { '&' } else { '?' };
        go_to(&format!("{list}{sign}fait={batch}#envoi-{batch}"));
    }
}
