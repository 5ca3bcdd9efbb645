//! What the component does after an event. Nothing here is decided by it.

use super::{ChipId, Role, Say};
use crate::ContactId;

/// One thing to do, in the order given.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// `preventDefault` of the event being answered.
    Prevent,
    /// `stopPropagation`: a surrounding dialog must not see it (D32).
    Stop,
    /// The box of a role now holds this text.
    SetText(Role, String, Select),
    /// Focus the text box of a role.
    FocusText(Role),
    /// Focus a chip.
    FocusChip(ChipId),
    /// Focus the first control of a row of the panel, from 0 (D85).
    FocusPanel(usize),
    /// Focus the first field to correct in a row of the panel, unless the person is writing by then (D86).
    FocusRefused(usize),
    /// Let a chip flash once (D81).
    Flash(ChipId),
    /// Say a sentence to screen readers, so many milliseconds from now; a later one of the same wait replaces it (D96).
    Say(Say, u32),
    /// A count that waits to be said has come to be untrue: it is not said (D96).
    Hush,
    /// Send [`super::Event::Woke`] after so many milliseconds.
    Wake(Timer, u32),
    /// Search more widely, aborting the search before (D61).
    Search {
        /// To be given back.
        generation: u32,
        /// To be given back.
        query: String,
    },
    /// Ask the server who these are, in one request (D46).
    LookUp(Vec<String>),
    /// Save a star.
    Star {
        /// Whose.
        contact: ContactId,
        /// Star or unstar.
        on: bool,
    },
    /// Create contacts of this client (D87).
    Add(Vec<NewContact>),
    /// Affiliate a contact of another client, starred or not (D89).
    Affiliate {
        /// The address, to be given back.
        address: String,
        /// Who.
        contact: ContactId,
        /// As a favourite.
        starred: bool,
    },
    /// Undo what the panel created: the contact, or only its affiliation when it existed before.
    TakeBack {
        /// The address, to be given back.
        address: String,
        /// Who.
        contact: ContactId,
        /// It existed before: only the affiliation goes.
        existed: bool,
    },
    /// Make a contact active again (D67).
    Reactivate(ContactId),
    /// Put this on the clipboard (D41).
    Copy(String),
    /// Open the card of a contact (D40).
    OpenCard(ContactId),
    /// Ctrl+Enter: send, with the summary (D21).
    Submit,
    /// The draft has changed and wants to be saved.
    Changed,
}

/// Where the caret goes in a text that was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Select {
    /// After the last letter.
    End,
    /// Before the first letter.
    Start,
    /// Everything selected.
    All,
}

/// What was waited for. A timer whose number is no longer current is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timer {
    /// Typing paused: search (D61).
    Search(u32),
    /// The search takes long: say so (D62).
    Slow(u32),
    /// A message has been shown long enough (D93).
    Notice(u32),
}

/// A contact to be created from an unknown address. Consent is off (D88).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// Where the mail goes.
    pub address: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// May be empty.
    pub function: String,
    /// Favourite from the start.
    pub starred: bool,
}
