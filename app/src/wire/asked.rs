//! What a page asks the server for before it can be shown.

use super::{
    Function,
    answer::{Answer, Coming, text},
};
use crate::error::AppError;
use codee::string::FromToStringCodec;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, marker::PhantomData, pin::Pin, sync::Arc};

/// An answer of type `T`, asked for again whenever the question changes.
pub struct Asked<T> {
    answer: Resource<Answer, FromToStringCodec>,
    read_as: PhantomData<fn() -> T>,
}

impl<T> Clone for Asked<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Asked<T> {}

/// Asks a server function: `ask(move || Ok(LoadClientCard { id: id.get().ok_or(AppError::NotFound)? }))`. The closure is
/// tracked; an error of its own is answered without asking.
pub fn ask<F>(question: impl Fn() -> Result<F, AppError> + Send + Sync + 'static) -> Asked<F::Output>
where
    F: Function<Output: Serialize> + Serialize,
{
    let question = Arc::new(question);
    let asked = question.clone();
    let key = Arc::new(move || asked().and_then(|function| text(&function)));
    #[cfg(feature = "ssr")]
    let fetch = Arc::new(move |_| -> Coming {
        let function = untrack(|| question());
        Box::pin(async move {
            Answer::of(&match function {
                Ok(function) => function.run_body().await,
                Err(error) => Err(error),
            })
        })
    });
    #[cfg(not(feature = "ssr"))]
    let fetch = {
        drop(question);
        Arc::new(|key: Result<String, AppError>| -> Coming {
            match key {
                Ok(body) => super::answer::post::<F::Client>(F::PATH, super::answer::JSON, body),
                Err(error) => Box::pin(std::future::ready(Answer(Err(error)))),
            }
        })
    };
    Asked { answer: resource(key, fetch), read_as: PhantomData }
}

type Key = Arc<dyn Fn() -> Result<String, AppError> + Send + Sync>;
type Fetch = Arc<dyn Fn(Result<String, AppError>) -> Coming + Send + Sync>;

fn resource(key: Key, fetch: Fetch) -> Resource<Answer, FromToStringCodec> {
    Resource::new_str(move || key(), move |key| fetch(key))
}

impl<T: DeserializeOwned + 'static> Asked<T> {
    /// Asks once more; what is shown stays until then.
    pub fn again(self) {
        self.answer.refetch();
    }

    /// What to suspend on: the view of the answer.
    pub fn shown(self, show: impl Fn(Result<T, AppError>) -> AnyView + Send + Sync + 'static) -> Shown {
        shown(self.answer, Arc::new(move |answer: &Answer| show(answer.read())))
    }
}

/// A view that is on its way, each time it is asked for.
pub type Shown = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = AnyView> + Send>> + Send + Sync>;

fn shown(answer: Resource<Answer, FromToStringCodec>, show: Arc<dyn Fn(&Answer) -> AnyView + Send + Sync>) -> Shown {
    Arc::new(move || {
        let show = show.clone();
        Box::pin(async move { show(&answer.await) })
    })
}
