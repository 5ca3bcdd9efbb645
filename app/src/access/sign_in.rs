//! E1: `/connexion`. Works without the wasm; with it, a refused attempt keeps the address that was typed.

use super::api::{Door, SignIn, see_door};
use crate::{
    ui::{Banner, Field, Head, Submit, Trouble, in_our_words, load, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};
use leptos_router::hooks::use_query_map;

/// `/connexion`
#[component]
pub fn SignInPage() -> AnyView {
    let door = Resource::new(|| (), |()| see_door());
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
    let ended = query.with_untracked(|query| query.get("fin").is_some());
    view! {
        <Head title=words().access_sign_in()/>
        {ended.then(|| view! { <Banner tone="info">{words().access_signed_out()}</Banner> })}
        <Suspense>
            {move || Suspend::new(async move {
                let nobody = matches!(door.await, Ok(Door { nobody_yet: true, .. }));
                nobody.then(|| view! { <Banner tone="info">{words().access_nobody_yet()}</Banner> })
            })}
        </Suspense>
        <SignInForm next/>
    }
    .into_any()
}

#[component]
fn SignInForm(
    /// Where to go on to, as the address bar had it; the server checks it.
    next: String,
) -> AnyView {
    let w = words();
    let action = ServerAction::<SignIn>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    Effect::new(move |_| {
        if let Some(Ok(next)) = action.value().get() {
            load(&next);
        }
    });
    view! {
        <Trouble error=trouble_of(action)/>
        <ActionForm action node_ref=form attr:class="form">
            <input type="hidden" name="next" value=next/>
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            <Field name="password" label=w.access_password() kind="password" autocomplete="current-password" required=true problems/>
            <div class="buttons">
                <Submit label=w.nav_sign_in() busy=action.pending()/>
                <a class="btn quiet" href="/mot-de-passe-oublie">{w.access_forgotten()}</a>
            </div>
        </ActionForm>
    }
    .into_any()
}
