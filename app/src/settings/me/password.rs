//! Another password, with the present one first.

use super::{super::reload_when_done, api::ChangePassword};
use crate::{
    ui::{ErrorSummary, Field, Submit, Trouble, in_our_words, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};

#[component]
pub(super) fn PasswordForm(
    /// So that password managers know whose it is.
    email: String,
) -> AnyView {
    let w = words();
    let action = ServerAction::<ChangePassword>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    reload_when_done(action, "/parametres/moi?enregistre=1");
    view! {
        <ErrorSummary problems labels=label/>
        <Trouble error=trouble_of(action)/>
        <ActionForm action node_ref=form attr:class="form">
            <input type="email" value=email autocomplete="username" readonly hidden/>
            <Field name="current" label=w.settings_current() kind="password" autocomplete="current-password" required=true problems/>
            <Field name="password" label=w.access_new_password() hint=w.access_password_hint() kind="password" autocomplete="new-password" required=true problems/>
            <Field name="again" label=w.access_password_again() kind="password" autocomplete="new-password" required=true problems/>
            <div class="buttons"><Submit label=w.settings_change_password() busy=action.pending()/></div>
        </ActionForm>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "current" => w.settings_current(),
        "password" => w.access_new_password(),
        "again" => w.access_password_again(),
        _ => "",
    }
}
