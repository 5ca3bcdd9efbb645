//! What was sent: the list of all sends (E16), the result of one while it happens (E15), what exactly left (P50).

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
mod result;
mod state;
mod trouble;

pub use list::{SendLine, SendsPage, whom};
#[cfg(feature = "ssr")]
pub use outcome::{Failures, ResendFailed, failures_document, failures_page, table};
#[cfg(feature = "ssr")]
pub use reason::said;
pub use result::ResultPage;
pub use state::{SendTag, state_tag};
