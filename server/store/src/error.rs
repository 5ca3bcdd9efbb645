//! Situations of the store. Errors are told apart by kind: SQLite does not name constraints.

/// The store's result.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The row that must exist does not.
    #[error("not found")]
    NotFound,
    /// Somebody saved it since this version was read (P12).
    #[error("changed by somebody else since it was read")]
    Conflict,
    /// A unique key is taken.
    #[error("already taken")]
    Taken,
    /// One field of the form is wrong as only the database can tell: a reference or an e-mail that is taken, a foreign site.
    #[error("refused field {}", .0.field)]
    Problem(model::FieldProblem),
    /// The act is not possible in the present state of the row; the word says why.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// More than a mail can hold.
    #[error("too large")]
    TooLarge,
    /// Locked for longer than the busy timeout, full, or not reached: worth trying again.
    #[error("busy: {}", without_values(.0))]
    Busy(sqlx::Error),
    /// What is stored cannot be read as the model's type. Its words do not repeat it: it may be a person's (S59).
    #[error("unreadable {what}")]
    Unreadable {
        /// Table and column.
        what: &'static str,
        /// What stands there.
        found: String,
    },
    /// Everything else.
    #[error("database: {}", without_values(.0))]
    Database(sqlx::Error),
    /// A migration failed or the folder and the database disagree.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(e: sqlx::Error) -> Self {
        match &e {
            sqlx::Error::RowNotFound => StoreError::NotFound,
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed => StoreError::Busy(e),
            sqlx::Error::Database(d) if d.is_unique_violation() => StoreError::Taken,
            // What it names went a moment ago.
            sqlx::Error::Database(d) if d.is_foreign_key_violation() => StoreError::NotFound,
            sqlx::Error::Database(d) if busy(d.code().as_deref()) => StoreError::Busy(e),
            _ => StoreError::Database(e),
        }
    }
}

/// The words for a log. Postgres quotes the value that does not fit (class 22), and so may whoever reads a column; the details of a
/// broken constraint, which hold values, are never among a driver's words.
fn without_values(e: &sqlx::Error) -> String {
    match e {
        sqlx::Error::Database(d) => match d.code().filter(|code| code.len() == 5 && code.starts_with("22")) {
            Some(code) => format!("a value that does not fit ({code})"),
            None => d.message().to_owned(),
        },
        sqlx::Error::ColumnDecode { index, .. } => format!("column {index} cannot be read"),
        sqlx::Error::Decode(_) | sqlx::Error::Encode(_) => "a value cannot be read or written".to_owned(),
        other => other.to_string(),
    }
}

/// SQLite: primary codes BUSY 5, LOCKED 6, IOERR 10, FULL 13 in the low byte. Postgres: serialization failure, deadlock, disk full,
/// shutting down, starting up, lock not available.
fn busy(code: Option<&str>) -> bool {
    match code {
        Some("40001" | "40P01" | "53100" | "53300" | "57P01" | "57P02" | "57P03" | "55P03") => true,
        // SQLSTATEs have five characters, SQLite's codes are small numbers.
        Some(code) if code.len() < 5 => code.parse::<u32>().is_ok_and(|n| matches!(n & 0xff, 5 | 6 | 10 | 13)),
        _ => false,
    }
}
