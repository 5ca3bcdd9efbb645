//! « Brouillon enregistré, aujourd’hui, 14 h 05 »: where the draft stands, and what to do when it was changed elsewhere (P12).

use super::{
    api::stored,
    autosave::{Autosave, Standing},
};
use crate::{
    error::AppError,
    facts::use_facts,
    ui::{Button, Kind, anew, error_sentence, moment_text},
    words::words,
};
use leptos::{prelude::*, task::spawn_local};

/// The line beside « Envoyer ».
#[component]
pub fn StandingLine(
    /// Of the form.
    autosave: Autosave,
) -> AnyView {
    let w = words();
    let facts = use_facts();
    let text = move || match autosave.standing.get() {
        Standing::Untouched => String::new(),
        Standing::Waiting => w.compose_waiting().to_owned(),
        Standing::Saving => w.compose_saving().to_owned(),
        Standing::Saved(at) => w.compose_saved_at(&moment_text(w, &facts.zone, at, at)),
        Standing::Failed(AppError::Conflict) => w.compose_conflict().to_owned(),
        Standing::Failed(e) => w.compose_not_saved(&error_sentence(w, &e)),
    };
    let failed = move || matches!(autosave.standing.get(), Standing::Failed(_));
    let acts = move || match autosave.standing.get() {
        Standing::Failed(AppError::Conflict) => view! { <Conflict autosave/> }.into_any(),
        Standing::Failed(_) => view! {
            <Button label=w.act_retry().to_owned() kind=Kind::Quiet small=true press=move |_| autosave.save_now()/>
        }
        .into_any(),
        _ => ().into_any(),
    };
    view! { <span class="standing"><span class="meta" class:error=failed role="status">{anew(text)}</span>{anew(acts)}</span> }
        .into_any()
}

/// Whose version stays: this one is saved over the other, or the page is loaded again with the other.
#[component]
fn Conflict(autosave: Autosave) -> AnyView {
    let w = words();
    let keep = move |_| {
        let Some((id, _)) = autosave.saved() else { return };
        spawn_local(async move {
            match stored(id).await {
                Ok(theirs) => autosave.adopt(theirs.version),
                Err(e) => autosave.fail(e),
            }
        });
    };
    let theirs = move || autosave.saved().map(|(id, _)| format!("/ecrire?brouillon={id}"));
    view! {
        <Button label=w.compose_conflict_mine().to_owned() small=true press=keep/>
        <a class="btn small" rel="external" href=theirs>{w.compose_conflict_theirs()}</a>
    }
    .into_any()
}
