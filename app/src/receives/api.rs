//! What the page sends.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use super::path;
use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{AffiliationId, ClientId, NotificationType, Problem, draft::AffiliationFields};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "receives";

/// Gives a contact another notification type at a client (P08, P09). `version` is that of the link as it was seen (P12), `site` what the
/// page is narrowed to.
#[server(prefix = "/api", endpoint = "contacts/notify-at", protocol = Wire)]
pub async fn notify_at(
    affiliation: AffiliationId,
    #[server(default)] version: i64,
    #[server(default)] notification_type: String,
    #[server(default)] site: String,
) -> Result<(), AppError> {
    caller()?;
    match notify(affiliation, version, &notification_type).await {
        Ok((client, before)) => {
            let here = path(client, site.parse().ok());
            let mark = if here.contains('?') { '&' } else { '?' };
            let said = before.map(|before| format!("{mark}change={affiliation}&avant={}", before.code()));
            go_to(&[here, said.unwrap_or_default()].concat());
            Ok(())
        }
        Err(error) => Err(typed::refused(FORM, (affiliation, notification_type), error)),
    }
}

/// The client, and the type before when it is another one now.
async fn notify(id: AffiliationId, version: i64, code: &str) -> Result<(ClientId, Option<NotificationType>), AppError> {
    let wrong = || AppError::field("notification_type", Problem::NotAChoice);
    let kind = NotificationType::from_code(code).ok_or_else(wrong)?;
    let mut tx = writing().await?;
    let link = store::affiliations::get(&mut tx, id).await?;
    if link.notification_type == kind {
        return Ok((link.client_id, None));
    }
    let fields =
        AffiliationFields { function: link.function, site: link.site.map(|(site, _)| site), notification_type: kind };
    store::affiliations::change(&mut tx, id, version, &fields, now()).await?;
    tx.commit().await?;
    Ok((link.client_id, Some(link.notification_type)))
}
