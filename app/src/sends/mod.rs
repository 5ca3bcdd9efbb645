//! What was sent: the list of all sends (E16), the result of one while it happens (E15), what exactly left (P50), each try of a delivery.

#[cfg(feature = "ssr")]
mod all;
pub mod api;
mod cancel;
mod correct;
mod delivery;
#[cfg(feature = "ssr")]
mod keeping;
mod list;
mod live;
mod message;
mod new_addresses;
#[cfg(feature = "ssr")]
mod outcome;
mod progress;
mod reason;
#[cfg(feature = "ssr")]
mod redo;
mod result;
#[cfg(feature = "ssr")]
mod several;
mod state;
#[cfg(feature = "ssr")]
mod stopped;
#[cfg(feature = "ssr")]
mod tries;
mod trouble;

#[cfg(feature = "ssr")]
pub use all::{Asked, Pause, Resume, SendsShown, sends_document, sends_page};
pub use list::{SendLine, by, whom};
#[cfg(feature = "ssr")]
pub use outcome::{Failures, ResendFailed, failures_document, failures_page, table};
#[cfg(feature = "ssr")]
pub use reason::said;
pub use result::ResultPage;
#[cfg(feature = "ssr")]
pub use several::{named, several_name};
pub use state::{SendTag, state_tag};
#[cfg(feature = "ssr")]
pub use tries::{TriesShown, tries_document, tries_page};
