//! The recipient field in the browser: it translates the browser's events for the machine of `model::recipients` and carries out
//! the machine's effects.
//!
//! A form makes a [`Handle`] from the client's facts and the draft's field, puts `<RecipientField handle changed submit/>` where
//! the field stands, and asks the handle what would be sent. `changed` is called whenever the draft wants to be saved, `submit`
//! on Ctrl+Enter.
//!
//! Without the wasm the field is a plain part of its form (§14): a ticked box named `to`, `cc` or `bcc` for each chip, unticked
//! ones for the other contacts, and the text boxes `to_text`, `cc_text`, `bcc_text`; [`model::recipients::posted`] reads them.

#[cfg(feature = "ssr")]
pub mod adding;
pub mod api;
mod chip;
mod drop;
mod effects;
mod field;
mod handle;
mod keyboard;
mod live;
mod menu;
mod message;
mod mount;
mod others;
mod panel;
mod pointer;
mod popup;
mod role_row;
mod row;
mod sentences;
mod text_box;

pub(crate) use effects::focus;
pub use field::RecipientField;
pub use handle::Handle;
