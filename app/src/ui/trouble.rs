//! E23: a page that is not there, not for this person, or could not be made; and an act that was not done.

use super::{Head, Icon, Symbol, anew, error_sentence};
use crate::{error::AppError, words::words};
use leptos::prelude::*;

/// Nothing is at this address; with a way to look for it.
#[component]
pub fn NotFoundPage() -> AnyView {
    view! { <TroublePage error=AppError::NotFound/> }.into_any()
}

/// A whole page that says what happened, with the status of the error.
#[component]
pub fn TroublePage(error: AppError) -> AnyView {
    set_status(&error);
    let w = words();
    let title = match &error {
        AppError::NotFound => w.trouble_not_found(),
        AppError::Forbidden => w.trouble_forbidden(),
        AppError::SignedOut => w.trouble_signed_out(),
        _ => w.trouble_broken(),
    };
    let act = match &error {
        AppError::NotFound => view! { <a class="btn primary" href="/clients">{w.trouble_to_clients()}</a> }.into_any(),
        AppError::SignedOut => {
            view! { <a class="btn primary" href="/connexion" rel="external">{w.nav_sign_in()}</a> }.into_any()
        }
        AppError::Forbidden => ().into_any(),
        _ => view! { <a class="btn primary" href="" rel="external">{w.act_retry()}</a> }.into_any(),
    };
    view! {
        <Head title=title/>
        <div class="empty">
            <p>{error_sentence(w, &error)}</p>
            <div class="line">{act} <a class="btn quiet" href="/">{w.nav_home()}</a></div>
        </div>
    }
    .into_any()
}

/// A note where an act failed; what was typed is kept.
#[component]
pub fn Trouble(#[prop(into)] error: Signal<Option<AppError>>) -> AnyView {
    let note = move || {
        let text = error.get().map(|error| error_sentence(words(), &error))?;
        Some(view! { <div class="note bad" role="alert"><p class="line"><Icon symbol=Symbol::Error/>{text}</p></div> })
    };
    anew(note)
}

/// The answer of this page has the status of an error.
#[cfg(feature = "ssr")]
pub(crate) fn set_status(error: &AppError) {
    let status = axum::http::StatusCode::from_u16(error.status());
    if let (Some(response), Ok(status)) = (use_context::<leptos_axum::ResponseOptions>(), status) {
        response.set_status(status);
    }
}

#[cfg(not(feature = "ssr"))]
fn set_status(_: &AppError) {}
