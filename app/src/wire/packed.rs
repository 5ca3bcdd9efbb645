//! What answers our wasm: postcard, which needs no names of fields. Reading JSON was a tenth of the wasm (measured 2026-11-22).
//! Whoever does not ask for it gets JSON.

use crate::error::AppError;
use leptos::server_fn::{ContentType, codec::PostcardEncoding};
use serde::de::DeserializeOwned;

/// The type of such an answer.
pub const PACKED: &str = PostcardEncoding::CONTENT_TYPE;

/// As it travels.
///
/// # Errors
/// `Broken`, for what postcard cannot hold, such as a list of unknown length.
#[cfg(feature = "ssr")]
pub fn pack<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, AppError> {
    postcard::to_allocvec(value).map_err(|error| AppError::broken(&error))
}

/// Whether this answer is for our wasm.
#[cfg(feature = "ssr")]
pub fn wants_packed(headers: &http::HeaderMap) -> bool {
    headers.get(http::header::ACCEPT).is_some_and(|accept| accept == PACKED)
}

/// What has travelled.
///
/// # Errors
/// `Unreachable` for what no Bonport of this version packed.
pub fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T, AppError> {
    postcard::from_bytes(packed).map_err(|_| AppError::Unreachable)
}
