//! « Débloquer » an address and taking that back, for administrators.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{administrator, go_to},
    clock::now,
    error::AppError,
    services::writing,
    wire::Wire,
};
use leptos::prelude::*;
use store::suppressions::{self, AddressHmac};

/// Mails may leave for it again; [`block_again`] takes that back for a day.
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "settings/unblock", protocol = Wire)]
pub async fn unblock(id: String) -> Result<(), AppError> {
    let by = administrator()?.user.id;
    let hmac = named(&id)?;
    let mut tx = writing().await?;
    suppressions::remove(&mut tx, hmac, by, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?debloquee={hmac}"));
    Ok(())
}

/// « Annuler » after [`unblock`].
///
/// # Errors
/// `NotFound`
#[server(prefix = "/api", endpoint = "settings/block-again", protocol = Wire)]
pub async fn block_again(id: String) -> Result<(), AppError> {
    administrator()?;
    let hmac = named(&id)?;
    let mut tx = writing().await?;
    suppressions::restore(&mut tx, hmac, now()).await?;
    tx.commit().await?;
    go_to(PATH);
    Ok(())
}

fn named(id: &str) -> Result<AddressHmac, AppError> {
    id.parse().map_err(|()| AppError::NotFound)
}
