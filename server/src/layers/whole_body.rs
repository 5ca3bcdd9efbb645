//! What is sent to a server function is there as a whole before anybody asks who sends it: who loses their access while their body still comes
//! in, a byte every few seconds, does nothing with it any more (S06, S09, S22).

use crate::streams::refused;
use app::{error::AppError, wire::Format};
use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use futures_util::StreamExt;

/// What a server function may be sent; uploads have a limit of their own.
pub const BODY: usize = 2 * 1024 * 1024;

/// Layer around the session. Uploads are read as they come, and ask again before they write (`access::still_open`).
pub async fn whole_body(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !path.starts_with("/api/") || path == super::content_type::DOCUMENTS {
        return next.run(request).await;
    }
    let (head, body) = request.into_parts();
    match read(body).await {
        Ok(bytes) => next.run(Request::from_parts(head, Body::from(bytes))).await,
        Err(error) => refused(Format::asked(&head.headers).unwrap_or(Format::Json), error),
    }
}

async fn read(body: Body) -> Result<Vec<u8>, AppError> {
    let (mut bytes, mut chunks) = (vec![], body.into_data_stream());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| AppError::Malformed)?;
        if bytes.len() + chunk.len() > BODY {
            return Err(AppError::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
