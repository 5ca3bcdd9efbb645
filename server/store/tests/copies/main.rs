//! S69: a copy of everything, from either database into either, and what waits after one was put in place.
#![allow(clippy::unwrap_used)]

mod carried;
mod held;
#[allow(dead_code, reason = "the tests of sending use the rest")]
#[path = "../sending/world.rs"]
mod world;
