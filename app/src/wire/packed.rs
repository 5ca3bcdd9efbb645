//! What answers our wasm: postcard, which needs no names of fields. Reading JSON was a tenth of the wasm (measured 2026-11-22).
//! Whoever does not ask for it gets JSON.
//!
//! Bytes without names say nothing of what they are: an answer is read only when it comes from the same sources as the wasm, and
//! when nothing of it is left over.

use crate::error::AppError;
use leptos::server_fn::{ContentType, codec::PostcardEncoding};
use serde::de::DeserializeOwned;

/// The type of such an answer.
pub const PACKED: &str = PostcardEncoding::CONTENT_TYPE;

/// What our wasm accepts: an answer packed by a server of its own build (build.rs).
pub const OUR_PACKED: &str = concat!("application/x-postcard; of=", env!("BONPORT_SOURCES"));

/// How an answer is to be written.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For our wasm.
    Packed,
    /// For everybody else.
    Json,
}

#[cfg(feature = "ssr")]
impl Format {
    /// From the header `Accept`.
    ///
    /// # Errors
    /// `Malformed` for a wasm of another build, in a tab that was open while Bonport was updated: the page is to be loaded anew.
    pub fn accepted(accept: Option<&str>) -> Result<Format, AppError> {
        match accept {
            Some(OUR_PACKED) => Ok(Format::Packed),
            Some(other) if other.starts_with(PACKED) => Err(AppError::Malformed),
            _ => Ok(Format::Json),
        }
    }

    /// The same, of a whole head.
    ///
    /// # Errors
    /// As above.
    pub fn asked(headers: &http::HeaderMap) -> Result<Format, AppError> {
        Format::accepted(accept(headers))
    }
}

/// A page without the wasm asks: what it gets for an answer must be a page too.
#[cfg(feature = "ssr")]
pub fn is_page(headers: &http::HeaderMap) -> bool {
    accept(headers).is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(feature = "ssr")]
fn accept(headers: &http::HeaderMap) -> Option<&str> {
    headers.get(http::header::ACCEPT)?.to_str().ok()
}

/// As it travels.
///
/// # Errors
/// `Broken`, for what postcard cannot hold, such as a list of unknown length.
#[cfg(feature = "ssr")]
pub fn pack<T: serde::Serialize>(value: &T) -> Result<Vec<u8>, AppError> {
    postcard::to_allocvec(value).map_err(|error| AppError::broken(&error))
}

/// What has travelled.
///
/// # Errors
/// `Unreachable` for what is not one whole value, such as a page of a proxy.
pub fn unpack<T: DeserializeOwned>(packed: &[u8]) -> Result<T, AppError> {
    let mut reader = postcard::Deserializer::from_bytes(packed);
    let value = T::deserialize(&mut reader).map_err(|_| AppError::Unreachable)?;
    match reader.finalize() {
        Ok([]) => Ok(value),
        _ => Err(AppError::Unreachable),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{AppError, Format, OUR_PACKED, PACKED, pack, unpack};

    #[test]
    fn the_page_of_a_proxy_is_no_answer() {
        for page in ["<!DOCTYPE html><p>Sign in</p>", "\n", "\t<html>", "{}"] {
            assert_eq!(unpack::<()>(page.as_bytes()), Err(AppError::Unreachable), "{page}");
            assert_eq!(unpack::<(i64, String)>(page.as_bytes()), Err(AppError::Unreachable), "{page}");
            assert_eq!(unpack::<Vec<AppError>>(page.as_bytes()), Err(AppError::Unreachable), "{page}");
        }
    }

    #[test]
    fn what_was_packed_comes_back() {
        let error = AppError::field("email", model::Problem::Required);
        assert_eq!(unpack(&pack(&error).unwrap()), Ok(error));
        assert_eq!(unpack(&pack(&()).unwrap()), Ok(()));
    }

    #[test]
    fn only_a_wasm_of_this_build_gets_it_packed() {
        assert_eq!(Format::accepted(Some(OUR_PACKED)), Ok(Format::Packed));
        assert_eq!(Format::accepted(Some("application/x-postcard; of=another")), Err(AppError::Malformed));
        assert_eq!(Format::accepted(Some(PACKED)), Err(AppError::Malformed));
        for other in [None, Some("*/*"), Some("application/json"), Some("text/html,*/*")] {
            assert_eq!(Format::accepted(other), Ok(Format::Json));
        }
    }
}
