//! Why a mail did not enter the outbox.

use crate::build::BuildError;
use model::{FieldProblem, Placeholder};
use store::StoreError;

/// Situations of sending. Nothing is written in any of them.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Something in the form has to be corrected.
    #[error("the form has problems")]
    Fields(Vec<FieldProblem>),
    /// There is no account to send by (P52), or it was switched off.
    #[error("no account to send by")]
    NoAccount,
    /// The chosen account is somebody else's, gone, or switched off (S56).
    #[error("not an account of this person's")]
    OtherAccount,
    /// Larger than 25 MB, or than the account's server takes.
    #[error("{size} bytes as encoded, {limit} allowed")]
    TooLarge {
        /// As encoded, in bytes.
        size: i64,
        /// What is allowed.
        limit: i64,
    },
    /// The phrase asks for what the document does not have (P35).
    #[error("the document has nothing for {0:?}")]
    Unfilled(Vec<Placeholder>),
    /// The mail cannot be made of what was given.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// The database; `NotFound` and `Refused("sent")` when the draft is gone.
    #[error(transparent)]
    Store(#[from] StoreError),
}
