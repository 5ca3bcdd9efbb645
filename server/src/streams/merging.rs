//! Contacts that are probably one person. Pages of the server alone, beside the screens.

use super::rendered;
use app::{
    access::caller_among,
    contacts::merging::{Asked, document, list_page, pair_page},
    document::Assets,
    services::Services,
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};

/// `GET /contacts/doublons`
pub async fn list(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => list_page(&services, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

/// `GET /contacts/doublons/{a}/{b}`
pub async fn pair(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path((a, b)): Path<(String, String)>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => pair_page(&services, &a, &b).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}
