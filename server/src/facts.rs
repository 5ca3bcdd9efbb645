//! Gives every page its facts, as an extension of the request.

use crate::broken;
use app::{error::AppError, facts::find, services::Services};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::Method;
use model::User;

/// A `User` among the request's extensions is the one who is signed in.
pub async fn layer(State(services): State<Services>, mut request: Request, next: Next) -> Response {
    if !is_page(&request) {
        return next.run(request).await;
    }
    let user = request.extensions().get::<User>().cloned();
    match find::facts(&services, user, request.headers()).await {
        Ok(facts) => {
            request.extensions_mut().insert(facts);
            next.run(request).await
        }
        Err(AppError::Broken(reference)) => broken::page(request.headers(), &reference),
        Err(_) => broken::busy(request.headers()),
    }
}

/// Whatever no handler of ours answers is a page, at least the one that says 404.
fn is_page(request: &Request) -> bool {
    let path = request.uri().path();
    let other = ["/api/", "/pkg/"].iter().any(|start| path.starts_with(start)) || path == "/sante";
    matches!(*request.method(), Method::GET | Method::HEAD) && !other
}
