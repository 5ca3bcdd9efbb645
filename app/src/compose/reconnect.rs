//! The session ended while writing: signing in again in place, nothing is lost.

use super::{autosave::Autosave, standing::Standing};
use crate::{
    access::api::SignIn,
    error::AppError,
    facts::use_user,
    ui::{Dialog, Field, SendForm, Submit, anew, error_sentence},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

/// Opens by itself when a save meets an ended session; after signing in the draft is saved.
#[component]
pub fn Reconnect(
    /// Of the form.
    autosave: Autosave,
) -> AnyView {
    let w = words();
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if autosave.standing.get() == Standing::Failed(AppError::SignedOut) {
            open.set(true);
        }
    });
    let sign_in = Sending::<SignIn>::new();
    sign_in.on_done(move |_| {
        open.set(false);
        autosave.save_now();
    });
    let wrong = move || {
        sign_in.error().get().map(|e| view! { <p class="error" role="alert">{error_sentence(words(), &e)}</p> })
    };
    let email = use_user().map(|user| user.email).unwrap_or_default();
    view! {
        <Dialog id="reconnect" title=w.compose_session_ended().to_owned() open>
            <p>{w.compose_session_ended_hint()}</p>
            {anew(wrong)}
            <SendForm to=sign_in class="">
                <Field name="email" label=w.access_email() value=email kind="email" autocomplete="username" required=true/>
                <Field name="password" label=w.access_password() kind="password" autocomplete="current-password" required=true/>
                <div class="buttons"><Submit label=w.access_sign_in().to_owned() busy=sign_in.busy()/></div>
            </SendForm>
        </Dialog>
    }
    .into_any()
}
