//! The binary `bonport` as a library, so that tests link the same router: command line, configuration, layers, streams.

pub mod broken;
pub mod cli;
pub mod clock;
pub mod commands;
pub mod connection;
pub mod data_folder;
pub mod demo;
pub mod facts;
pub mod layers;
pub mod logs;
pub mod mails;
pub mod router;
pub mod site;
pub mod streams;
mod vcard;
pub mod watched;
