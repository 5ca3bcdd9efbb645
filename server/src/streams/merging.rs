//! Contacts that are probably one person. Pages of the server alone, beside the screens.

use crate::router::from_extensions;
use app::{
    access::caller_among,
    contacts::merging::{Asked, Shown, document, list_page, pair_page},
    document::Assets,
    error::AppError,
    services::Services,
};
use axum::{
    Extension,
    extract::{Path, Query, Request, State},
    response::Response,
};
use leptos::prelude::provide_context;
use leptos_axum::render_app_async_with_context;

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
    rendered(services, assets, request, shown).await
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
    rendered(services, assets, request, shown).await
}

async fn rendered(services: Services, assets: Assets, request: Request, shown: Result<Shown, AppError>) -> Response {
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    render_app_async_with_context(context, move || document(shown.clone()))(request).await
}
