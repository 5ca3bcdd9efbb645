//! Pages that a link with a token opens: who it is for, or that it does not work any more and what to do then.

use super::api::{Guest, Link, Meet};
use crate::{
    error::AppError,
    ui::{Empty, Field, Head, Meanwhile, Problems, TroublePage, part},
    wire::ask,
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// Asks whom the link lets in, then shows `page(token, guest)`.
pub(super) fn by_link(link: Link, page: fn(String, Guest) -> AnyView) -> AnyView {
    let token = use_query_map().with_untracked(|query| query.get("jeton").unwrap_or_default());
    let asked = token.clone();
    let holder = ask(move || Ok(Meet { link, token: asked.clone() }));
    part(holder, Meanwhile::Lines, move |holder| match holder {
        Ok(guest) => page(token.clone(), guest),
        Err(AppError::NotPossible(_)) => ended(link),
        Err(error) => view! { <TroublePage error/> }.into_any(),
    })
}

/// The link was used, is too old, or a newer one was made.
fn ended(link: Link) -> AnyView {
    let w = words();
    let (text, href, act) = match link {
        Link::Reset => (w.access_reset_ended(), "/mot-de-passe-oublie", w.access_send_link()),
        Link::Invitation => (w.access_invitation_ended(), "/connexion", w.nav_sign_in()),
        Link::FirstStart => (w.access_start_ended(), "/connexion", w.nav_sign_in()),
    };
    view! {
        <Head title=w.access_link_ended()/>
        <Empty text=text><a class="btn primary" href=href>{act}</a></Empty>
    }
    .into_any()
}

/// A password, chosen twice; the address goes along, so that password managers know whose it is.
pub(super) fn new_password(email: &str, problems: Problems) -> AnyView {
    let w = words();
    let whose = (!email.is_empty()).then(|| {
        view! { <input type="email" name="username" value=email.to_owned() autocomplete="username" readonly hidden/> }
    });
    view! {
        {whose}
        <Field
            name="password"
            label=w.access_new_password()
            hint=w.access_password_hint()
            kind="password"
            autocomplete="new-password"
            required=true
            problems
        />
        <Field name="again" label=w.access_password_again() kind="password" autocomplete="new-password" required=true problems/>
    }
    .into_any()
}

/// The labels of these pages' fields, for the summary of errors.
pub(super) fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "password" => w.access_new_password(),
        "again" => w.access_password_again(),
        "name" => w.access_your_name(),
        "email" => w.access_email(),
        "organisation" => w.access_organisation(),
        _ => "",
    }
}
