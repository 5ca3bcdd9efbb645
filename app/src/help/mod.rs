//! E24: the keys, and the words of the house.

#[cfg(feature = "hydrate")]
use crate::shell::keys;
use crate::{
    ui::{Head, heard},
    words::words,
};
use leptos::{ev::Event, html::Input, prelude::*};

/// `/aide`
#[component]
pub fn HelpPage() -> AnyView {
    let w = words();
    let keys = [
        ("/", w.help_key_search()),
        ("?", w.help_key_help()),
        (w.help_ctrl_enter(), w.help_key_send()),
        ("↑ ↓", w.help_key_choose()),
        ("→", w.help_key_star()),
        (w.help_ctrl_z(), w.help_key_undo()),
        (w.help_escape(), w.help_key_close()),
    ];
    let terms = [
        (w.help_favourite(), w.help_favourite_is()),
        (w.help_main(), w.help_main_is()),
        (w.help_billing(), w.help_billing_is()),
        (w.help_independent(), w.help_independent_is()),
        (w.help_sent(), w.help_sent_is()),
        (w.help_deferred(), w.help_deferred_is()),
        (w.help_uncertain(), w.help_uncertain_is()),
    ];
    let keys = keys.into_iter().map(|(key, act)| view! { <dt><kbd>{key}</kbd></dt><dd>{act}</dd> }).collect_view();
    let terms = terms.into_iter().map(|(term, is)| view! { <dt>{term}</dt><dd>{is}</dd> }).collect_view();
    view! {
        <Head title=w.nav_help()/>
        <div class="stack">
            <section class="block"><h2>{w.help_keys()}</h2><dl class="facts">{keys}</dl>{single_keys()}</section>
            <section class="block"><h2>{w.help_words()}</h2><dl class="facts">{terms}</dl></section>
        </div>
    }
    .into_any()
}

/// Whether `/` and `?` do something in this browser: only it knows, so the box waits for the wasm.
fn single_keys() -> AnyView {
    let w = words();
    let node = NodeRef::<Input>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(tick) = node.get() {
            tick.set_checked(keys::wanted());
        }
    });
    let changed = move |_: Event| {
        #[cfg(feature = "hydrate")]
        if let Some(tick) = node.get_untracked() {
            keys::want(tick.checked());
        }
    };
    view! {
        <div class="field needs-wasm">
            <div class="choice">
                <input
                    type="checkbox"
                    id="single-keys"
                    checked=true
                    autocomplete="off"
                    aria-describedby="single-keys-hint"
                    node_ref=node
                    on:change=heard(changed)
                />
                <label for="single-keys">{w.help_single_keys()}</label>
            </div>
            <p class="hint" id="single-keys-hint">{w.help_single_keys_hint()}</p>
        </div>
    }
    .into_any()
}
