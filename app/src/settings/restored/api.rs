//! What an administrator decides after a restore.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{administrator, go_to},
    clock::now,
    error::AppError,
    services::{services, writing},
    wire::Wire,
};
use leptos::prelude::*;
use store::restorations;

/// « Reprendre les envois », or `without` what stood in the copy: « Annuler ce qui attend, puis reprendre ». When somebody else decided
/// already, nothing changes.
#[server(prefix = "/api", endpoint = "settings/resume-sending", protocol = Wire)]
pub async fn resume_sending(#[server(default)] without: bool) -> Result<(), AppError> {
    let by = administrator()?.user.id;
    let mut tx = writing().await?;
    let done = if without {
        restorations::confirm_without(&mut tx, by, now()).await?
    } else {
        restorations::confirm(&mut tx, by, now()).await?
    };
    tx.commit().await?;
    services().outbox.wake();
    go_to(&format!("{PATH}?{}", if done { "repris=1" } else { "deja=1" }));
    Ok(())
}
