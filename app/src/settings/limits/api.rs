//! Setting the limits of an account: its owner one's own, administrators the organisation's.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{administrator, caller, go_to},
    clock::now,
    error::AppError,
    services::{services, writing},
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{AccountId, AccountLimitsDraft, AccountOwner};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "limits";

/// Sets them. What waited for a limit that is another now goes on.
#[server(prefix = "/api", endpoint = "settings/save-limits", protocol = Wire)]
pub async fn save_limits(
    account: AccountId,
    #[server(default)] connections: String,
    #[server(default)] per_minute: String,
    #[server(default)] per_day: String,
) -> Result<(), AppError> {
    let draft = AccountLimitsDraft { account: Some(account), connections, per_minute, per_day };
    match save(account, &draft).await {
        Ok(()) => {
            go_to(&format!("{PATH}?enregistre=1"));
            Ok(())
        }
        Err(error) => Err(typed::refused(FORM, draft, error)),
    }
}

async fn save(id: AccountId, draft: &AccountLimitsDraft) -> Result<(), AppError> {
    let caller = caller()?;
    let mut tx = writing().await?;
    let own = AccountOwner::User(caller.user.id);
    // What is somebody else's does not exist for anybody (S22).
    match store::accounts::get(&mut tx, id).await?.owner {
        owner if owner == own => {}
        AccountOwner::Organisation => drop(administrator()?),
        AccountOwner::User(_) => return Err(AppError::NotFound),
    }
    let limits = draft.check().map_err(AppError::Refused)?;
    store::outbox::limits::set(&mut tx, id, limits, now()).await?;
    tx.commit().await?;
    services().outbox.wake();
    Ok(())
}
