//! A mouse or a finger.

use leptos::prelude::*;
use model::recipients::Pointer;

/// What the device mainly points with: after a finger the box is not focused again, its keyboard would pop up (D50).
pub(super) fn pointer() -> Pointer {
    let coarse = window().match_media("(pointer: coarse)").ok().flatten().is_some_and(|query| query.matches());
    if coarse { Pointer::Coarse } else { Pointer::Fine }
}

/// Inside the list the box keeps the focus (D50).
pub(super) fn keep_focus(e: &leptos::web_sys::Event) {
    e.prevent_default();
}
