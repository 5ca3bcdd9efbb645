//! The invoice book (E13): what it is asked for and what it answers.

use super::{Day, Document, DocumentKind, DocumentState};
use crate::{ClientId, codes::codes, listing::PageFrom};

/// Rows of a page of the book.
pub const BOOK_PAGE: usize = 100;

/// Documents that are sent in one act.
pub const BOOK_MOST: usize = 500;

/// The tags above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum BookState {
    /// « Non envoyées »
    #[default]
    NotSent,
    /// « Échecs »
    Failed,
    /// « Toutes »
    All,
}
codes!(BookState[3] { NotSent => "not_sent", Failed => "failed", All => "all" });

impl BookState {
    /// The state of its documents; `None` is any.
    pub fn state(self) -> Option<DocumentState> {
        match self {
            BookState::NotSent => Some(DocumentState::None),
            BookState::Failed => Some(DocumentState::Failed),
            BookState::All => None,
        }
    }
}

/// The filters of its address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BookAsked {
    /// Which tag.
    pub state: BookState,
    /// Only documents of this kind.
    pub kind: Option<DocumentKind>,
    /// Only those of this client.
    pub client: Option<ClientId>,
    /// Not before this day.
    pub since: Option<Day>,
    /// Not after it.
    pub until: Option<Day>,
    /// How a number begins, or its last digits; words of a client; an amount.
    pub search: String,
    /// Which page.
    pub from: PageFrom,
}

impl BookAsked {
    /// Something beside the tag narrows it.
    pub fn narrowed(&self) -> bool {
        let BookAsked { kind, client, since, until, search, .. } = self;
        kind.is_some() || client.is_some() || since.is_some() || until.is_some() || !search.is_empty()
    }
}

/// A page of the book, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    /// At most [`BOOK_PAGE`].
    pub rows: Vec<BookLine>,
    /// There are newer ones.
    pub earlier: bool,
    /// There are older ones.
    pub later: bool,
    /// How many there are under each tag, in the order of [`BookState::ALL`].
    pub counts: [BookCount; 3],
    /// What was searched is found so often that only some of it was looked at.
    pub found_more: bool,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookLine {
    /// The document.
    pub document: Document,
    /// What became of it.
    pub state: DocumentState,
}

/// A count that does not walk a large table to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BookCount {
    /// So many.
    pub count: i64,
    /// And there are more.
    pub more: bool,
}
