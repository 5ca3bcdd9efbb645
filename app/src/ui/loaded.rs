//! A page, or part of one, that needs something from the server first. On the server it waits; in the browser something stands in
//! for it, and what was there stays until the new is here.

use super::{Skeleton, TroublePage};
use crate::{
    error::AppError,
    wire::{Asked, Shown},
};
use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_params_map, use_query_map},
    params::ParamsMap,
};
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
    awaited(shown, Meanwhile::Lines)
}

/// What stands where something will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meanwhile {
    /// Lines, seen only when it takes longer.
    Lines,
    /// Nothing, where nothing is what often comes.
    Nothing,
}

/// Shows what was asked for, or its error in place.
pub fn part<T: DeserializeOwned + 'static>(
    asked: Asked<T>,
    meanwhile: Meanwhile,
    show: impl Fn(Result<T, AppError>) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    awaited(asked.shown(show), meanwhile)
}

fn trouble(error: AppError) -> AnyView {
    view! { <TroublePage error/> }.into_any()
}

fn awaited(shown: Shown, meanwhile: Meanwhile) -> AnyView {
    let fallback = move || match meanwhile {
        Meanwhile::Lines => view! { <Skeleton/> }.into_any(),
        Meanwhile::Nothing => ().into_any(),
    };
    view! { <Transition fallback>{move || Suspend::new(shown())}</Transition> }.into_any()
}

/// What stands after the `?` of this page. Of this page only: once one leaves for another screen it stays as it was, so that
/// nothing is asked again; for the same screen of another record it is the new one, which `use_query_map` alone would miss.
pub fn use_query() -> Memo<ParamsMap> {
    let (own, params, now) = (use_query_map(), use_params_map(), use_location().query);
    Memo::new(move |_| {
        own.track();
        params.track();
        now.get_untracked()
    })
}

/// Reads an id in the path, as in `/clients/{id}`; what is no id is not found.
pub fn use_id<T: FromStr>(name: &'static str) -> impl Fn() -> Result<T, AppError> + Copy + Send + Sync {
    let params = use_params_map();
    move || params.with(|params| params.get(name)?.parse().ok()).ok_or(AppError::NotFound)
}
