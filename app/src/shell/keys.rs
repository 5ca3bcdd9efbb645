//! Keys that work everywhere but in a field: `/` searches, `?` shows the shortcuts, Ctrl+Z takes back what a toast says. Who dictates
//! would press single keys by speaking, so these can be turned off (WCAG 2.1.4), for this browser: it is where one dictates.

/// From now on, until the app ends.
#[cfg(not(feature = "hydrate"))]
pub(super) fn listen() {}

/// From now on, until the app ends.
#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    use leptos::{ev, prelude::*};
    let navigate = leptos_router::hooks::use_navigate();
    let toasts = crate::ui::use_toasts();
    let listener = window_event_listener(ev::keydown, move |e| {
        let with_ctrl = e.ctrl_key() || e.meta_key();
        if e.alt_key() || e.default_prevented() || is_typing() || !(with_ctrl || wanted()) {
            return;
        }
        match e.key().as_str() {
            "z" if with_ctrl && !e.shift_key() && toasts.undo() => e.prevent_default(),
            _ if with_ctrl => {}
            "/" if focus_search() => e.prevent_default(),
            "?" if crate::compose::may_leave() => navigate("/aide", Default::default()),
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether the two keys do something in this browser.
#[cfg(feature = "hydrate")]
pub fn wanted() -> bool {
    storage().is_none_or(|kept| !matches!(kept.get_item(OFF), Ok(Some(_))))
}

/// Turns the two keys on or off in this browser. One that keeps nothing leaves them on.
#[cfg(feature = "hydrate")]
pub fn want(on: bool) {
    if let Some(kept) = storage() {
        let _ = if on { kept.remove_item(OFF) } else { kept.set_item(OFF, "off") };
    }
}

/// Where it stands that they are off.
#[cfg(feature = "hydrate")]
const OFF: &str = "single-keys";

#[cfg(feature = "hydrate")]
fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

#[cfg(feature = "hydrate")]
fn is_typing() -> bool {
    let active = leptos::prelude::document().active_element();
    active.is_some_and(|e| e.matches("input, textarea, select, [contenteditable], dialog *").unwrap_or(false))
}

/// The search that is in sight: the rail's, or the one at the top of a phone.
#[cfg(feature = "hydrate")]
fn focus_search() -> bool {
    use wasm_bindgen::JsCast;
    let Ok(fields) = leptos::prelude::document().query_selector_all("search input[type=search]") else { return false };
    (0..fields.length())
        .filter_map(|i| fields.item(i)?.dyn_into::<web_sys::HtmlInputElement>().ok())
        .find(|field| field.offset_parent().is_some())
        .is_some_and(|field| {
            field.select();
            field.focus().is_ok()
        })
}
