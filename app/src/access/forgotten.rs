//! E1: `/mot-de-passe-oublie`. Says the same for every address (S10).

use super::api::{Door, Forgotten, SeeDoor};
use crate::{
    ui::{Empty, ErrorSummary, Field, Head, Meanwhile, SendForm, Submit, Trouble, anew, part},
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/mot-de-passe-oublie`
#[component]
pub fn ForgottenPage() -> AnyView {
    let door = ask(|| Ok(SeeDoor {}));
    let sent = use_query_map().with_untracked(|query| query.get("envoye").is_some());
    view! {
        <Head title=words().access_forgotten_title()/>
        {part(door, Meanwhile::Nothing, move |door| match door {
            Ok(Door { mails_leave: false, .. }) => without_mail(),
            _ => view! { <ForgottenForm sent/> }.into_any(),
        })}
    }
    .into_any()
}

fn without_mail() -> AnyView {
    let w = words();
    view! { <Empty text=w.access_ask_administrator()><a class="btn" href="/connexion">{w.access_back()}</a></Empty> }
        .into_any()
}

#[component]
fn ForgottenForm(
    /// The page after a form without the wasm.
    sent: bool,
) -> AnyView {
    let w = words();
    let action = Sending::<Forgotten>::new();
    let problems = action.problems(vec![]);
    let done = move || sent || action.done().is_some();
    let asked = move || done().then(|| view! { <div class="note" role="status"><p>{w.access_reset_sent()}</p></div> });
    view! {
        {anew(asked)}
        <ErrorSummary problems labels=|_| words().access_email()/>
        <Trouble error=action.trouble()/>
        <p>{w.access_forgotten_how()}</p>
        <SendForm to=action>
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            <div class="buttons">
                <Submit label=w.access_send_link() busy=action.busy()/>
                <a class="btn quiet" href="/connexion">{w.access_back()}</a>
            </div>
        </SendForm>
    }
    .into_any()
}
