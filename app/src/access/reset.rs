//! E1: `/mot-de-passe/nouveau?jeton=…`.

use super::{
    api::{Guest, Link, Reset},
    by_link::{by_link, label, new_password},
};
use crate::{
    ui::{ErrorSummary, Head, Submit, Trouble, in_our_words, load, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};

/// `/mot-de-passe/nouveau`
#[component]
pub fn ResetPage() -> AnyView {
    by_link(Link::Reset, |token, guest| view! { <ResetForm token guest/> }.into_any())
}

#[component]
fn ResetForm(token: String, guest: Guest) -> AnyView {
    let w = words();
    let action = ServerAction::<Reset>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            load("/");
        }
    });
    view! {
        <Head title=w.access_reset_title()/>
        <ErrorSummary problems labels=label/>
        <Trouble error=trouble_of(action)/>
        <p>{w.access_for_whom(&guest.email)}</p>
        <ActionForm action node_ref=form attr:class="form">
            <input type="hidden" name="token" value=token/>
            {new_password(&guest.email, problems)}
            <div class="buttons"><Submit label=w.access_reset_do() busy=action.pending()/></div>
        </ActionForm>
    }
    .into_any()
}
