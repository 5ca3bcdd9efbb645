//! Leaving the form asks while its last save failed, and only then: by a link, and by « Précédent » of the browser or a swipe. A
//! page has one form at a time.

use crate::words::words;
use leptos::prelude::*;
use model::DraftId;
use std::sync::Mutex;

/// The address of the form whose last save failed.
static FAILED: Mutex<Option<String>> = Mutex::new(None);

fn failed_at() -> Option<String> {
    FAILED.lock().expect("nothing panics while it is held").clone()
}

/// The last save of the form on this page failed.
pub(super) fn is_unsaved() -> bool {
    failed_at().is_some()
}

/// How the last save ended.
pub(super) fn set_unsaved(failed: bool) {
    let address = failed.then(|| location().href().unwrap_or_default());
    *FAILED.lock().expect("nothing panics while it is held") = address;
}

/// Nothing would be lost, or the person says so.
pub fn may_leave() -> bool {
    !is_unsaved() || window().confirm_with_message(words().compose_leave()) == Ok(true)
}

/// The address of the page names the draft from its first save on: loaded again, or come back to, it shows what was written. A zone above
/// another page has no address.
pub(super) fn name_draft(id: DraftId) {
    #[cfg(feature = "hydrate")]
    if location().pathname().is_ok_and(|here| here == "/ecrire") {
        let address = ["/ecrire?brouillon=", &id.to_string()].concat();
        let state = wasm_bindgen::JsValue::NULL;
        let _ = window().history().and_then(|history| history.replace_state_with_url(&state, "", Some(&address)));
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = id;
}

/// Hears of leaving by a link or through the browser's history. To be called before the router is there: both listen on the
/// window, where who came first hears first, so that what is not to be left never reaches the router.
#[cfg(feature = "hydrate")]
pub fn hear_leaving() {
    window_event_listener_untyped("click", ask_at_link);
    window_event_listener_untyped("popstate", ask_at_history);
}

#[cfg(feature = "hydrate")]
fn ask_at_link(e: web_sys::Event) {
    use wasm_bindgen::JsCast;
    let pressed = e.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = pressed.and_then(|pressed| pressed.closest("a:not([rel],[target])").ok().flatten());
    if link.is_some() && !may_leave() {
        e.prevent_default();
    }
}

/// The browser is at the other address already. That of the form is put back as a new one: in which direction, and how far, the
/// person went is not told. What lay ahead is forgotten, as after any link.
#[cfg(feature = "hydrate")]
fn ask_at_history(e: web_sys::Event) {
    let Some(address) = failed_at().filter(|_| !may_leave()) else { return };
    e.stop_immediate_propagation();
    let state = wasm_bindgen::JsValue::NULL;
    let _ = window().history().and_then(|history| history.push_state_with_url(&state, "", Some(&address)));
}
