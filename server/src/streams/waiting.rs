//! Documents that wait for a person, for whoever is signed in. A page of the server alone, beside the screens.

use crate::router::from_extensions;
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
use leptos::prelude::provide_context;
use leptos_axum::render_app_async_with_context;
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
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    render_app_async_with_context(context, move || waiting_document(found.clone()))(request).await
}

async fn found(services: &Services, asked: &Asked) -> Result<WaitingList, AppError> {
    let dismissed = asked.ecarte.as_deref().and_then(|id| id.parse().ok()).map(DocumentId);
    waiting_page(&mut services.pool.read().await?, dismissed).await
}
