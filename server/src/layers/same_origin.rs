//! Who may change something: our own pages. Leptos has no protection against cross-site requests by design (S13, S16).

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, Method, StatusCode, header};

/// Our own origin, as browsers name it.
#[derive(Clone, Debug)]
pub struct Home(pub std::sync::Arc<str>);

/// Refuses with 403 what another site asks for in a person's name. Reading stays free, but for streams of events, which
/// EventSource opens across sites with cookies.
pub async fn same_origin(State(home): State<Home>, request: Request, next: Next) -> Response {
    let reading = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let refused = if reading {
        event_stream(request.uri().path()) && foreign(request.headers(), &home.0)
    } else {
        !exempt(&request) && !ours(request.headers(), &home.0)
    };
    if refused {
        StatusCode::FORBIDDEN.into_response()
    } else {
        next.run(without_foreign_referer(request, &home.0)).await
    }
}

/// A plain form goes back to the page that its Referer names: to none of another site.
fn without_foreign_referer(mut request: Request, home: &str) -> Request {
    let headers = request.headers_mut();
    let origin = headers.get(header::REFERER).map(|referer| {
        let referer = referer.to_str().ok().and_then(|referer| referer.parse::<http::Uri>().ok());
        referer.and_then(|uri| Some((uri.scheme_str()?.to_owned(), uri.authority()?.to_string())))
    });
    let ours = |(scheme, authority): (String, String)| {
        let host = headers.get(header::HOST).is_some_and(|host| host.as_bytes() == authority.as_bytes());
        host && home.starts_with(&format!("{scheme}:")) || home == format!("{scheme}://{authority}")
    };
    if origin.is_some_and(|origin| !origin.is_some_and(ours)) {
        headers.remove(header::REFERER);
    }
    request
}

/// The one-click unsubscribe, called by mail programs without cookies (S63), and programs that carry a token instead of cookies.
fn exempt(request: &Request) -> bool {
    let headers = request.headers();
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.as_bytes().get(..7))
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer "));
    !headers.contains_key(header::COOKIE) && (bearer || request.uri().path().starts_with("/desinscription/"))
}

/// Sec-Fetch-Site decides where the browser sends it (a page cannot forge it), else Origin, which must be there.
fn ours(headers: &HeaderMap, home: &str) -> bool {
    match headers.get("sec-fetch-site") {
        Some(site) => site == "same-origin" || site == "none",
        None => origin_is_ours(headers, home).unwrap_or(false),
    }
}

fn foreign(headers: &HeaderMap, home: &str) -> bool {
    let site = headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    site || origin_is_ours(headers, home) == Some(false)
}

/// None without an Origin. Ours is the configured address, or the host that was asked for: one machine has several names.
fn origin_is_ours(headers: &HeaderMap, home: &str) -> Option<bool> {
    let origin = headers.get(header::ORIGIN)?.as_bytes();
    let host = headers.get(header::HOST).map(|host| host.as_bytes());
    let scheme = if home.starts_with("https:") { "https://" } else { "http://" };
    let asked = origin.strip_prefix(scheme.as_bytes());
    Some(origin == home.as_bytes() || (asked.is_some() && asked == host))
}

/// `/envois/direct` and `/envois/{batch}/direct`, whatever the request says that it accepts.
fn event_stream(path: &str) -> bool {
    path.starts_with("/envois/") && path.ends_with("/direct")
}
