//! What leaves: accounts, files, drafts, the outbox and its history, on both databases.
#![allow(clippy::unwrap_used)]

mod accounts;
mod cancelling;
mod claiming;
mod crashes;
mod files_and_drafts;
mod history;
mod queueing;
mod world;
