//! What a request may carry. Server functions do not look at the content type, and `text/plain` crosses sites without asking (S15).

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header};

const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";
const FILES: [&str; 2] = ["multipart/form-data", "application/octet-stream"];

/// Below /api/, and yet no server function: programs bring documents there, with a token that no page has (S13).
pub(super) const DOCUMENTS: &str = "/api/documents";

/// Answers 415 to anything but forms and JSON; outside the server functions also to anything but files.
pub async fn content_type(request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let path = request.uri().path();
    let api = path.starts_with("/api/") && path != DOCUMENTS;
    let fits = match kind(request.headers()) {
        Some(kind) => kind == FORM || kind == JSON || (!api && FILES.contains(&kind.as_str())),
        None => !api && empty(request.headers()),
    };
    if reading || fits { next.run(request).await } else { StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response() }
}

fn kind(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().unwrap_or("unreadable");
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

fn empty(headers: &HeaderMap) -> bool {
    let length = headers.get(header::CONTENT_LENGTH);
    !headers.contains_key(header::TRANSFER_ENCODING) && length.is_none_or(|length| length == "0")
}
