//! The parts every screen is made of. Server and browser render them identically; nothing needs the wasm before it is usable.

mod button;
mod choice;
mod copy;
#[cfg(feature = "ssr")]
mod criteria;
mod dates;
mod dialog;
mod empty;
mod erased;
mod errors;
mod field;
mod files;
mod form;
mod head;
mod hidden;
mod icon;
#[cfg(feature = "ssr")]
pub mod inline;
mod loaded;
mod menu;
mod names;
mod pager;
mod people;
mod problems;
mod rows;
mod search;
mod star;
mod tabs;
mod tag;
mod text_area;
mod thumb_index;
mod toast;
mod trouble;

pub use button::{Button, Kind, Submit};
pub use choice::{Checkbox, RadioGroup, Select};
pub use copy::{can_copy, copy_text};
#[cfg(feature = "ssr")]
pub use criteria::criteria;
#[cfg(feature = "ssr")]
pub(crate) use dates::moment_text;
pub use dates::{Day, When, day_text, when_text};
pub use dialog::Dialog;
pub use empty::{Banner, Empty, Skeleton};
pub use erased::{anew, heard};
pub use errors::ErrorSummary;
pub use field::Field;
pub use files::file_size;
pub use form::{SendForm, load};
pub use head::{Crumb, Head, Titles};
pub use hidden::{Sheet, is_hidden, is_left_out};
pub use icon::{Icon, Symbol, symbols};
#[cfg(feature = "ssr")]
pub use inline::PageScript;
pub use loaded::{Meanwhile, loaded, part, use_id, use_query};
pub use menu::{Menu, MenuItem, MenuLink, MenuPanel};
pub use names::{
    choices, civility_name, kind_name, language_name, notification_name, notification_short, source_name, titled_name,
};
pub use pager::Pager;
pub use people::{Avatar, MailCell, MailLink, PhoneCell, PhoneLink, dotted, initials};
pub use problems::{Problems, error_sentence, sentence};
pub use rows::{Row, rows};
pub use search::SearchBox;
pub use star::StarButton;
pub use tabs::{Tab, Tabs};
pub use tag::{Tag, Tone};
pub use text_area::TextArea;
pub use thumb_index::thumb_index;
pub use toast::{Toaster, Toasts, use_toasts};
#[cfg(feature = "ssr")]
pub(crate) use trouble::set_status;
pub use trouble::{NotFoundPage, Trouble, TroublePage};

/// Says on `<html>` that the wasm is there: what needs it appears, what stood in for it goes (D104).
#[cfg(feature = "hydrate")]
pub fn hydrated() {
    if let Some(root) = leptos::prelude::document().document_element() {
        root.set_attribute("data-hydrated", "").expect("an attribute with a plain name");
    }
}
