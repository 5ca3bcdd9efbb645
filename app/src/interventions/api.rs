//! What the pages of interventions send.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    facts::find::zone_for,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{DisplayOption, Hides, InterventionDraft, InterventionId, User};
use store::Tx;

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "intervention";

/// What is kept of it.
pub(super) type Kept = (Option<InterventionId>, InterventionDraft);

/// Saves an intervention, new or changed, whose `version` was seen (P12), then shows it. Its contact is checked again (P37).
#[server(prefix = "/api", endpoint = "interventions/save", protocol = Wire)]
pub async fn save_intervention(
    #[server(default)] id: Option<InterventionId>,
    #[server(default)] version: i64,
    draft: InterventionDraft,
) -> Result<InterventionId, AppError> {
    let user = caller()?.user;
    match save(id, version, &draft, &user).await {
        Ok(id) => {
            go_to(&format!("{PATH}/{id}?enregistree=1"));
            Ok(id)
        }
        Err(error) => Err(typed::refused(FORM, (id, draft), error)),
    }
}

async fn save(
    id: Option<InterventionId>,
    version: i64,
    draft: &InterventionDraft,
    user: &User,
) -> Result<InterventionId, AppError> {
    let mut tx = writing().await?;
    let settings = store::settings(&mut tx).await?;
    let zone = zone_for(Some(user), &settings);
    let stored = match id {
        Some(id) => InterventionDraft::of(&store::interventions::get(&mut tx, id).await?, &zone),
        None => InterventionDraft::default(),
    };
    let fields = with_hidden(draft, stored, &settings.hidden).check(&zone).map_err(AppError::Refused)?;
    let id = saved(&mut tx, id, version, &fields, user).await?;
    tx.commit().await?;
    Ok(id)
}

/// What the form did not ask for stays as it is (P10), but for site and contact of another client.
fn with_hidden(
    draft: &InterventionDraft,
    mut stored: InterventionDraft,
    hidden: &[DisplayOption],
) -> InterventionDraft {
    if stored.client != draft.client {
        stored.site.clear();
        stored.contact.clear();
    }
    let mut draft = draft.clone();
    draft.keep_hidden(hidden, &stored);
    draft
}

async fn saved(
    tx: &mut Tx,
    id: Option<InterventionId>,
    version: i64,
    fields: &model::draft::InterventionFields,
    user: &User,
) -> Result<InterventionId, AppError> {
    Ok(match id {
        Some(id) => {
            store::interventions::change(tx, id, version, fields, now()).await?;
            id
        }
        None => store::interventions::add(tx, fields, user.id, now()).await?,
    })
}

/// Takes it out of the lists.
#[server(prefix = "/api", endpoint = "interventions/remove", protocol = Wire)]
pub async fn remove_intervention(id: InterventionId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::interventions::remove(&mut tx, id, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?supprimee={id}"));
    Ok(())
}

/// Gives it back.
#[server(prefix = "/api", endpoint = "interventions/restore", protocol = Wire)]
pub async fn restore_intervention(id: InterventionId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    store::interventions::restore(&mut tx, id).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}/{id}?retablie=1"));
    Ok(())
}
