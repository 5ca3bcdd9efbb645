//! What screen readers are told, as codes (D96); the words come from the locales. One message a key press (D97).

use super::Role;

/// One sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// The list opened: how many, who comes first.
    Opened {
        /// Rows, headings and actions not counted.
        count: usize,
        /// The first one's name.
        first: String,
        /// It is a favourite.
        starred: bool,
    },
    /// Rows for the typed text.
    Results {
        /// Rows, headings and actions not counted.
        count: usize,
        /// The typed text.
        token: String,
        /// Whom Enter would add.
        enter: Option<String>,
    },
    /// Nobody.
    Nobody,
    /// The wider search failed; what there is without it (D63).
    SearchFailed {
        /// The browser is offline.
        offline: bool,
        /// [`Say::Results`] or [`Say::Nobody`].
        found: Box<Say>,
    },
    /// The active row, for screen readers that do not read it by themselves.
    Active {
        /// The row's text.
        text: Vec<String>,
        /// It is a favourite.
        starred: bool,
        /// Its place, from 1.
        at: usize,
        /// Of how many.
        of: usize,
    },
    /// A recipient was added; how many there are now.
    Added(String, usize),
    /// One was added whose address looks mistyped: how many there are now, and what was probably meant (D83).
    Meant(String, usize, String),
    /// A recipient was removed; how many there are now.
    Removed(String, usize),
    /// A recipient went to another line.
    Moved(String, Role),
    /// A recipient is there already (D81).
    Already(String, Role),
    /// « mar@ : adresse incomplète »
    Incomplete(String),
    /// What a paste gave (D45).
    Pasted(Counts),
    /// The limit of D46.
    TooMany,
    /// Now a favourite.
    Starred(String),
    /// No longer a favourite.
    Unstarred(String),
    /// The star could not be saved.
    StarFailed(String),
    /// The contact may be written to again (D67).
    Reactivated(String),
    /// The contact could not be reactivated.
    ReactivateFailed,
    /// Unknown addresses; the panel can be reached (D85).
    Unknown(Vec<String>),
    /// The contact exists now.
    ContactAdded(String),
    /// So many fields of the panel's row are to be corrected (P01).
    AddRefused(String, usize),
    /// The panel's row could not be saved.
    AddFailed(String),
    /// The last step is undone.
    Undone,
    /// The undone step is done again.
    Redone,
    /// A chip is being edited.
    Editing(String),
    /// The text is on the clipboard.
    Copied(String),
}

/// What became of a pasted list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New chips.
    pub added: usize,
    /// Already there, or twice in the list.
    pub present: usize,
    /// Runs of text left to correct.
    pub left: usize,
}

/// Milliseconds before an act is said: typing has stopped by then.
pub(super) const SOON: u32 = 500;
/// Milliseconds before counts are said.
pub(super) const LATER: u32 = 1400;
