//! `/installation?jeton=…`: the first start makes the first administrator (P53, S12).

use super::{
    api::{Guest, Link, Start},
    by_link::{by_link, label, new_password},
};
use crate::{
    ui::{Checkbox, ErrorSummary, Field, Head, SendForm, Submit, Trouble, load},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

/// `/installation`
#[component]
pub fn FirstStartPage() -> AnyView {
    by_link(Link::FirstStart, |token, _: Guest| view! { <FirstStartForm token/> }.into_any())
}

#[component]
fn FirstStartForm(token: String) -> AnyView {
    let w = words();
    let action = Sending::<Start>::new();
    let problems = action.problems(vec![]);
    action.on_done(|()| load("/"));
    view! {
        <Head title=w.access_start_title()/>
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <p>{w.access_start_how()}</p>
        <SendForm to=action>
            <input type="hidden" name="token" value=token/>
            <Field name="organisation" label=w.access_organisation() autocomplete="organization" problems/>
            <Field name="name" label=w.access_your_name() autocomplete="name" required=true problems/>
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            {new_password("", problems)}
            <Checkbox name="demo" label=w.access_start_demo()/>
            <div class="buttons"><Submit label=w.access_start_do() busy=action.busy()/></div>
        </SendForm>
    }
    .into_any()
}
