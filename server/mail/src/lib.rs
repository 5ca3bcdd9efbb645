//! Mails: built, spoken, delivered.

pub mod check;
pub mod smtp;
