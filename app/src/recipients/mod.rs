//! The recipient field in the browser: it translates the browser's events for the machine of `model::recipients` and carries out
//! the machine's effects.
//!
//! A form makes a [`Handle`] from the client's facts and the draft's field, puts `<RecipientField handle changed submit/>` where
//! the field stands, and asks the handle what would be sent. `changed` is called whenever the draft wants to be saved, `submit`
//! on Ctrl+Enter.

mod handle;

pub use handle::Handle;
