//! `/installation?jeton=…`: the first start makes the first administrator (P53, S12).

use super::{
    api::{Guest, Link, Start},
    by_link::{by_link, label, new_password},
};
use crate::{
    ui::{ErrorSummary, Field, Head, Submit, Trouble, in_our_words, load, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};

/// `/installation`
#[component]
pub fn FirstStartPage() -> AnyView {
    by_link(Link::FirstStart, |token, _: Guest| view! { <FirstStartForm token/> }.into_any())
}

#[component]
fn FirstStartForm(token: String) -> AnyView {
    let w = words();
    let action = ServerAction::<Start>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    Effect::new(move |_| {
        if let Some(Ok(())) = action.value().get() {
            load("/");
        }
    });
    view! {
        <Head title=w.access_start_title()/>
        <ErrorSummary problems labels=label/>
        <Trouble error=trouble_of(action)/>
        <p>{w.access_start_how()}</p>
        <ActionForm action node_ref=form attr:class="form">
            <input type="hidden" name="token" value=token/>
            <Field name="organisation" label=w.access_organisation() autocomplete="organization" problems/>
            <Field name="name" label=w.access_your_name() autocomplete="name" required=true problems/>
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            {new_password("", problems)}
            <div class="buttons"><Submit label=w.access_start_do() busy=action.pending()/></div>
        </ActionForm>
    }
    .into_any()
}
