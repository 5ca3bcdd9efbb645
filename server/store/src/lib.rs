//! What Bonport keeps, on SQLite or Postgres with one SQL text. The only room that names sqlx.
//!
//! A request opens one transaction, does its acts and commits once. Functions take `&mut Tx`; their SQL is a constant right
//! above its only user. Verbs: `get` must exist, `find` may not, `list` is a page, `count`, `add`, `change`, `remove`.

pub mod access_tokens;
pub mod accounts;
pub mod affiliations;
pub mod blobs;
mod care;
mod checkup;
pub mod clients;
mod coded;
pub mod consents;
pub mod contacts;
pub mod copies;
pub mod departures;
mod dialect;
pub mod documents;
pub mod doubles;
pub mod drafts;
mod email;
mod error;
pub mod families;
mod ids;
pub mod imports;
pub mod interventions;
pub mod merges;
mod migrate;
pub mod notices;
pub mod outbox;
mod paging;
mod phones;
pub mod phrases;
mod pool;
pub mod programs;
pub mod recipients;
pub mod restorations;
pub mod saved_views;
mod savepoint;
pub mod search;
pub mod secrets;
pub mod sends;
pub mod sessions;
mod settings;
pub mod sites;
pub mod suppressions;
#[cfg(feature = "testing")]
pub mod testing;
mod time;
pub mod users;

pub use care::{clock, faults, open_transactions};
pub use checkup::{Checkup, checkup};
pub use email::email_key;
pub use error::{Result, StoreError};
pub use migrate::{Migration, migrate, pending_migrations};
#[doc(hidden)]
pub use pool::counted;
pub use pool::{Pool, Tx};
pub use settings::{change_settings, save_settings, settings, settings_version};

pub(crate) use time::{moment, stamp};
