//! The words and rules of Bonport. Pure: no clock, no randomness, no I/O, no async.

pub mod access;
mod account;
pub mod address;
pub mod cascade;
mod client;
pub mod compose;
mod contact;
pub mod control;
pub mod delivery;
pub mod draft;
pub mod fold;
mod id;
mod lang;
pub mod listing;
mod problem;
pub mod recipients;
pub mod search;
pub mod send;
mod settings;
mod settings_draft;
pub mod text;
mod time;
mod user;

pub use account::*;
pub use address::{AddressProblem, EmailAddress, Mailbox};
pub use client::{Civility, Client, ClientKind, MainContact, Phone, Place, Site};
pub use contact::{AffiliatedContact, Affiliation, Contact, NotificationType, full_name};
pub use draft::{AffiliationDraft, ClientDraft, ContactDraft, SiteDraft};
pub use fold::{SearchKey, fold};
pub use id::*;
pub use lang::Lang;
pub use problem::{EmailHolder, FieldProblem, Problem};
pub use settings::{NoContacts, Settings};
pub use settings_draft::SettingsDraft;
pub use time::{Local, Moment, Zone};
pub use user::{Theme, User, UserRole};
