//! Documents of a client through the whole router: put in, shown, taken back, and who receives what.
#![allow(clippy::unwrap_used)]

mod book;
mod changed;
mod composed;
#[path = "../book/desk.rs"]
#[allow(dead_code, reason = "the tests of the address book use the rest")]
mod desk;
mod many;
mod put;
mod receives;
mod send;
#[path = "../support/mod.rs"]
mod support;
mod wrong;
