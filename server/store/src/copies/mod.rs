//! A copy of everything, and the way back (S69). One form for both databases: a SQLite file with our own tables and one more, `_copy`,
//! which says that it is a copy and from when. Whoever finds that table in its own database knows that a copy was put in place, by
//! `bonport restore` or by hand, and holds the mails back (`restorations`).
//!
//! [`write`] makes one, [`look`] says what a file is before anything of it is believed, [`pour`] puts one into an empty Postgres.
//! Tables are found in the catalogue: one that comes later is copied, too, and one with a type of column that is not known here
//! is refused rather than left out.

mod carry;
mod catalogue;
mod look;
mod pour;
mod write;

pub use look::{Inside, is_empty, look, say_made_at};
pub use pour::pour;
pub use write::write;

use crate::StoreError;
use sqlx::{
    ConnectOptions, SqliteConnection,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::path::Path;

/// Why there is no copy, or why one is not put in place.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// The file is none of ours.
    #[error("it is no copy of a Bonport: {0}")]
    Foreign(String),
    /// Made by a newer program.
    #[error(
        "it was made by a newer Bonport (its tables are of version {found}, these of {known}): install that one, then restore"
    )]
    Newer {
        /// The first version that is not known here.
        found: i64,
        /// The last that is.
        known: i64,
    },
    /// What is wrong with it, in SQLite's words.
    #[error("it is damaged: {}", .0.join("; "))]
    Damaged(Vec<String>),
    /// Something would be mixed or lost.
    #[error("the database is not empty: there are rows in {0}")]
    NotEmpty(String),
    /// A column that cannot be copied.
    #[error("{0} is of a type that cannot be copied")]
    UnknownType(String),
    /// One side has a table that the other lacks.
    #[error("the table {0} is on one side only")]
    OneSided(String),
    /// What arrived is not what was read.
    #[error("{table}: {read} rows were read, and {written} are in the copy")]
    Miscounted {
        /// Where.
        table: String,
        /// As read.
        read: i64,
        /// As found afterwards.
        written: i64,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for CopyError {
    fn from(error: sqlx::Error) -> Self {
        // CORRUPT 11 and NOTADB 26 in the low byte; a Postgres says five characters.
        let code = error.as_database_error().and_then(|told| told.code()).filter(|code| code.len() < 5);
        match code.and_then(|code| code.parse::<u32>().ok()).map(|code| code & 0xff) {
            Some(11 | 26) => CopyError::Damaged(vec![error.to_string()]),
            _ => CopyError::Store(error.into()),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for CopyError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        CopyError::Store(error.into())
    }
}

type Result<T> = std::result::Result<T, CopyError>;

/// The file of a copy, which nobody else uses: no journal beside it. Whoever writes makes it durable at the end.
async fn open(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Memory)
        .synchronous(SqliteSynchronous::Off)
        // Rows come table by table; all of them are looked at once at the end.
        .foreign_keys(false);
    Ok(options.connect().await?)
}
