//! A real SMTP server for tests: it journals every mail it accepts before it says so, and answers as a `Script` tells it.
//!
//! ```text
//! let server = SmtpServer::start(Script::default().on(At::Rcpt, |asked| match asked.about("gone@x.example") {
//!     true => Act::say("550 5.1.1 no such user"),
//!     false => Act::Usual,
//! })).await;
//! let mut connection = server.dialer().open(&server.account()).await.unwrap();
//! …
//! assert_eq!(server.accepted().len(), 1);
//! ```
// Each test binary uses another part of this.
#![allow(dead_code, unused_imports, clippy::unwrap_used)]

mod certificate;
mod journal;
mod read;
mod script;
mod server;
mod session;

pub use certificate::{Authority, Certified};
pub use journal::{Accepted, Said};
pub use script::{Act, Asked, At, Encryption, Script};
pub use server::SmtpServer;
