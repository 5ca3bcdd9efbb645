//! The settings of the organisation, for administrators.
#![allow(clippy::too_many_arguments, reason = "one form, one argument a field")]
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{error::AppError, settings::account::Standing, wire::Wire};
use leptos::prelude::*;
use model::{Account, SettingsDraft};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::{
    access::{administrator, go_to},
    clock::now,
    services::{reading, writing},
    settings::{account::standing, zones},
};

/// Everything of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Company {
    /// The form as it is saved.
    pub draft: SettingsDraft,
    /// Rises with each save (P12).
    pub version: i64,
    /// Time zones to choose from.
    pub zones: Vec<String>,
    /// The organisation's account to send by.
    pub account: Option<Account>,
    /// Whether mails leave by it.
    pub standing: Standing,
}

/// The page.
#[server(prefix = "/api", endpoint = "settings/company", protocol = Wire)]
pub async fn see_company() -> Result<Company, AppError> {
    let user = administrator()?.user;
    let mut tx = reading().await?;
    let mut account = store::accounts::find(&mut tx, model::AccountOwner::Organisation).await?;
    let standing = standing(&mut tx, account.as_mut(), &user).await?;
    Ok(Company {
        draft: SettingsDraft::of(&store::settings(&mut tx).await?),
        version: store::settings_version(&mut tx).await?,
        zones: zones::zones(),
        account,
        standing,
    })
}

/// Saves them. `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/save-company", protocol = Wire)]
#[allow(clippy::too_many_arguments, reason = "one form, one argument a field")]
pub async fn save_company(
    #[server(default)] organisation_name: String,
    #[server(default)] time_zone: String,
    #[server(default)] language: String,
    #[server(default)] undo_seconds: String,
    #[server(default)] kinds_with_contacts: Vec<String>,
    #[server(default)] allowed_smtp_hosts: String,
    #[server(default)] test_mailbox: bool,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    administrator()?;
    let draft = SettingsDraft {
        organisation_name,
        time_zone,
        language,
        undo_seconds,
        kinds_with_contacts,
        allowed_smtp_hosts,
        test_mailbox,
    };
    let mut tx = writing().await?;
    let settings = draft.check(&store::settings(&mut tx).await?).map_err(AppError::Refused)?;
    if !zones::exists(&settings.time_zone) {
        return Err(AppError::field("time_zone", model::Problem::NotAChoice));
    }
    store::save_settings(&mut tx, &settings, version, now()).await?;
    tx.commit().await?;
    go_to("/parametres/societe?enregistre=1");
    Ok(())
}
