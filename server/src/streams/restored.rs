//! What waits after a restore, for administrators. A page of the server alone.

use super::rendered;
use app::{
    access::administrator_among, document::Assets, error::AppError, services::Services, settings::restored::document,
};
use axum::{
    Extension,
    extract::{Request, State},
    response::Response,
};
use store::restorations::{self, AllWaiting, Restoration};

/// Acts of sending that the page names.
const ROWS: i64 = 50;

/// `GET /parametres/reprise`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => found(&services).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || document(found.clone())).await
}

async fn found(services: &Services) -> Result<Option<(Restoration, AllWaiting)>, AppError> {
    let mut tx = services.pool.read().await?;
    let Some(held) = restorations::find(&mut tx).await? else { return Ok(None) };
    let waiting = restorations::waiting(&mut tx, &held, ROWS).await?;
    Ok(Some((held, waiting)))
}
