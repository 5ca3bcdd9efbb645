//! E1: `/mot-de-passe/nouveau?jeton=…`.

use super::{
    api::{Guest, Link, Reset},
    by_link::{by_link, label, new_password},
};
use crate::{
    ui::{ErrorSummary, Head, SendForm, Submit, Trouble, load},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

/// `/mot-de-passe/nouveau`
#[component]
pub fn ResetPage() -> AnyView {
    by_link(Link::Reset, |token, guest| view! { <ResetForm token guest/> }.into_any())
}

#[component]
fn ResetForm(token: String, guest: Guest) -> AnyView {
    let w = words();
    let action = Sending::<Reset>::new();
    let problems = action.problems(vec![]);
    action.on_done(|()| load("/"));
    view! {
        <Head title=w.access_reset_title()/>
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <p>{w.access_for_whom(&guest.email)}</p>
        <SendForm to=action>
            <input type="hidden" name="token" value=token/>
            {new_password(&guest.email, problems)}
            <div class="buttons"><Submit label=w.access_reset_do() busy=action.busy()/></div>
        </SendForm>
    }
    .into_any()
}
