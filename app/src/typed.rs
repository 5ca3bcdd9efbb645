//! What a form without the wasm held when it was refused: kept here for a moment, so that the page it goes back to shows it
//! again with its problems. The address of that page carries no data (architecture §5.5).
//!
//! In memory, at most one form a session: on several machines a form may come back empty, with its problem told all the same.

use crate::{access::caller, error::AppError, services::services, wire::is_page};
use leptos::prelude::use_context;
use model::FieldProblem;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, sync::Mutex};

/// A refused form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed<T> {
    /// As it was typed.
    pub draft: T,
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
    /// Somebody saved the record meanwhile (P12).
    pub conflict: bool,
}

/// More sessions than that with a refused form at once are an attack, not people.
const MOST: usize = 2000;

/// The refused forms of this process, by session: the form's name and its JSON.
#[derive(Debug, Default)]
pub struct Forms(Mutex<BTreeMap<i64, (&'static str, String)>>);

impl Forms {
    /// Keeps a form for the page that this session is sent back to.
    pub fn keep<T: Serialize>(&self, session: i64, form: &'static str, typed: &Typed<T>) {
        if let (Ok(json), Ok(mut kept)) = (serde_json::to_string(typed), self.0.lock()) {
            if kept.len() >= MOST {
                kept.pop_first();
            }
            kept.insert(session, (form, json));
        }
    }

    /// The form that waits for this session's page.
    pub fn kept<T: DeserializeOwned>(&self, session: i64, form: &'static str) -> Option<Typed<T>> {
        let kept = self.0.lock().ok()?;
        let (_, json) = kept.get(&session).filter(|(name, _)| *name == form)?;
        serde_json::from_str(json).ok()
    }

    fn forget(&self, session: i64) {
        if let Ok(mut kept) = self.0.lock() {
            kept.remove(&session);
        }
    }
}

/// The error to answer. When a page without the wasm asked, the form is kept and the error loses its details.
pub fn refused<T: Serialize>(form: &'static str, draft: T, error: AppError) -> AppError {
    let (true, Ok(caller)) = (asked_by_a_page(), caller()) else { return error };
    let conflict = error == AppError::Conflict;
    let typed = Typed { draft, problems: error.problems().to_vec(), conflict };
    services().forms.keep(caller.session, form, &typed);
    if let AppError::Refused(_) = error { AppError::Refused(vec![]) } else { error }
}

/// Keeps what an act made for the page without the wasm that asked for it: it goes elsewhere before it can be shown.
pub fn made<T: Serialize>(form: &'static str, draft: T) {
    if let (true, Ok(caller)) = (asked_by_a_page(), caller()) {
        services().forms.keep(caller.session, form, &Typed { draft, problems: vec![], conflict: false });
    }
}

/// What is kept of this session, once.
pub fn take<T: DeserializeOwned>(form: &'static str) -> Option<Typed<T>> {
    let (caller, forms) = (caller().ok()?, services().forms);
    let typed = forms.kept(caller.session, form)?;
    forms.forget(caller.session);
    Some(typed)
}

fn asked_by_a_page() -> bool {
    use_context::<http::request::Parts>().is_some_and(|request| is_page(&request.headers))
}
