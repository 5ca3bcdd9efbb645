//! A question or a form above the page, in the browser's own `<dialog>`: it keeps the focus, Escape closes it.

use super::{Icon, Symbol, anew, heard};
use crate::words::words;
use leptos::{html, prelude::*};

/// Shown while `open`. Its children are `<p>`s, fields, and one `<div class="buttons">`.
#[component]
pub fn Dialog(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    children: Children,
) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = node.get() {
            if !open {
                dialog.close();
            } else if !dialog.open() {
                // Refused only when it is already open in another way.
                let _ = dialog.show_modal();
            }
        }
    });
    let heading = format!("{id}-title");
    view! {
        <dialog class="dialog" id=id aria-labelledby=heading node_ref=node on:close=heard(move |_| open.set(false))>
            <div>
                <div class="top">
                    <h2 id=heading.clone()>{anew(move || title.get())}</h2>
                    <button type="button" class="btn icon-only" aria-label=words().act_close() on:click=heard(move |_| open.set(false))>
                        <Icon symbol=Symbol::Close/>
                    </button>
                </div>
                {children()}
            </div>
        </dialog>
    }
    .into_any()
}
