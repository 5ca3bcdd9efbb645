//! The parts that screens are made of.

#[cfg(feature = "ssr")]
pub mod inline;
mod not_found;

pub use not_found::NotFoundPage;

/// Says on `<html>` that the wasm is there: what needs it appears, what stood in for it goes (D104).
#[cfg(feature = "hydrate")]
pub fn hydrated() {
    if let Some(root) = leptos::prelude::document().document_element() {
        root.set_attribute("data-hydrated", "").expect("an attribute with a plain name");
    }
}
