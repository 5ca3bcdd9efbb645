//! What a form says after it was sent: problems at its fields, or one note above them.

use super::Problems;
use crate::error::AppError;
use leptos::{html::Form, prelude::*, server_fn::ServerFn};

/// The problems of the fields, from the last answer.
pub fn problems_of<S>(action: ServerAction<S>) -> Problems
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || {
        value.with(|answer| match answer {
            Some(Err(AppError::Refused(problems))) => problems.clone(),
            _ => vec![],
        })
    })
}

/// Every other error of the last answer.
pub fn trouble_of<S>(action: ServerAction<S>) -> Signal<Option<AppError>>
where
    S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static,
    S::Output: Clone + Send + Sync + 'static,
{
    let value = action.value();
    Signal::derive(move || {
        value.with(|answer| match answer {
            None | Some(Ok(_) | Err(AppError::Refused(_))) => None,
            Some(Err(error)) => Some(error.clone()),
        })
    })
}

/// With the wasm our own words say what to correct; without it the browser's do, and what was typed stays.
pub fn in_our_words(form: NodeRef<Form>) {
    Effect::new(move |_| {
        if let Some(form) = form.get() {
            form.set_no_validate(true);
        }
    });
}

/// Leaves for another page by loading it: its facts have changed.
pub fn load(path: &str) {
    if cfg!(feature = "hydrate") {
        // Refused only for an address that is none; ours are.
        let _ = window().location().assign(path);
    }
}
