//! Fields and modules that the organisation does not show (P10). Every form finds out by its fields' names; what a card
//! shows, the server has emptied.

use crate::facts::Facts;
use leptos::prelude::*;

/// The sheet that the fields of a form belong to, as the first part of `DisplayOption`'s codes. Provided around the form.
#[derive(Clone, Copy)]
pub struct Sheet(pub &'static str);

/// Whether this option is among the hidden ones.
pub fn is_hidden(option: &str) -> bool {
    with_context(|facts: &Facts| facts.hidden.iter().any(|code| code == option)).unwrap_or_default()
}

/// Whether the form around leaves out the field of this name.
pub fn is_left_out(field: &str) -> bool {
    use_context::<Sheet>().is_some_and(|Sheet(sheet)| is_hidden(&[sheet, ".", field].concat()))
}
