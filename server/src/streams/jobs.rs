//! How far long work is, for whoever asked for it. A page of the server alone, beside the screens.

use super::{Failed, rendered};
use app::{
    access::caller_among,
    document::Assets,
    error::AppError,
    jobs::{Job, Progress, document},
    services::Services,
    words::Words,
};
use axum::{
    Extension, Json,
    extract::{Path, Request, State},
    response::{IntoResponse, Redirect, Response},
};
use http::Extensions;
use std::sync::Arc;

/// `GET /travaux/{key}`: leads on to what was done.
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Path(key): Path<String>,
    request: Request,
) -> Response {
    let found = theirs(&services, &key, request.extensions());
    match found.as_ref().ok().and_then(|job| job.ended()) {
        Some(Ok(path)) => Redirect::to(&path).into_response(),
        _ => rendered(services, assets, request, move || document(found.clone())).await,
    }
}

/// `GET /travaux/{key}/etat`
pub async fn state(
    State(services): State<Services>,
    Path(key): Path<String>,
    extensions: Extensions,
) -> Result<Json<Progress>, Failed> {
    let language = caller_among(&extensions)?.user.language;
    Ok(Json(theirs(&services, &key, &extensions)?.progress(Words(language))))
}

fn theirs(services: &Services, key: &str, extensions: &Extensions) -> Result<Arc<Job>, AppError> {
    services.jobs.get(key, caller_among(extensions)?.user.id)
}
