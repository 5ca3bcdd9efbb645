//! Saving the display options, for administrators.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{access::administrator, access::go_to, clock::now, error::AppError, services::writing, typed, wire::Wire};
use leptos::prelude::*;
use model::DisplayDraft;

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "display";

/// Saves them; `full` takes the preset « Fiche complète » for what is required. `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/save-display", protocol = Wire)]
pub async fn save_display(
    #[server(default)] required: Vec<String>,
    #[server(default)] shown: Vec<String>,
    #[server(default)] full: bool,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    administrator()?;
    let draft = DisplayDraft { required, shown };
    let draft = if full { draft.full() } else { draft };
    match save(&draft, version).await {
        Ok(()) => {
            go_to("/parametres/affichage?enregistre=1");
            Ok(())
        }
        Err(error) => Err(typed::refused(FORM, draft, error)),
    }
}

async fn save(draft: &DisplayDraft, version: i64) -> Result<(), AppError> {
    let mut tx = writing().await?;
    let settings = draft.check(&store::settings(&mut tx).await?).map_err(AppError::Refused)?;
    store::save_settings(&mut tx, &settings, version, now()).await?;
    Ok(tx.commit().await?)
}
