//! Which pages nobody needs an account for. Everything else asks for a sign-in before it is rendered; server functions ask for
//! themselves.

use super::{Caller, session::Unread};
use axum::{
    extract::Request,
    response::{IntoResponse, Redirect, Response},
};
use http::Method;
use model::access::next;

/// Shown to people who cannot be signed in yet.
const OPEN: [&str; 5] = ["/connexion", "/installation", "/mot-de-passe-oublie", "/mot-de-passe/nouveau", "/invitation"];

/// Does not depend on who asks: no session is read for it.
pub(super) fn is_file(path: &str) -> bool {
    path.starts_with("/pkg/") || matches!(path, "/sante" | "/favicon.svg" | "/favicon.ico" | "/manifest.webmanifest")
}

/// Where a page sends this request instead of being shown: to the sign-in, or from it when somebody is signed in.
pub(super) fn turned_away(request: &Request) -> Option<Response> {
    let path = request.uri().path();
    let page = matches!(*request.method(), Method::GET | Method::HEAD) && !path.starts_with("/api/");
    if !page || request.extensions().get::<Unread>().is_some() {
        return None;
    }
    let signed_in = request.extensions().get::<Caller>().is_some();
    if !signed_in && !OPEN.contains(&path) {
        let here = request.uri().path_and_query().map_or("/", |here| here.as_str());
        let to = if here == "/" { "/connexion".to_owned() } else { format!("/connexion?next={}", next::encoded(here)) };
        return Some(Redirect::to(&to).into_response());
    }
    if signed_in && path == "/connexion" {
        return Some(Redirect::to(&next::from_query(request.uri().query().unwrap_or_default())).into_response());
    }
    None
}
