//! The families of clients, for whoever is signed in. A page of the server alone, beside the screens.

use super::rendered;
use app::{
    access::caller_among,
    clients::families::{self, document},
    document::Assets,
    error::AppError,
    services::Services,
};
use axum::{
    Extension,
    extract::{Query, Request, State},
    response::Response,
};
use model::{FamilyId, listing::FamilyLine};
use serde::Deserialize;

/// Two to merge, or what was just done.
#[derive(Deserialize)]
pub struct Asked {
    reunir: Option<String>,
    avec: Option<String>,
    renommee: Option<String>,
    reunie: Option<String>,
}

/// `GET /clients/familles`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match caller_among(request.extensions()) {
        Ok(_) => stored(&services).await,
        Err(error) => Err(error),
    };
    let id = |text: Option<String>| text.and_then(|text| text.parse().ok()).map(FamilyId);
    let asked = families::Asked {
        from: id(asked.reunir),
        into: id(asked.avec),
        renamed: id(asked.renommee),
        merged: id(asked.reunie),
    };
    rendered(services, assets, request, move || document(found.clone(), asked)).await
}

async fn stored(services: &Services) -> Result<Vec<FamilyLine>, AppError> {
    let mut tx = services.pool.read().await?;
    Ok(store::families::counts(&mut tx).await?)
}
