//! « Qui reçoit quoi » (P38), for whoever is signed in. A page of the server alone, beside the screens.

use super::rendered;
use app::{
    access::caller_among,
    document::Assets,
    error::AppError,
    receives::{Asked, Shown, document, find},
    services::Services,
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};

/// `GET /clients/{id}/qui-recoit-quoi?adresse=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(_) => stored(&services, &id, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone())).await
}

async fn stored(services: &Services, id: &str, asked: &Asked) -> Result<Shown, AppError> {
    let id = id.parse().map_err(|_| AppError::NotFound)?;
    let mut tx = services.pool.read().await?;
    find(&mut tx, id, asked).await
}
