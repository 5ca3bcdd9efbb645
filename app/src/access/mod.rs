//! Who may come in: sign-in and out, forgotten passwords, invitations, the first start (S01–S12).
//!
//! The session layer reads the cookie once a request and puts the [`Caller`] among the request's extensions. Pages ask for a
//! sign-in there; every server function asks here, with [`caller`] or [`administrator`] as its first line.

#[cfg(feature = "ssr")]
mod acts;
pub mod api;
mod by_link;
#[cfg(feature = "ssr")]
mod caller;
#[cfg(feature = "ssr")]
pub mod commands;
#[cfg(feature = "ssr")]
mod common;
mod first_start;
mod forgotten;
#[cfg(feature = "ssr")]
mod gate;
mod invitation;
#[cfg(feature = "ssr")]
mod limits;
#[cfg(feature = "ssr")]
pub(crate) mod links;
#[cfg(feature = "ssr")]
pub(crate) mod mails;
#[cfg(feature = "ssr")]
mod password;
#[cfg(feature = "ssr")]
pub mod programs;
#[cfg(feature = "ssr")]
mod request;
mod reset;
#[cfg(feature = "ssr")]
pub mod session;
mod sign_in;
#[cfg(feature = "ssr")]
mod state;
#[cfg(feature = "ssr")]
mod token;

pub use first_start::FirstStartPage;
pub use forgotten::ForgottenPage;
pub use invitation::InvitationPage;
pub use reset::ResetPage;
pub use sign_in::SignInPage;

#[cfg(feature = "ssr")]
pub(crate) use acts::{confirm, count_test};
#[cfg(feature = "ssr")]
pub use caller::{Caller, ClientAddress, administrator, administrator_among, caller, caller_among, still_open};
#[cfg(feature = "ssr")]
pub use links::first_start;
#[cfg(feature = "ssr")]
pub(crate) use request::go_to;
#[cfg(feature = "ssr")]
pub use state::Access;
