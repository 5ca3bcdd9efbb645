//! Into the browser's clipboard, of which a page has none over plain http.

use leptos::{prelude::*, task::spawn_local};

/// Whether this page may copy. Only the browser knows.
pub fn can_copy() -> bool {
    !window().navigator().clipboard().is_undefined()
}

/// Copies where it can; `done` when the browser has done so.
pub fn copy_text(text: &str, done: Box<dyn FnOnce()>) {
    if can_copy() {
        let written = window().navigator().clipboard().write_text(text);
        spawn_local(async move {
            if written.await.is_ok() {
                done();
            }
        });
    }
}
