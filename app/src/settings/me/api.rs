//! « Mes paramètres »: only one's own, whoever one is.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, settings::account::Standing, wire::Wire};
use leptos::prelude::*;
use model::{Account, Moment, Secret, access::ProfileDraft};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::acts;
#[cfg(feature = "ssr")]
use crate::{
    access::{caller, go_to},
    services::services,
};

/// Everything of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySettings {
    /// The form as it is saved.
    pub profile: ProfileDraft,
    /// The address to sign in with.
    pub email: String,
    /// Time zones to choose from.
    pub zones: Vec<String>,
    /// The organisation's, for whoever chooses none.
    pub common_zone: String,
    /// Last used first.
    pub sessions: Vec<OpenSession>,
    /// One's own account to send by.
    pub account: Option<Account>,
    /// Whether mails leave by it.
    pub standing: Standing,
}

/// A browser that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenSession {
    /// « Firefox, Linux »; empty when it did not say.
    pub browser: String,
    /// Exact to a few minutes.
    pub last_seen_at: Moment,
    /// The one that asks.
    pub is_this: bool,
}

/// The page.
#[server(prefix = "/api", endpoint = "settings/me", protocol = Wire)]
pub async fn see_my_settings() -> Result<MySettings, AppError> {
    acts::mine(&caller()?).await
}

/// Saves name, language, theme, zone and signature. `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/profile", protocol = Wire)]
pub async fn save_profile(
    #[server(default)] name: String,
    #[server(default)] language: String,
    #[server(default)] theme: String,
    #[server(default)] time_zone: String,
    #[server(default)] signature: String,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    let draft = ProfileDraft { name, language, theme, time_zone, signature, version };
    acts::save_profile(&services(), &caller()?, &draft).await?;
    go_to("/parametres/moi?enregistre=1");
    Ok(())
}

/// Chooses another password: every other session ends, this one goes on under a new id (S06).
#[server(prefix = "/api", endpoint = "settings/password", protocol = Wire)]
pub async fn change_password(
    #[server(default)] current: Secret,
    #[server(default)] password: Secret,
    #[server(default)] again: Secret,
) -> Result<(), AppError> {
    let caller = caller()?;
    acts::change_password(&services(), &caller, &current, model::access::NewPassword { password, again }).await?;
    go_to("/parametres/moi?enregistre=1");
    Ok(())
}

/// Signs out everywhere else (S09).
#[server(prefix = "/api", endpoint = "settings/end-sessions", protocol = Wire)]
pub async fn end_sessions() -> Result<(), AppError> {
    acts::end_sessions(&services(), &caller()?).await?;
    go_to("/parametres/moi?enregistre=1");
    Ok(())
}
