//! The composing zone above a page (P26): a mail to a contact without leaving its card.

use super::{
    api::{Asked, Open, Opening},
    choose::choices,
    form::ComposeForm,
    leaving::may_leave,
};
use crate::{
    clients::none_yet,
    ui::{Dialog, Meanwhile, anew, error_sentence, part},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use model::{ClientId, ContactId};

/// Opens while `open` is true, with the contact in « À ». Several clients: the page `/ecrire` asks which.
#[component]
pub fn ComposeZone(
    /// Whom to write to.
    contact: ContactId,
    /// At which client, when it is known.
    client: Option<ClientId>,
    /// Shown while true.
    open: RwSignal<bool>,
) -> AnyView {
    let w = words();
    let asked = move || Asked { client, contact: Some(contact), ..Asked::default() };
    let shown = move |opening| match opening {
        Ok(Opening::Form(sheet)) => view! { <ComposeForm sheet=*sheet zone=true/> }.into_any(),
        Ok(Opening::Choose(choice)) => {
            view! { <p>{w.compose_for_which_client(&choice.name)}</p>{choices(choice, asked())} }.into_any()
        }
        Ok(Opening::NoClient) => none_yet(),
        Err(error) => view! { <p class="error" role="alert">{error_sentence(words(), &error)}</p> }.into_any(),
    };
    // What is written stays when the dialog was closed over it and the person does not want to leave.
    let kept = RwSignal::new(false);
    Effect::new(move |_| {
        let (now, was) = (open.get(), kept.get_untracked());
        if was && !now && !may_leave() {
            open.set(true);
        } else if was != now {
            kept.set(now);
        }
    });
    let inside = move || kept.get().then(|| part(ask(move || Ok(Open { asked: asked() })), Meanwhile::Lines, shown));
    view! {
        <Dialog id="compose-zone" title=w.nav_write().to_owned() open>
            {anew(inside)}
        </Dialog>
    }
    .into_any()
}
