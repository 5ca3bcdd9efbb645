//! The account that mails leave by: one's own, or the organisation's for administrators (P52). A password goes in and never
//! comes out (S27).
#![allow(clippy::too_many_arguments, reason = "one form, one argument a field")]
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, wire::Wire};
use leptos::prelude::*;
use model::{Secret, delivery::Check};

#[cfg(feature = "ssr")]
use super::acts::{self, Act};
#[cfg(feature = "ssr")]
use crate::{
    access::{administrator, caller, go_to},
    services::services,
};

/// Saves, tries or removes an account, as `act` says: `save`, `test` or `remove`. What trying came to, step by step.
#[server(prefix = "/api", endpoint = "settings/account", protocol = Wire)]
#[allow(clippy::too_many_arguments, reason = "one form, one argument a field")]
pub async fn use_account(
    #[server(default)] organisation: bool,
    act: String,
    #[server(default)] transport: String,
    #[server(default)] host: String,
    #[server(default)] port: String,
    #[server(default)] security: String,
    #[server(default)] login: String,
    #[server(default)] smtp_password: Secret,
    #[server(default)] from_address: String,
    #[server(default)] from_name: String,
    #[server(default)] reply_to: String,
    #[server(default)] copy_to_self: bool,
    #[server(default)] version: i64,
) -> Result<Option<Check>, AppError> {
    let caller = if organisation { administrator()? } else { caller()? };
    let owner = acts::owner(organisation, &caller);
    let act = Act::from_code(&act).ok_or(AppError::Malformed)?;
    let draft = model::AccountDraft {
        transport: model::Transport::from_code(&transport).unwrap_or_default(),
        host,
        port,
        security: model::Security::from_code(&security).unwrap_or_default(),
        login,
        password: smtp_password,
        from_address,
        from_name,
        reply_to,
        copy_to_self,
        version,
    };
    let check = acts::use_account(&services(), owner, act, &draft, caller.user.language).await?;
    go_to(if organisation { "/parametres/societe?enregistre=1" } else { "/parametres/moi?enregistre=1" });
    Ok(check)
}

/// « Réessayer maintenant »: mails that wait for this account are tried at once. What keeps them from leaving is told again if it
/// is still there.
///
/// # Errors
/// `NotFound` without an account.
#[server(prefix = "/api", endpoint = "settings/retry-account", protocol = Wire)]
pub async fn retry_account(#[server(default)] organisation: bool) -> Result<(), AppError> {
    let caller = if organisation { administrator()? } else { caller()? };
    let waiting = acts::retry(&services(), acts::owner(organisation, &caller)).await?;
    let page = if organisation { "societe" } else { "moi" };
    go_to(&format!("/parametres/{page}?essai={waiting}#compte-envoi"));
    Ok(())
}
