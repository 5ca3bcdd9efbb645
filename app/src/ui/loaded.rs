//! A page, or part of one, that needs something from the server first. On the server it waits; in the browser lines stand in
//! for it, and what was there stays until the new is here.

use super::{Skeleton, TroublePage};
use crate::error::AppError;
use leptos::prelude::*;
use std::{future::Future, pin::Pin, str::FromStr, sync::Arc};

/// What a page waits for: its view, whatever it was made of. One type, so that the browser holds this machinery once.
type Shown = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows what `resource` brings, or the page of its error.
pub fn loaded<T: Clone + Send + Sync + 'static>(
    resource: Resource<Result<T, AppError>>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let show = Arc::new(show);
    awaited(Arc::new(move || {
        let show = show.clone();
        Box::pin(async move {
            match resource.await {
                Ok(value) => show(value),
                Err(error) => view! { <TroublePage error/> }.into_any(),
            }
        })
    }))
}

fn awaited(shown: Arc<dyn Fn() -> Shown + Send + Sync>) -> AnyView {
    view! { <Transition fallback=|| view! { <Skeleton/> }>{move || Suspend::new(shown())}</Transition> }.into_any()
}

/// The id in the path, as in `/clients/{id}`; none when it is not a number.
pub fn use_id<T: FromStr + PartialEq + Send + Sync + 'static>() -> Memo<Option<T>> {
    let params = leptos_router::hooks::use_params_map();
    Memo::new(move |_| params.with(|params| params.get("id")?.parse().ok()))
}
