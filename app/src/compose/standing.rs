//! « Brouillon enregistré, aujourd’hui, 14 h 05 »: where the draft stands, and what to do when it was changed elsewhere (P12).

use super::{api::stored, autosave::Autosave, leaving};
use crate::{
    error::AppError,
    ui::{Button, Kind, anew, error_sentence, heard, when_text},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};
use model::Moment;

/// Where the draft stands between the form and the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// Nothing to save.
    Untouched,
    /// Typed, and not yet on the server.
    Waiting,
    /// On its way.
    Saving,
    /// The server has it.
    Saved(Moment),
    /// The server does not have it, and why.
    Failed(AppError),
}

impl Standing {
    /// Failed for a reason that passes by itself: it is tried again, and said once.
    pub fn may_pass(&self) -> bool {
        matches!(self, Standing::Failed(AppError::Busy | AppError::Unreachable))
    }
}

/// The line beside « Envoyer ».
#[component]
pub fn StandingLine(
    /// Of the form.
    autosave: Autosave,
) -> AnyView {
    let w = words();
    let text = move || match autosave.standing.get() {
        Standing::Untouched | Standing::Failed(_) => String::new(),
        Standing::Waiting => w.compose_waiting().to_owned(),
        Standing::Saving => w.compose_saving().to_owned(),
        Standing::Saved(at) => w.compose_saved_at(&when_text(at)),
    };
    let failed = move || match autosave.standing.get() {
        Standing::Failed(AppError::Conflict) => w.compose_conflict().to_owned(),
        standing if standing.may_pass() => w.compose_trying_again().to_owned(),
        Standing::Failed(e) => w.compose_not_saved(&error_sentence(w, &e)),
        _ => String::new(),
    };
    let acts = move || match autosave.standing.get() {
        Standing::Failed(AppError::Conflict) => view! { <Conflict autosave/> }.into_any(),
        Standing::Failed(_) => view! {
            <Button label=w.act_retry().to_owned() kind=Kind::Quiet small=true press=move |_| autosave.save_now()/>
        }
        .into_any(),
        _ => ().into_any(),
    };
    // Only a failure is spoken: the rest would talk over what the field announces (D97).
    view! {
        <span class="standing">
            <span class="meta">{anew(text)}</span>
            <span class="meta error" role="status">{anew(failed)}</span>
            {anew(acts)}
        </span>
    }
    .into_any()
}

/// Whose version stays: this one is saved over the other, which is shown in short, or the page is loaded again with the other.
#[component]
fn Conflict(autosave: Autosave) -> AnyView {
    let w = words();
    let Some((id, _)) = autosave.saved() else { return ().into_any() };
    let theirs = RwSignal::new((0, String::new()));
    spawn_local(async move {
        match stored(id).await {
            Ok(found) => drop(theirs.try_set(found)),
            Err(e) => autosave.fail(e),
        }
    });
    // Until the other version is known there is nothing to save over.
    let unknown = Signal::derive(move || theirs.with(|(version, _)| *version == 0));
    // Whoever takes the other version has said so: it is not asked again.
    let give_up = |_| leaving::set_unsaved(false);
    let keep = move |_| autosave.adopt(theirs.with_untracked(|(version, _)| *version));
    view! {
        <Button label=w.compose_conflict_mine().to_owned() small=true disabled=unknown press=keep/>
        <a class="btn small" rel="external" href=format!("/ecrire?brouillon={id}") on:click=heard(give_up)>
            {w.compose_conflict_theirs()}
        </a>
        <span class="meta">{anew(move || theirs.with(|(_, text)| text.clone()))}</span>
    }
    .into_any()
}
