//! Programs (P30) through the whole router: their tokens, what they put in, and every refusal.
#![allow(clippy::unwrap_used)]

#[path = "../book/desk.rs"]
#[allow(dead_code, reason = "the tests of the address book use the rest")]
mod desk;
mod leaving;
mod office;
mod put;
mod refused;
mod since;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
