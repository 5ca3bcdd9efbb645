//! The screens of Bonport and their server functions.

pub mod words;
