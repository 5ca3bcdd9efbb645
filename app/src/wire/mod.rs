//! How the browser and the server functions talk. Bytes travel, and only whoever reads an answer knows its type: the machinery of
//! requests, resources and forms exists once in the wasm, not once a server function (measured 2026-11-21: a third of it).

mod answer;
mod asked;
mod lasting;
mod packed;
mod protocol;
mod sending;

use crate::error::AppError;
use leptos::server_fn::ServerFn;

pub use asked::{Asked, Shown, ask};
#[cfg(feature = "ssr")]
pub use packed::{Format, is_page, pack};
pub use packed::{OUR_PACKED, PACKED, unpack};
pub use protocol::Wire;
#[cfg(feature = "ssr")]
pub use sending::came_back;
pub use sending::{Sending, Sent};

/// A server function of ours: it answers with our error.
pub trait Function:
    ServerFn<Error = AppError, InputStreamError = AppError, OutputStreamError = AppError> + 'static
{
}

impl<F> Function for F where
    F: ServerFn<Error = AppError, InputStreamError = AppError, OutputStreamError = AppError> + 'static
{
}
