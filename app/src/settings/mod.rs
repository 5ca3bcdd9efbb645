//! E18, E19, E20: what the organisation and each person chose, and who may come in.

pub mod account;
#[cfg(feature = "ssr")]
pub mod blocked;
pub mod company;
#[cfg(feature = "ssr")]
pub mod display;
#[cfg(feature = "ssr")]
pub mod documents;
#[cfg(feature = "ssr")]
pub mod limits;
pub mod me;
#[cfg(feature = "ssr")]
pub mod phrases;
#[cfg(feature = "ssr")]
pub mod programs;
#[cfg(feature = "ssr")]
pub mod restored;
mod routes;
pub mod users;
#[cfg(feature = "ssr")]
mod zones;

pub use routes::routes;

#[cfg(feature = "ssr")]
pub(crate) use account::fault_sentence;

use crate::{
    ui::{Banner, load},
    wire::{Function, Sending},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::de::DeserializeOwned;

/// A saved form loads its page anew, like one without the wasm: name, language and theme stand all over it.
fn reload_when_done<F>(form: Sending<F>, page: &'static str)
where
    F: Function<Output: DeserializeOwned>,
{
    form.on_done(move |_| load(page));
}

/// « Enregistré », after the page was loaded anew.
#[component]
fn SavedNotice() -> AnyView {
    let saved = use_query_map().with_untracked(|query| query.get("enregistre").is_some());
    let notice = saved.then(
        || view! { <div role="status"><Banner tone="info"><span>{words().settings_saved()}</span></Banner></div> },
    );
    notice.into_any()
}
