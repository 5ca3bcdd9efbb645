//! How long a request's head may be (S73). hyper's own limit is that of its buffer, which a long head may pass when it comes at once.

use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::StatusCode;

/// Names, values and the path, in bytes.
pub const HEAD_SIZE: usize = 64 * 1024;

/// Answers 431 to a longer one.
pub async fn head_size(request: Request, next: Next) -> Response {
    let fields: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    let path = request.uri().path_and_query().map_or(0, |path| path.as_str().len());
    if fields + path > HEAD_SIZE {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    next.run(request).await
}
