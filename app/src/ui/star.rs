//! The star: favourite of a client, « renseigné d'office ».

use super::{Icon, Symbol, heard};
use crate::words::words;
use leptos::prelude::*;

/// Inside a plain form it submits it; with `toggle`, the wasm takes over.
#[component]
pub fn StarButton(
    /// Whose star it is; the button is called « Favori : {name} ».
    #[prop(into)]
    name: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(optional, into)] toggle: Option<Callback<()>>,
    /// Without a form of its own: the form around it is not sent by it, nor is it what Enter presses there.
    #[prop(optional)]
    alone: bool,
) -> AnyView {
    let press = move |e: leptos::ev::MouseEvent| {
        if let Some(toggle) = toggle {
            e.prevent_default();
            toggle.run(());
        }
    };
    view! {
        <button
            type=if alone { "button" } else { "submit" }
            class="star"
            aria-pressed=move || if on.get() { "true" } else { "false" }
            aria-label=words().star_name(&name)
            title=words().star_name(&name)
            on:click=heard(press)
        >
            <Icon symbol=Symbol::Star/>
        </button>
    }
    .into_any()
}
