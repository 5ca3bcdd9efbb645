//! E1: `/connexion`. Works without the wasm; with it, a refused attempt keeps the address that was typed.

use super::api::{Door, SeeDoor, SignIn};
use crate::{
    ui::{Banner, Field, Head, Meanwhile, SendForm, Submit, Trouble, load, part},
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/connexion`
#[component]
pub fn SignInPage() -> AnyView {
    let door = ask(|| Ok(SeeDoor {}));
    let query = use_query_map();
    let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
    let ended = query.with_untracked(|query| query.get("fin").is_some());
    view! {
        <Head title=words().access_sign_in()/>
        {ended.then(|| view! { <Banner tone="info">{words().access_signed_out()}</Banner> })}
        {part(door, Meanwhile::Nothing, |door| {
            let nobody = matches!(door, Ok(Door { nobody_yet: true, .. }));
            nobody.then(|| view! { <Banner tone="info">{words().access_nobody_yet()}</Banner> }).into_any()
        })}
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
    let action = Sending::<SignIn>::new();
    let problems = action.problems(vec![]);
    action.on_done(|next| load(&next));
    view! {
        <Trouble error=action.trouble()/>
        <SendForm to=action>
            <input type="hidden" name="next" value=next/>
            <Field name="email" label=w.access_email() kind="email" autocomplete="username" required=true problems/>
            <Field name="password" label=w.access_password() kind="password" autocomplete="current-password" required=true problems/>
            <div class="buttons">
                <Submit label=w.nav_sign_in() busy=action.busy()/>
                <a class="btn quiet" href="/mot-de-passe-oublie">{w.access_forgotten()}</a>
            </div>
        </SendForm>
    }
    .into_any()
}
