//! A form on its way to its server function, and what came back. Used with `ui::SendForm`.

use super::{
    Function,
    answer::{Answer, Coming, FORM, post},
};
use crate::error::AppError;
use futures_util::future::{AbortHandle, abortable};
#[cfg(feature = "ssr")]
use leptos::server_fn::error::ServerFnUrlError;
use leptos::{
    prelude::*,
    web_sys::{FormData, UrlSearchParams},
};
use model::FieldProblem;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A form of the server function `F`. The form posts its fields as they are, so that it works without the wasm in the same way.
pub struct Sending<F> {
    sent: Sent,
    function: PhantomData<fn() -> F>,
}

impl<F> Clone for Sending<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for Sending<F> {}

/// The same, whatever its function.
#[derive(Clone, Copy)]
pub struct Sent {
    /// Where the form posts to.
    pub path: &'static str,
    post: fn(&'static str, String) -> Coming,
    busy: RwSignal<bool>,
    answer: RwSignal<Option<Answer>>,
    fields: StoredValue<Vec<(String, String)>>,
    running: StoredValue<Option<AbortHandle>>,
}

impl<F> Default for Sending<F>
where
    F: Function<Output: DeserializeOwned>,
{
    fn default() -> Self {
        let post = |path, fields| post::<F::Client>(path, FORM, fields);
        Sending { sent: Sent::new(F::PATH, post), function: PhantomData }
    }
}

impl<F> Sending<F>
where
    F: Function<Output: DeserializeOwned>,
{
    /// A form that was not sent yet; on the server, one that came back without the wasm brings its error along.
    pub fn new() -> Self {
        Self::default()
    }

    /// Each time the server did what was asked.
    pub fn on_done(self, done: impl Fn(F::Output) + Send + Sync + 'static) {
        self.sent.on_answer(move |answer| {
            if let Ok(output) = answer.read() {
                done(output);
            }
        });
    }

    /// What the server answered last, when it did what was asked.
    pub fn done(self) -> Option<F::Output> {
        self.sent.answer.try_with(|answer| answer.as_ref()?.read().ok()).flatten()
    }
}

impl<F> From<Sending<F>> for Sent {
    fn from(form: Sending<F>) -> Sent {
        form.sent
    }
}

impl<F> std::ops::Deref for Sending<F> {
    type Target = Sent;

    fn deref(&self) -> &Sent {
        &self.sent
    }
}

impl Sent {
    fn new(path: &'static str, post: fn(&'static str, String) -> Coming) -> Sent {
        #[cfg(feature = "ssr")]
        let came_back = came_back(path).map(|error| Answer(Err(error)));
        #[cfg(not(feature = "ssr"))]
        let came_back = None;
        Sent {
            path,
            post,
            busy: RwSignal::new(false),
            answer: RwSignal::new(came_back),
            fields: StoredValue::new(vec![]),
            running: StoredValue::new(None),
        }
    }

    /// Sends these fields, unless the last ones are still on their way.
    pub fn send(self, form: &FormData) {
        if self.busy.get_untracked() {
            return;
        }
        let Ok(fields) = UrlSearchParams::new_with_str_sequence_sequence(form) else { return };
        self.fields.set_value(pairs(&fields));
        self.busy.set(true);
        let coming = (self.post)(self.path, String::from(fields.to_string()));
        let (coming, running) = abortable(coming);
        self.running.set_value(Some(running));
        leptos::task::spawn_local(async move {
            let answer = coming.await;
            // By then its page may be gone.
            if let Ok(answer) = answer {
                self.answer.try_set(Some(answer));
            }
            self.busy.try_set(false);
        });
    }

    /// Gives up waiting.
    pub fn stop(self) {
        if let Some(running) = self.running.try_update_value(Option::take).flatten() {
            running.abort();
        }
    }

    /// On its way.
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    /// What was typed into a field when the form was last sent; empty when there is none of this name.
    pub fn typed(self, name: &str) -> String {
        let found = |fields: &Vec<(String, String)>| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        self.fields.try_with_value(found).flatten().unwrap_or_default()
    }

    /// All of them.
    pub fn fields(self) -> Vec<(String, String)> {
        self.fields.try_get_value().unwrap_or_default()
    }

    /// The error of the last answer.
    pub fn error(self) -> Signal<Option<AppError>> {
        Signal::derive(move || self.answer.with(|answer| answer.as_ref()?.0.as_ref().err().cloned()))
    }

    /// The same, but for what stands at the fields.
    pub fn trouble(self) -> Signal<Option<AppError>> {
        let error = self.error();
        Signal::derive(move || error.get().filter(|error| !matches!(error, AppError::Refused(_))))
    }

    /// Each time the server refused, or could not.
    pub fn on_error(self, tell: impl Fn(AppError) + Send + Sync + 'static) {
        self.on_answer(move |answer| {
            if let Err(error) = &answer.0 {
                tell(error.clone());
            }
        });
    }

    /// The problems of the fields, from the last answer; before it, those the page came with.
    pub fn problems(self, first: Vec<FieldProblem>) -> Signal<Vec<FieldProblem>> {
        Signal::derive(move || {
            self.answer.with(|answer| match answer {
                Some(Answer(Err(AppError::Refused(problems)))) if !problems.is_empty() => problems.clone(),
                Some(Answer(Err(AppError::Refused(_)))) | None => first.clone(),
                _ => vec![],
            })
        })
    }

    fn on_answer(self, tell: impl Fn(&Answer) + Send + Sync + 'static) {
        let tell: Box<dyn Fn(&Answer) + Send + Sync> = Box::new(tell);
        Effect::new(move |_| {
            if let Some(answer) = self.answer.get() {
                tell(&answer);
            }
        });
    }
}

/// The error that a plain form of the function at this path came back with to the page being made.
#[cfg(feature = "ssr")]
pub fn came_back(path: &str) -> Option<AppError> {
    let error = use_context::<ServerActionError>().filter(|error| error.path() == path)?;
    let error = ServerFnUrlError::<AppError>::decode_err(error.err());
    // Anybody can put it into a link: to who is not signed in it says nothing that is not among our own words.
    let words = error.problems().iter().any(|one| {
        matches!(
            one.problem,
            model::Problem::Taken(_) | model::Problem::TakenByContact(_) | model::Problem::UnknownPlaceholder(_)
        )
    });
    (crate::facts::use_user().is_some() || !words).then_some(error)
}

fn pairs(fields: &UrlSearchParams) -> Vec<(String, String)> {
    let text = |value: leptos::wasm_bindgen::JsValue| value.as_string().unwrap_or_default();
    let pair = |entry: leptos::wasm_bindgen::JsValue| {
        let entry = leptos::web_sys::js_sys::Array::from(&entry);
        (text(entry.get(0)), text(entry.get(1)))
    };
    leptos::web_sys::js_sys::Array::from(fields).iter().map(pair).collect()
}
