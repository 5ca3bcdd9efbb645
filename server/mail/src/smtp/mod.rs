//! Our own SMTP dialogue, because the truth of « Envoyé » hangs on it (delivery.md §4).
//!
//! A `Dialer` knows which hosts may be called (`Policy`), whom to trust (`Trust`) and how long to wait (`Timeouts`). It opens a
//! `Connection` to a `Server`; a connection delivers one mail after the other. Every step that ends something is a `Step`: phase,
//! answer, verdict — one `attempt` row each.
//!
//! ```text
//! let mut connection = dialer.open(&server).await?;                     // Err(Step): Resolve … Auth
//! let outcome = connection.deliver(&envelope, &bytes, || ()).await;     // outcome.steps[i] belongs to envelope.to[i]
//! if !connection.is_open().await { /* drop it, open another for the next mail */ }
//! connection.quit().await;
//! ```
//!
//! Whoever delivers has committed `in_flight` for all recipients before, having looked again at pause and cancel: from MAIL to the
//! dot nobody is asked any more.
//!
//! Rules kept here:
//! - A step's verdict comes from `model::delivery::classify` alone. `Verdict::Accepted` in an outcome always has phase `Dot` and 250.
//! - A byte that was not asked for ends the connection, and so does every timeout.
//! - Nobody may cancel a delivery half-way: run `deliver` in a spawned task.
//! - No secret, address or text is ever logged here.

mod auth;
mod connection;
mod deliver;
mod dial;
mod dsn;
mod mailbox;
mod offers;
mod policy;
mod server;
mod step;
mod stuffing;
mod timeouts;
mod trust;
mod wire;

pub use connection::Connection;
pub use deliver::{Envelope, Outcome};
pub use dial::Dialer;
pub use policy::Policy;
pub use server::{Login, Server};
pub use step::Step;
pub use timeouts::Timeouts;
pub use trust::{Trust, TrustError};
