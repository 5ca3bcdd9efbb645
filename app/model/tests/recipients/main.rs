//! The recipient field, line by line of its specification (D12–D97, as far as they are logic).
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod announcements;
mod chips;
mod editing;
mod field;
mod found;
mod keys;
mod marks;
mod panel;
mod paste;
mod plain;
mod properties;
mod search;
mod sending;
mod star;
mod typing;
mod undo;
mod watched;
