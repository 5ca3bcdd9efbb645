//! The invoice book (E13), for whoever is signed in: a page of the server alone, beside the screens.

use crate::router::from_extensions;
use app::{
    access::caller_among,
    document::Assets,
    documents::book::{Asked, BookShown, book_document, book_page},
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

/// `GET /factures?etat=…&q=…&type=…&client=…&du=…&au=…&apres=…`
pub async fn page(
    State(services): State<Services>,
    Extension(assets): Extension<Assets>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let shown = match caller_among(request.extensions()) {
        Ok(_) => found(&services, &asked).await,
        Err(error) => Err(error),
    };
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    render_app_async_with_context(context, move || book_document(shown.clone()))(request).await
}

async fn found(services: &Services, asked: &Asked) -> Result<BookShown, AppError> {
    let mut tx = services.pool.read().await?;
    book_page(&mut tx, asked).await
}
