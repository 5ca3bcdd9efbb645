//! What the pages of a departure send.
#![allow(missing_docs, reason = "the arguments of a server function become fields of a struct of the macro")]

use crate::{
    access::{caller, go_to},
    clock::now,
    error::AppError,
    services::writing,
    typed,
    wire::Wire,
};
use leptos::prelude::*;
use model::{AffiliationId, ContactId, DepartureDraft, DepartureId};

/// Name of the form while it is kept after a refusal.
pub(super) const FORM: &str = "departure";

/// A contact leaves the client of this link, whose `version` was seen (P12), as its form says. All of it, or nothing.
#[server(prefix = "/api", endpoint = "contacts/leave", protocol = Wire)]
pub async fn leave_client(
    affiliation: AffiliationId,
    #[server(default)] version: i64,
    #[server(default)] draft: DepartureDraft,
) -> Result<DepartureId, AppError> {
    caller()?;
    match leave(affiliation, version, &draft).await {
        Ok((departure, contact)) => {
            go_to(&format!("/contacts/{contact}/depart/fait?depart={departure}"));
            Ok(departure)
        }
        Err(error) => Err(typed::refused(FORM, (affiliation, draft), error)),
    }
}

async fn leave(
    affiliation: AffiliationId,
    version: i64,
    draft: &DepartureDraft,
) -> Result<(DepartureId, ContactId), AppError> {
    let fields = draft.check().map_err(AppError::Refused)?;
    let mut tx = writing().await?;
    let id = store::departures::add(&mut tx, affiliation, version, &fields, now()).await?;
    let contact = store::affiliations::get(&mut tx, affiliation).await?.contact_id;
    tx.commit().await?;
    Ok((id, contact))
}

/// Undoes it: everything is as it was before, or nothing is touched.
#[server(prefix = "/api", endpoint = "contacts/unleave", protocol = Wire)]
pub async fn take_back_departure(departure: DepartureId) -> Result<(), AppError> {
    caller()?;
    let mut tx = writing().await?;
    let link = store::departures::remove(&mut tx, departure, now()).await?;
    tx.commit().await?;
    go_to(&format!("/contacts/{}/depart/fait?annule={}", link.contact_id, link.client_id));
    Ok(())
}
