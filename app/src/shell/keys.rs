//! Two keys that work everywhere but in a field: `/` searches, `?` shows the shortcuts.

/// From now on, until the app ends.
#[cfg(not(feature = "hydrate"))]
pub(super) fn listen() {}

/// From now on, until the app ends.
#[cfg(feature = "hydrate")]
pub(super) fn listen() {
    use leptos::{ev, prelude::*};
    let navigate = leptos_router::hooks::use_navigate();
    let listener = window_event_listener(ev::keydown, move |e| {
        if e.ctrl_key() || e.meta_key() || e.alt_key() || e.default_prevented() || is_typing() {
            return;
        }
        match e.key().as_str() {
            "/" if focus_search() => e.prevent_default(),
            "?" => navigate("/aide", Default::default()),
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
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
