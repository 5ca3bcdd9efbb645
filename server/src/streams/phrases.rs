//! The phrases, for administrators. Pages of the server alone, beside the screens.

use super::rendered;
use app::{
    access::administrator_among,
    document::Assets,
    error::AppError,
    services::Services,
    settings::phrases::{self, Page},
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};

use model::{DocumentKind, Lang, phrase::OwnPhrase};
use serde::Deserialize;

/// `GET /parametres/phrases`
pub async fn list(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => all(&services).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || phrases::list(found.clone())).await
}

async fn all(services: &Services) -> Result<Vec<OwnPhrase>, AppError> {
    Ok(store::phrases::list(&mut services.pool.read().await?).await?)
}

/// Whether the form is to hold the text that comes with Bonport.
#[derive(Deserialize)]
pub struct Asked {
    origine: Option<String>,
}

/// `GET /parametres/phrases/{kind}/{language}?origine=1`
pub async fn one(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path((kind, language)): Path<(String, String)>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let found = match administrator_among(request.extensions()) {
        Ok(_) => page(&services, &kind, &language, asked.origine.is_some()).await,
        Err(error) => Err(error),
    };
    rendered(services, assets, request, move || phrases::one(found.clone())).await
}

async fn page(services: &Services, kind: &str, language: &str, back_to_original: bool) -> Result<Page, AppError> {
    let kind = DocumentKind::from_code(kind).ok_or(AppError::NotFound)?;
    let language = Lang::from_code(language).ok_or(AppError::NotFound)?;
    let mut tx = services.pool.read().await?;
    let own = store::phrases::find(&mut tx, kind, language).await?;
    let sample = phrases::find(&mut tx, kind, language).await?;
    Ok(Page { kind, language, own, back_to_original, sample })
}
