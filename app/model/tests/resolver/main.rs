//! P31 by examples, and on worlds that nobody thought of.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod examples;
mod properties;
mod world;
