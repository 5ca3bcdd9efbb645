//! What streams in and out, and so is no server function: files of a draft, files and mails that were sent, the live result.

mod live;
mod sent;
mod upload;

use app::{access::Caller, error::AppError, services::Services};
use axum::{
    Extension, Json, Router,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use http::StatusCode;

/// The paths of this folder. Each asks for a [`Caller`] itself.
pub fn routes(services: Services) -> Router {
    Router::new()
        .route("/ecrire/{draft}/fichiers", post(upload::upload).layer(upload::limit()))
        .route("/envois/{batch}/messages/{message}/eml", get(sent::mail))
        .route("/envois/{batch}/messages/{message}/fichiers/{file}", get(sent::file))
        .route("/envois/{batch}/direct", get(live::live))
        .with_state(services)
}

/// An [`AppError`] as an answer: its status, and its code as JSON.
pub struct Failed(AppError);

impl<E: Into<AppError>> From<E> for Failed {
    fn from(e: E) -> Self {
        Failed(e.into())
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.status()).expect("statuses are constants");
        (status, Json(self.0)).into_response()
    }
}

/// Who is signed in, or 401.
fn signed_in(caller: Option<Extension<Caller>>) -> Result<model::User, Failed> {
    caller.map(|Extension(caller)| caller.user).ok_or(Failed(AppError::SignedOut))
}
