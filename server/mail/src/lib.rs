//! Mails: built, spoken, delivered.
