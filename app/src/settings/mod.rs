//! E18, E19, E20: what the organisation and each person chose, and who may come in.

pub mod account;
pub mod company;
pub mod me;
mod routes;
pub mod users;
#[cfg(feature = "ssr")]
mod zones;

pub use routes::SettingsRoutes;

use crate::{
    error::AppError,
    ui::{Banner, TroublePage, load},
    words::words,
};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_query_map;

/// What a server function found, as a page: the page itself, or what went wrong.
fn found<T>(resource: Resource<Result<T, AppError>>, page: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    let whole = move || {
        Suspend::new(async move {
            match resource.await {
                Ok(found) => page(found),
                Err(error) => view! { <TroublePage error/> }.into_any(),
            }
        })
    };
    view! { <Suspense>{whole}</Suspense> }.into_any()
}

/// A saved form loads its page anew, like one without the wasm: name, language and theme stand all over it.
fn reload_when_done<S>(action: ServerAction<S>, page: &'static str)
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if action.value().with(|answer| matches!(answer, Some(Ok(_)))) {
            load(page);
        }
    });
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
