//! The whole way of a mail: written, enqueued, delivered to a real SMTP server, told in the history. On both databases.
#![allow(clippy::unwrap_used)]

#[path = "../support/clock.rs"]
mod clock;
#[path = "../support/house.rs"]
mod house;
#[path = "../support/mod.rs"]
mod support;

mod again;
mod apart;
mod carried;
mod crashes;
mod ends;
mod lines;
mod quiet;
mod restored;
mod stops;
mod tried;
mod twice;
mod written;
