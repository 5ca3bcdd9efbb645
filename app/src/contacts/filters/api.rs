//! Views that a person keeps under a name.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::{PATH, asked_of, query_of};
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{Problem, UserId, ViewId, text};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "view";
/// Longest name of a view, in characters.
const NAME_MAX: usize = 60;

/// Keeps criteria under a name; one of the same name is replaced. What is searched is left out: it may be somebody's name (P06).
#[server(prefix = "/api", endpoint = "contacts/save-view", protocol = Wire)]
pub async fn save_view(#[server(default)] name: String, #[server(default)] query: String) -> Result<ViewId, AppError> {
    let user = caller()?.user;
    let query = query_of(&asked_of(&query).criteria());
    match save(user.id, &name, &query).await {
        Ok(id) => {
            let and = if query.is_empty() { "" } else { "&" };
            go_to(&format!("{PATH}?{query}{and}gardee={id}"));
            Ok(id)
        }
        Err(error) => Err(typed::refused(FORM, name, error)),
    }
}

async fn save(user: UserId, name: &str, query: &str) -> Result<ViewId, AppError> {
    let name = text::line(name, NAME_MAX).map_err(|problem| AppError::field("name", problem))?;
    if name.is_empty() {
        return Err(AppError::field("name", Problem::Required));
    }
    let mut tx = writing().await?;
    let id = store::saved_views::save(&mut tx, user, &name, query, now()).await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes a view away.
#[server(prefix = "/api", endpoint = "contacts/remove-view", protocol = Wire)]
pub async fn remove_view(id: ViewId) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    store::saved_views::remove(&mut tx, user.id, id, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?retiree={id}"));
    Ok(())
}

/// Gives it back.
#[server(prefix = "/api", endpoint = "contacts/restore-view", protocol = Wire)]
pub async fn restore_view(id: ViewId) -> Result<(), AppError> {
    let user = caller()?.user;
    let mut tx = writing().await?;
    store::saved_views::restore(&mut tx, user.id, id).await?;
    tx.commit().await?;
    go_to(PATH);
    Ok(())
}
