//! The words and rules of Bonport. Pure: no clock, no randomness, no I/O, no async.

pub mod address;
pub mod control;
pub mod delivery;
pub mod fold;
mod lang;

pub use address::{AddressProblem, EmailAddress, Mailbox};
pub use fold::{SearchKey, fold};
pub use lang::Lang;
