//! The screens of Bonport and their server functions, one folder a feature. Two worlds from one source: feature `ssr` renders on
//! the server, feature `hydrate` takes over in the browser.

#![recursion_limit = "256"]

pub mod access;
pub mod clients;
#[cfg(feature = "ssr")]
pub mod clock;
pub mod compose;
pub mod contacts;
#[cfg(feature = "ssr")]
pub mod document;
#[cfg(feature = "ssr")]
pub mod documents;
pub mod error;
pub mod facts;
pub mod help;
pub mod history;
pub mod home;
#[cfg(feature = "ssr")]
pub mod import;
#[cfg(feature = "ssr")]
pub mod interventions;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod mailbox;
pub mod pages;
#[cfg(feature = "ssr")]
pub mod receives;
pub mod recipients;
pub mod search;
pub mod sends;
#[cfg(feature = "ssr")]
pub mod services;
pub mod settings;
pub mod shell;
pub mod sites;
#[cfg(feature = "ssr")]
pub mod typed;
pub mod ui;
pub mod wire;
pub mod words;

use facts::Facts;
use leptos::prelude::*;
use words::Words;

/// The whole of what stands in `<body>`; the same on the server and in the browser.
#[component]
pub fn App(
    /// Of this page, from the request or from the page itself.
    facts: Facts,
) -> impl IntoView {
    leptos_meta::provide_meta_context();
    Words(facts.language).provide();
    provide_context(facts);
    view! { <pages::Pages/> }
}

/// Takes over the page that the server rendered, with the words of its language.
#[cfg(feature = "hydrate")]
pub fn hydrate(texts: String) {
    words::bring(texts);
    // Where the quick build fails, its console says why; the words would cost the release too much wasm.
    #[cfg(debug_assertions)]
    std::panic::set_hook(Box::new(|panic| leptos::logging::error!("{panic}")));
    let facts = facts::from_page();
    compose::hear_leaving();
    leptos::mount::hydrate_body(move || view! { <App facts/> });
    ui::hydrated();
}
