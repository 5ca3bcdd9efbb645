//! What leaves: accounts, files, drafts, the outbox and its history, on both databases.
#![allow(clippy::unwrap_used)]

mod accounts;
mod all_sends;
#[path = "../book/mod.rs"]
mod book;
mod cancelling;
mod claiming;
mod crashes;
mod documents;
mod feeding;
mod files_and_drafts;
mod filling;
mod forgotten;
mod history;
mod new_addresses;
mod pausing;
mod queueing;
mod reads;
mod report_faults;
mod reports;
mod steps;
mod stored;
mod tries;
mod turns;
mod world;
