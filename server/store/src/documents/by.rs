//! Who put a document in (P50).

use model::{ProgramId, UserId};

/// A person, a program, or the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By hand.
    User(UserId),
    /// With its token.
    Program(ProgramId),
    /// `bonport import`
    CommandLine,
}

impl By {
    /// What stands in the row.
    pub(super) fn columns(self) -> (Option<i64>, Option<i64>) {
        match self {
            By::User(id) => (Some(id.0), None),
            By::Program(id) => (None, Some(id.0)),
            By::CommandLine => (None, None),
        }
    }
}

impl From<UserId> for By {
    fn from(id: UserId) -> By {
        By::User(id)
    }
}
