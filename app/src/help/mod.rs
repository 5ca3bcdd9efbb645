//! E24: the keys, and the words of the house.

use crate::{ui::Head, words::words};
use leptos::prelude::*;

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
            <section class="block"><h2>{w.help_keys()}</h2><dl class="facts">{keys}</dl></section>
            <section class="block"><h2>{w.help_words()}</h2><dl class="facts">{terms}</dl></section>
        </div>
    }
    .into_any()
}
