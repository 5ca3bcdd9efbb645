//! What happens to the field. The component translates the browser's events into these and adds nothing of its own.

use super::{Candidate, ChipId, Found, MenuItem, Role, Tick, Timer};
use crate::{ContactId, FieldProblem};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// `keydown` in the text box of a role.
    Key(Role, Press),
    /// `keydown` on a chip.
    ChipKey(ChipId, Press),
    /// `input`, or `compositionend`: the box now holds `before`, the caret, `after`. `inserted` is what was inserted,
    /// whichever way: a key, a virtual keyboard, dictation (D53).
    Typed {
        /// Whose box.
        role: Role,
        /// Left of the caret.
        before: String,
        /// Right of the caret.
        after: String,
        /// The event's data; empty for deletions.
        inserted: String,
        /// Inside a composition: searched, never accepted (D58).
        composing: bool,
    },
    /// Text from the clipboard or dropped, line breaks kept (D43, D48), into the box that holds `before` and `after`
    /// around its selection.
    Pasted {
        /// Whose box.
        role: Role,
        /// The text.
        text: String,
        /// Left of the selection.
        before: String,
        /// Right of the selection.
        after: String,
    },
    /// The page came alive: boxes of the plain form as the person left them (D102).
    Ticked(Vec<Tick>),
    /// The text box got the focus.
    Focused(Role),
    /// A chip got the focus.
    ChipFocused(ChipId),
    /// The text box lost the focus, by Tab, by a pointer or by the virtual keyboard's « Suivant » (D52, D54).
    Left(Role),
    /// The focus left the whole field.
    LeftField,
    /// A pointer pressed the field, outside of chips and rows (D49).
    Pressed(Role),
    /// « Ouvrir la liste » or « Fermer la liste ».
    Toggled(Role),
    /// The mouse moved onto a row, or off the list.
    Hovered(Option<usize>),
    /// A row was clicked or tapped; `coarse` when by a finger (D50).
    Picked(usize, Pointer),
    /// A row's star, or « Réactiver », was clicked or tapped.
    StarPressed(usize),
    /// A chip's ✕.
    Removed(ChipId, Pointer),
    /// A chip's menu was opened, or closed.
    MenuOpened(Option<ChipId>),
    /// An item of a chip's menu (D40).
    MenuChosen(ChipId, MenuItem),
    /// Ctrl+C or Ctrl+X on a chip (D41).
    Copied(ChipId, Cut),
    /// « + Cc/Cci »
    CopiesToggled,
    /// « Annuler » of the message, wherever the focus is.
    UndoPressed,
    /// « Déplacer ici » of the message (D81).
    MoveHere,
    /// « Vouliez-vous dire … ? » of the message (D83).
    MeantPressed,
    /// The message was closed.
    NoticeClosed,
    /// The pointer or the focus is on the message: it stays (D93).
    NoticeHeld(bool),
    /// In the panel: something below.
    Panel(PanelEvent),
    /// A timer asked for by [`super::Effect::Wake`] went off.
    Woke(Timer),
    /// The wider search answered.
    Results {
        /// As given in [`super::Effect::Search`].
        generation: u32,
        /// As given in [`super::Effect::Search`].
        query: String,
        /// Best first.
        rows: Vec<Candidate>,
    },
    /// The wider search failed.
    SearchFailed {
        /// As given in [`super::Effect::Search`].
        generation: u32,
        /// The browser is offline.
        offline: bool,
    },
    /// The server says who these addresses are, as given in [`super::Effect::LookUp`].
    LookedUp(Vec<(String, Found)>),
    /// The server was not reached: chips stay unchecked, nobody is asked anything.
    LookUpFailed,
    /// The star could not be saved: it flips back (D72).
    StarFailed {
        /// Whose.
        contact: ContactId,
        /// What was asked for.
        on: bool,
    },
    /// A contact was reactivated, here or elsewhere.
    Reactivated(Candidate),
    /// The server could not do it.
    ReactivateFailed,
}

/// What happens in « Nouvelle adresse ».
#[derive(Clone, Debug, PartialEq)]
pub enum PanelEvent {
    /// The ★ of a row.
    Star(String),
    /// « Ajouter » of one row, or « Tout ajouter ».
    Add(Vec<Named>),
    /// « Ignorer » of one row.
    Ignore(String),
    /// « Tout ignorer », or Escape inside (D87).
    IgnoreAll {
        /// By Escape: the focus returns to the box.
        escaped: bool,
    },
    /// « Utiliser ce contact » (D89).
    Use(String),
    /// « Associer à … » (D89).
    Affiliate(String),
    /// « Annuler » of an added row.
    TakeBack(String),
    /// The server created or affiliated the contact.
    Added(String, Candidate),
    /// It is somebody's already: two people at once (P02).
    Taken(String, Candidate),
    /// The server refused these fields (P01).
    Refused(String, Vec<FieldProblem>),
    /// The server was not reached, or broke.
    Failed(String),
    /// The created contact is gone again.
    TakenBack(String),
}

/// An address of the panel with the fields filled in beside it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// As in its row.
    pub address: String,
    /// May be empty.
    pub first_name: String,
    /// May be empty.
    pub last_name: String,
    /// May be empty.
    pub function: String,
}

/// A mouse or a finger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    /// A mouse or pen.
    Fine,
    /// A finger: no refocusing, the keyboard would pop up each time (D50).
    Coarse,
}

/// Ctrl+C or Ctrl+X.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    /// Copy only.
    No,
    /// Copy and remove.
    Yes,
}

/// A `keydown`, with what the logic needs of the box at that instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Press {
    /// Which key.
    pub key: Key,
    /// Shift is held.
    pub shift: bool,
    /// Ctrl, or Cmd on a Mac.
    pub ctrl: bool,
    /// Alt is held.
    pub alt: bool,
    /// The key is held down.
    pub repeat: bool,
    /// `isComposing`, or `keyCode` 229 (D57).
    pub composing: bool,
    /// The caret is before the first letter and nothing is selected.
    pub at_start: bool,
}

/// The keys that mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named like the keys")]
pub enum Key {
    Enter,
    Tab,
    Escape,
    Backspace,
    Delete,
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    PageUp,
    PageDown,
    Space,
    F2,
    F6,
    F10,
    Menu,
    Char(char),
    Other,
}
