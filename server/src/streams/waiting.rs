//! Documents that wait for a person, for whoever is signed in. A page of the server alone, beside the screens.

use super::rendered;
use app::{
    access::caller_among,
    document::Assets,
    documents::{WaitingList, waiting_document, waiting_page},
    error::AppError,
    services::Services,
};
use axum::{
    Extension,
    extract::{Query, Request, State},
    response::Response,
};
use model::DocumentId;
use serde::Deserialize;

/// What the address of the page says.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    ecarte: Option<String>,
}

/// `GET /documents/en-attente?ecarte=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(_) => found(&services, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || waiting_document(found.clone())).await
}

async fn found(services: &Services, asked: &Asked) -> Result<WaitingList, AppError> {
    let dismissed = asked.ecarte.as_deref().and_then(|id| id.parse().ok()).map(DocumentId);
    waiting_page(&mut services.pool.read().await?, dismissed).await
}
