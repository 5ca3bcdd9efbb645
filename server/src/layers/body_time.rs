//! How long a body may take in all. A byte every few seconds never pauses for too long, and would hold its place for days (S46).

use axum::{
    BoxError,
    body::{Body, Bytes},
    extract::Request,
    middleware::Next,
    response::Response,
};
use futures_util::{StreamExt, stream::unfold};
use std::{
    io::{Error, ErrorKind},
    time::Duration,
};
use tokio::time::{Instant, timeout_at};

/// For what a server function may be sent.
const SMALL: Duration = Duration::from_secs(2 * 60);
/// For files: the largest one at 90 kbit a second.
const LARGE: Duration = Duration::from_secs(30 * 60);

/// Whoever reads the body finds an error where its time is over, never its end.
pub async fn body_time(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let limit = if path.starts_with("/api/") && path != super::content_type::DOCUMENTS { SMALL } else { LARGE };
    let over = Instant::now() + limit;
    next.run(request.map(|body| until(over, body))).await
}

fn until(over: Instant, body: Body) -> Body {
    Body::from_stream(unfold(body.into_data_stream(), move |mut rest| async move {
        let frame: Result<Bytes, BoxError> = match timeout_at(over, rest.next()).await {
            Ok(frame) => frame?.map_err(Into::into),
            Err(_) => Err(Error::from(ErrorKind::TimedOut).into()),
        };
        Some((frame, rest))
    }))
}
