//! The conformance suite of the outbox (delivery.md §5): whatever servers, databases, clocks and kills do, what is shown is the truth.
//!
//! Each test makes a [`world`], lets faults loose on it, lets it come to rest and has the [`ledger`] count every invariant over every
//! row: I1–I9 and I11. The truth is the journal of a scripted mail server, written before each answer. I12 is held by that server: what it
//! hears is searched for in everything that this program and its children log at TRACE (`store::testing::quiet`). What
//! single dialogues do with hostile replies is `dialogue_faults.rs` and `dialogue_security.rs`; here it is seen to its end in the
//! database.
//! `BONPORT_TEST_WHOLE=1` (`bin/test --all`) makes the long ones as long as they should be; `BONPORT_TEST_SEED` repeats the moments of a
//! run that failed, which names its seed.
#![allow(clippy::unwrap_used)]

#[path = "../support/clock.rs"]
mod clock;
#[path = "../support/house.rs"]
mod house;
#[path = "../support/mod.rs"]
mod support;

mod books;
mod certificates;
mod child;
mod clocks;
mod cluster;
mod cut;
mod dice;
mod doubled;
mod faults;
mod filled;
mod frozen;
mod full;
mod heard;
mod kills;
mod ledger;
mod limits;
mod locked;
mod lost;
mod planted;
mod points;
mod replies;
mod rows;
mod storms;
mod told;
mod unbuildable;
mod world;
