//! The display options, and what documents do, for administrators. Pages of the server alone, beside the screens.

use super::rendered;
use app::{
    access::administrator_among, document::Assets, error::AppError, services::Services, settings::display::document,
    settings::documents,
};
use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use model::Settings;

/// `GET /parametres/affichage`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => stored(&services).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone())).await
}

/// `GET /parametres/documents`
pub async fn documents(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => stored(&services).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || documents::document(found.clone())).await
}

async fn stored(services: &Services) -> Result<(Settings, i64), AppError> {
    let mut tx = services.pool.read().await?;
    Ok((store::settings(&mut tx).await?, store::settings_version(&mut tx).await?))
}
