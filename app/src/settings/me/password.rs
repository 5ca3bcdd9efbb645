//! Another password, with the present one first.

use super::{super::reload_when_done, api::ChangePassword};
use crate::{
    ui::{ErrorSummary, Field, SendForm, Submit, Trouble},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

#[component]
pub(super) fn PasswordForm(
    /// So that password managers know whose it is.
    email: String,
) -> AnyView {
    let w = words();
    let action = Sending::<ChangePassword>::new();
    let problems = action.problems(vec![]);
    reload_when_done(action, "/parametres/moi?enregistre=1");
    view! {
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <SendForm to=action>
            <input type="email" value=email autocomplete="username" readonly hidden/>
            <Field name="current" label=w.settings_current() kind="password" autocomplete="current-password" required=true problems/>
            <Field name="password" label=w.access_new_password() hint=w.access_password_hint() kind="password" autocomplete="new-password" required=true problems/>
            <Field name="again" label=w.access_password_again() kind="password" autocomplete="new-password" required=true problems/>
            <div class="buttons"><Submit label=w.settings_change_password() busy=action.busy()/></div>
        </SendForm>
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
