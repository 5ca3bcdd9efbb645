//! Boxes for what a view hears and shows anew. Leptos writes its code once for every type of closure; in a box all have one
//! (measured 2026-11-22: see README, decisions).

use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// A view that is made anew whenever what it read changes.
pub fn anew<V: IntoView + 'static>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    let made: Arc<Mutex<dyn FnMut() -> AnyView + Send>> = Arc::new(Mutex::new(move || view().into_any()));
    made.into_any()
}

/// A handler: `on:click=heard(move |e| …)`.
pub fn heard<E: 'static>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}
