//! What the page of families sends.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::PATH;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{FamilyId, FamilyMergeId, Problem, draft::LABEL_MAX, text};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "family";

/// Gives a family another name. Where another family has it already, nothing is changed, and that family is answered: the page
/// then asks whether to merge the two.
#[server(prefix = "/api", endpoint = "clients/rename-family", protocol = Wire)]
pub async fn rename_family(id: FamilyId, #[server(default)] name: String) -> Result<Option<FamilyId>, AppError> {
    caller()?;
    match rename(id, &name).await {
        Ok(other) => {
            go_to(&match other {
                Some(other) => format!("{PATH}?reunir={id}&avec={other}"),
                None => format!("{PATH}?renommee={id}"),
            });
            Ok(other)
        }
        Err(error) => Err(typed::refused(FORM, (id, name), error)),
    }
}

async fn rename(id: FamilyId, name: &str) -> Result<Option<FamilyId>, AppError> {
    let name = text::line(name, LABEL_MAX).map_err(|problem| AppError::field("name", problem))?;
    if name.is_empty() {
        return Err(AppError::field("name", Problem::Required));
    }
    let mut tx = writing().await?;
    let other = store::families::rename(&mut tx, id, &name).await?;
    tx.commit().await?;
    Ok(other)
}

/// The clients of one family join another one. `seen` is how many they were when somebody agreed to it (P12).
#[server(prefix = "/api", endpoint = "clients/merge-families", protocol = Wire)]
pub async fn merge_families(from: FamilyId, into: FamilyId, #[server(default)] seen: i64) -> Result<(), AppError> {
    let by = caller()?.user.id;
    let mut tx = writing().await?;
    store::families::merge(&mut tx, (from, into), seen, by, now()).await?;
    tx.commit().await?;
    go_to(&format!("{PATH}?reunie={into}"));
    Ok(())
}

/// Two that became one are two again. What somebody has changed since stays where it is.
#[server(prefix = "/api", endpoint = "clients/separate-families", protocol = Wire)]
pub async fn separate_families(id: FamilyMergeId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    let separated = store::families::separate(&mut tx, id, now()).await?;
    tx.commit().await?;
    let family = separated.family.map(|family| format!("separee={family}&")).unwrap_or_default();
    go_to(&format!("{PATH}?{family}restes={}", separated.left));
    Ok(())
}
