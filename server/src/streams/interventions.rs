//! Interventions (E17, P37), for whoever is signed in. Pages of the server alone, beside the screens.

use super::rendered;
use app::{
    access::{Caller, caller_among},
    document::Assets,
    error::AppError,
    interventions::{self, Asked, document},
    services::Services,
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};
use store::Tx;

/// `GET /interventions?client=…&quand=…&etat=…`
pub async fn list(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let caller = caller_among(request.extensions());
    let shown = match reading(&services, caller).await {
        Ok(mut tx) => interventions::page(&mut tx, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

/// `GET /interventions/nouvelle?client=…`
pub async fn new(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let caller = caller_among(request.extensions());
    let shown = match reading(&services, caller).await {
        Ok(mut tx) => interventions::new(&mut tx, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

/// `GET /interventions/{id}`
pub async fn card(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let caller = caller_among(request.extensions());
    let shown = match reading(&services, caller).await {
        Ok(mut tx) => interventions::card(&mut tx, &id, &asked).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(shown.clone())).await
}

async fn reading(services: &Services, caller: Result<Caller, AppError>) -> Result<Tx, AppError> {
    caller?;
    Ok(services.pool.read().await?)
}
