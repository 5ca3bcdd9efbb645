//! Who may come in: sign-in and out, forgotten passwords, invitations, the first start (S01–S12).
//!
//! The session layer reads the cookie once a request and puts the [`Caller`] among the request's extensions. Pages ask for a
//! sign-in there; every server function asks here, with [`caller`] or [`administrator`] as its first line.

#[cfg(feature = "ssr")]
mod caller;
#[cfg(feature = "ssr")]
mod gate;
#[cfg(feature = "ssr")]
mod limits;
#[cfg(feature = "ssr")]
mod password;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
mod state;
#[cfg(feature = "ssr")]
mod token;

#[cfg(feature = "ssr")]
pub use caller::{Caller, ClientAddress, administrator, caller};
#[cfg(feature = "ssr")]
pub use state::Access;
