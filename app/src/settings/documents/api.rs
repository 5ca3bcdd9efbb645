//! Saving what documents do, for administrators.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{access::administrator, access::go_to, clock::now, error::AppError, services::writing, wire::Wire};
use leptos::prelude::*;
use model::{DocumentKind, Problem, Settings};

/// Saves the kinds that the document's place receives itself (P31), those that leave as they arrive, and whether one address is written to
/// at once (P33); `version` is the one that was seen (P12).
#[server(prefix = "/api", endpoint = "settings/save-documents", protocol = Wire)]
pub async fn save_document_settings(
    #[server(default)] site_receives: Vec<String>,
    #[server(default)] send_on_arrival: Vec<String>,
    #[server(default)] at_once_to_one: bool,
    #[server(default)] version: i64,
) -> Result<(), AppError> {
    administrator()?;
    let site_receives = kinds("site_receives", &site_receives)?;
    let send_on_arrival = kinds("send_on_arrival", &send_on_arrival)?;
    let mut tx = writing().await?;
    let settings = Settings { site_receives, send_on_arrival, at_once_to_one, ..store::settings(&mut tx).await? };
    store::save_settings(&mut tx, &settings, version, now()).await?;
    tx.commit().await?;
    go_to("/parametres/documents?enregistre=1");
    Ok(())
}

/// In the order of the form, each once, whatever order they were sent in.
fn kinds(field: &str, codes: &[String]) -> Result<Vec<DocumentKind>, AppError> {
    let kinds: Option<Vec<_>> = codes.iter().map(|code| DocumentKind::from_code(code)).collect();
    let kinds = kinds.ok_or_else(|| AppError::field(field, Problem::NotAChoice))?;
    Ok(DocumentKind::ALL.into_iter().filter(|kind| kinds.contains(kind)).collect())
}
