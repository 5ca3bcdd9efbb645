//! The words and rules of Bonport. Pure: no clock, no randomness, no I/O, no async.

pub mod address;
mod client;
mod contact;
pub mod control;
pub mod delivery;
pub mod fold;
mod id;
mod lang;
mod problem;
mod settings;
pub mod text;
mod time;
mod user;

pub use address::{AddressProblem, EmailAddress, Mailbox};
pub use client::{Civility, Client, ClientKind, MainContact, Phone, Place, Site};
pub use contact::{AffiliatedContact, Affiliation, Contact, NotificationType, full_name};
pub use fold::{SearchKey, fold};
pub use id::*;
pub use lang::Lang;
pub use problem::{EmailHolder, FieldProblem, Problem};
pub use settings::Settings;
pub use time::{Local, Moment, Zone};
pub use user::{Theme, User, UserRole};
