//! A page, or part of one, that needs something from the server first. On the server it waits; in the browser something stands in
//! for it, and what was there stays until the new is here.

use super::{Skeleton, TroublePage};
use crate::{
    error::AppError,
    wire::{Asked, Shown},
};
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::str::FromStr;

/// Shows what was asked for, or the page of its error; lines stand in for it.
pub fn loaded<T: DeserializeOwned + 'static>(
    asked: Asked<T>,
    show: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let shown = asked.shown(move |answer| match answer {
        Ok(value) => show(value),
        Err(error) => trouble(error),
    });
    awaited(shown, || view! { <Skeleton/> }.into_any())
}

/// Shows what was asked for or its error; nothing stands in for it.
pub fn part<T: DeserializeOwned + 'static>(
    asked: Asked<T>,
    show: impl Fn(Result<T, AppError>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    awaited(asked.shown(show), || ().into_any())
}

fn trouble(error: AppError) -> AnyView {
    view! { <TroublePage error/> }.into_any()
}

fn awaited(shown: Shown, meanwhile: fn() -> AnyView) -> AnyView {
    view! { <Transition fallback=meanwhile>{move || Suspend::new(shown())}</Transition> }.into_any()
}

/// Reads an id in the path, as in `/clients/{id}`; what is no id is not found.
pub fn use_id<T: FromStr>(name: &'static str) -> impl Fn() -> Result<T, AppError> + Copy + Send + Sync {
    let params = leptos_router::hooks::use_params_map();
    move || params.with(|params| params.get(name)?.parse().ok()).ok_or(AppError::NotFound)
}
