//! Ids: one type a noun, so that a contact's id can never be given where a client's is meant.

use serde::{Deserialize, Serialize};
use std::{fmt, num::ParseIntError, str::FromStr};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }

        impl FromStr for $name {
            type Err = ParseIntError;
            fn from_str(s: &str) -> Result<Self, ParseIntError> { s.parse().map(Self) }
        }
    )+ };
}

ids! {
    /// A person who signs in.
    UserId,
    /// A company or person we serve.
    ClientId,
    /// A family of clients.
    FamilyId,
    /// Two families that became one.
    FamilyMergeId,
    /// A place of a client.
    SiteId,
    /// A person or mailbox.
    ContactId,
    /// The link contact–client.
    AffiliationId,
    /// What somebody did to several contacts at once.
    BulkId,
    /// Criteria of the directory kept under a name.
    ViewId,
    /// A contact that left a client.
    DepartureId,
    /// An account that mails leave by.
    AccountId,
    /// A mail being written.
    DraftId,
    /// A file of a draft or of a message.
    AttachmentId,
    /// One act of sending.
    BatchId,
    /// One mail.
    MessageId,
    /// One mail to one address.
    DeliveryId,
    /// An invoice, an order, a report…
    DocumentId,
    /// A program that puts documents in.
    ProgramId,
    /// A visit at a client's.
    InterventionId,
    /// Two contacts that became one.
    MergeId,
    /// A file of clients that came in.
    ImportId,
}
