//! Server functions answer 500 with JSON to every error; this layer gives each its own status and packs it for our wasm. Not when the answer is for a page
//! without wasm: a browser would show the JSON instead of going back to its form (architecture §5.6).

use super::AppError;
use crate::wire;
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use leptos::server_fn::error::SERVER_FN_ERROR_HEADER;

/// An error as JSON is not longer than what may be sent, each part of which may be wrong: a longer body is none of ours.
const LIMIT: usize = 4 * 1024 * 1024;

/// Layer around the server functions.
pub async fn layer(request: Request, next: Next) -> Response {
    let for_a_page = wire::is_page(request.headers());
    let packed = wire::Format::asked(request.headers()) == Ok(wire::Format::Packed);
    let response = next.run(request).await;
    let failed = response.status() == StatusCode::INTERNAL_SERVER_ERROR
        && response.headers().contains_key(SERVER_FN_ERROR_HEADER);
    if for_a_page || !failed { response } else { with_status(response, packed).await }
}

async fn with_status(response: Response, packed: bool) -> Response {
    let (mut parts, body) = response.into_parts();
    let mut bytes = to_bytes(body, LIMIT).await.unwrap_or_default();
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = StatusCode::from_u16(error.status()).expect("statuses are constants");
        if let AppError::TooMany(seconds) = error {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if packed && let Ok(as_packed) = wire::pack(&error) {
            parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(wire::PACKED));
            parts.headers.remove(header::CONTENT_LENGTH);
            bytes = as_packed.into();
        }
    }
    Response::from_parts(parts, Body::from(bytes))
}
