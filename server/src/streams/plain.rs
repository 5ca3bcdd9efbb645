//! The compose form as it is posted without the wasm (recipient-field.md §14). No server function: its boxes repeat one name, which
//! their encoding does not know.

use super::Failed;
use app::{
    access::caller_among,
    clock::now,
    compose::plain::{Posted, post as send},
    error::AppError,
    services::Services,
    wire::is_page,
};
use axum::{Form, extract::State, response::Redirect};
use http::{Extensions, HeaderMap, header};
use model::access::next;

/// `POST /api/compose/post`: to the result, or back to the page.
pub async fn post(
    State(services): State<Services>,
    extensions: Extensions,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Redirect, Failed> {
    let caller = match caller_among(&extensions) {
        Err(AppError::SignedOut) if is_page(&headers) => return Ok(Redirect::to(&sign_in(&headers))),
        caller => caller?,
    };
    let form = Posted::read(&fields)?;
    Ok(Redirect::to(&send(&services, &caller, form, now()).await))
}

/// The sign-in, and from there back to the form.
fn sign_in(headers: &HeaderMap) -> String {
    let from = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = from.and_then(|from| from.parse::<http::Uri>().ok()?.path_and_query().map(ToString::to_string));
    format!("/connexion?next={}", next::encoded(path.as_deref().unwrap_or("/ecrire")))
}
