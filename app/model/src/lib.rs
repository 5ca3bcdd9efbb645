//! The words and rules of Bonport. Pure: no clock, no randomness, no I/O, no async.

pub mod delivery;
mod lang;

pub use lang::Lang;
