//! A line for each request: its route, never its path, for links hold tokens and paths hold names (S59). What is logged while it is
//! answered stands in its span, and bears its number.

use crate::broken;
use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use std::time::Instant;
use tracing::{Instrument, Span, field::Empty};

/// Asked for so often that nobody wants to read of it, unless it fails.
const FREQUENT: [&str; 2] = ["/pkg", "/sante"];

/// Inside the request's own task: a client that leaves does not keep its line from being written.
pub async fn noted(request: Request, next: Next) -> Response {
    // What no route takes is not repeated.
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let (id, method) = (broken::reference(), request.method().clone());
    let span = tracing::info_span!("request", id, %method, route, user = Empty);
    let mut line = Line { span: span.clone(), frequent: is_frequent(&route), begun: Instant::now(), status: None };
    let response = next.run(request).instrument(span).await;
    line.status = Some(response.status());
    response
}

fn is_frequent(route: &str) -> bool {
    FREQUENT.into_iter().any(|known| route.starts_with(known))
}

/// Written when it is dropped, for whoever panicked has no answer.
struct Line {
    span: Span,
    frequent: bool,
    begun: Instant,
    status: Option<StatusCode>,
}

impl Drop for Line {
    fn drop(&mut self) {
        let _in_it = self.span.enter();
        let ms = u64::try_from(self.begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = self.status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match (status.is_server_error(), self.frequent) {
            (true, _) => tracing::warn!(status = status.as_u16(), ms, "request"),
            (false, true) => tracing::debug!(status = status.as_u16(), ms, "request"),
            (false, false) => tracing::info!(status = status.as_u16(), ms, "request"),
        }
    }
}
