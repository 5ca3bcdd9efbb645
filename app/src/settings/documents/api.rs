//! Saving what documents do, for administrators.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{access::administrator, access::go_to, clock::now, error::AppError, services::writing, wire::Wire};
use leptos::prelude::*;
use model::{DocumentKind, Problem, Settings};

/// Saves the kinds that the document's place receives itself; `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/save-documents", protocol = Wire)]
pub async fn save_document_settings(
    #[server(default)] site_receives: Vec<String>,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    administrator()?;
    let kinds: Option<Vec<_>> = site_receives.iter().map(|code| DocumentKind::from_code(code)).collect();
    let kinds = kinds.ok_or_else(|| AppError::field("site_receives", Problem::NotAChoice))?;
    let mut tx = writing().await?;
    // In the order of the form, each once, whatever order they were sent in.
    let site_receives = DocumentKind::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect();
    let settings = Settings { site_receives, ..store::settings(&mut tx).await? };
    store::save_settings(&mut tx, &settings, version, now()).await?;
    tx.commit().await?;
    go_to("/parametres/documents?enregistre=1");
    Ok(())
}
