//! E1: `/mot-de-passe-oublie`. Says the same for every address (S10).

use super::api::{Door, Forgotten, see_door};
use crate::{
    ui::{Empty, ErrorSummary, Field, Head, Submit, Trouble, in_our_words, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};
use leptos_router::hooks::use_query_map;

/// `/mot-de-passe-oublie`
#[component]
pub fn ForgottenPage() -> AnyView {
    let door = Resource::new(|| (), |()| see_door());
    let sent = use_query_map().with_untracked(|query| query.get("envoye").is_some());
    view! {
        <Head title=words().access_forgotten_title()/>
        <Suspense>
            {move || Suspend::new(async move {
                match door.await {
                    Ok(Door { mails_leave: false, .. }) => without_mail(),
                    _ => view! { <ForgottenForm sent/> }.into_any(),
                }
            })}
        </Suspense>
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
    let action = ServerAction::<Forgotten>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    let done = move || sent || action.value().with(|answer| matches!(answer, Some(Ok(()))));
    let asked = move || done().then(|| view! { <div class="note" role="status"><p>{w.access_reset_sent()}</p></div> });
    view! {
        {asked}
        <ErrorSummary problems labels=|_| words().access_email()/>
        <Trouble error=trouble_of(action)/>
        <p>{w.access_forgotten_how()}</p>
        <ActionForm action node_ref=form attr:class="form">
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            <div class="buttons">
                <Submit label=w.access_send_link() busy=action.pending()/>
                <a class="btn quiet" href="/connexion">{w.access_back()}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}
