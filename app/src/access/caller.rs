//! Who is calling, as the layers of the server found out.

use super::session::Unread;
use crate::error::AppError;
use http::request::Parts;
use leptos::prelude::use_context;
use model::{User, UserRole};
use std::net::IpAddr;
use store::{Tx, sessions};

/// Who is signed in; an extension of the request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// As the database had it when the request began.
    pub user: User,
    /// The row of its session.
    pub session: i64,
}

/// The address of the client, proxies taken into account (S03); an extension of the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// The signed-in user behind this request.
///
/// # Errors
/// `SignedOut` without a session that counts; `Busy` when the database could not say.
pub fn caller() -> Result<Caller, AppError> {
    if let Some(caller) = extension::<Caller>() {
        return Ok(caller);
    }
    Err(if extension::<Unread>().is_some() { AppError::Busy } else { AppError::SignedOut })
}

/// The same, for a handler outside the server functions.
///
/// # Errors
/// As [`caller`].
pub fn caller_among(extensions: &http::Extensions) -> Result<Caller, AppError> {
    let unread = extensions.get::<Unread>().is_some();
    extensions.get::<Caller>().cloned().ok_or(if unread { AppError::Busy } else { AppError::SignedOut })
}

/// The same, for what only administrators may do (P53).
///
/// # Errors
/// `Forbidden` for members.
pub fn administrator() -> Result<Caller, AppError> {
    only_administrator(caller()?)
}

/// The same, for a handler outside the server functions.
///
/// # Errors
/// As [`administrator`].
pub fn administrator_among(extensions: &http::Extensions) -> Result<Caller, AppError> {
    only_administrator(caller_among(extensions)?)
}

fn only_administrator(caller: Caller) -> Result<Caller, AppError> {
    if caller.user.role == UserRole::Administrator { Ok(caller) } else { Err(AppError::Forbidden) }
}

/// What a layer put into this request.
pub(super) fn extension<T: Clone + Send + Sync + 'static>() -> Option<T> {
    use_context::<Parts>()?.extensions.get::<T>().cloned()
}

/// Is whoever called still signed in, and what they were? A file may take half an hour to come in, and who loses their access meanwhile puts
/// nothing in (S06, S22). What is sent to a server function is there before the session is read.
///
/// # Errors
/// `SignedOut`.
pub async fn still_open(tx: &mut Tx, caller: &Caller) -> Result<(), AppError> {
    let open = sessions::is_open(tx, caller.session, caller.user.role).await?;
    if open { Ok(()) } else { Err(AppError::SignedOut) }
}
