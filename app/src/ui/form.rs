//! A form of a server function: it posts its fields with or without the wasm.

use super::heard;
use crate::wire::Sent;
use leptos::{ev::SubmitEvent, form::form_data_from_event, html::Form, prelude::*};

/// Problems come back to the fields by `Sent::problems`; the browser's own words about required fields are for pages without
/// the wasm only.
#[component]
pub fn SendForm(
    /// Where it goes: a `Sending` of its function.
    #[prop(into)]
    to: Sent,
    /// Of the element; `form` stands its fields under each other.
    #[prop(default = "form")]
    class: &'static str,
    children: Children,
) -> AnyView {
    let form = NodeRef::<Form>::new();
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            form.set_no_validate(true);
        }
    });
    let submit = move |e: SubmitEvent| {
        if e.default_prevented() {
            return;
        }
        e.prevent_default();
        if let Ok(fields) = form_data_from_event(&e) {
            to.send(&fields);
        }
    };
    view! { <form method="post" action=to.path class=class node_ref=form on:submit=heard(submit)>{children()}</form> }
        .into_any()
}

/// Leaves for another page by loading it: its facts have changed.
pub fn load(path: &str) {
    if cfg!(feature = "hydrate") {
        // Refused only for an address that is none; ours are.
        let _ = window().location().assign(path);
    }
}
