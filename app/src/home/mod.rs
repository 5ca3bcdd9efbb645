//! E2: the home page.

use leptos::prelude::*;

/// `/`
#[component]
pub fn HomePage() -> impl IntoView {
    let n = RwSignal::new(0);
    view! { <main id="main"><h1>"Bonport"</h1><button on:click=move |_| n.update(|n| *n += 1)>{n}</button></main> }
        .into_any()
}
