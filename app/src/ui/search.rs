//! A field that searches: a plain form without the wasm, `typed` with it.

use super::{Icon, Symbol, heard};
use leptos::{html::Input, prelude::*};

/// The field alone, named `q`; put it into a `<form method="get">` or `<Form>`.
#[component]
pub fn SearchBox(
    /// Its name for those who do not see the page.
    #[prop(into)]
    label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] value: String,
    /// A key that brings the focus here, shown at its end.
    #[prop(optional)]
    key: &'static str,
    #[prop(optional, into)] typed: Option<Callback<String>>,
    #[prop(optional)] node: NodeRef<Input>,
) -> AnyView {
    let shown = if hint.is_empty() { label.clone() } else { hint };
    view! {
        <span class="search">
            <Icon symbol=Symbol::Search/>
            <input
                class="input"
                type="search"
                name="q"
                value=value
                aria-label=label
                placeholder=shown
                autocomplete="off"
                aria-keyshortcuts=(!key.is_empty()).then_some(key)
                on:input=heard(move |e| {
                    if let Some(typed) = typed {
                        typed.run(event_target_value(&e));
                    }
                })
                node_ref=node
            />
            {(!key.is_empty()).then(|| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </span>
    }
    .into_any()
}
