//! Inviting somebody: by mail when mails can leave, and always with a link to copy.

use super::{
    Refetch,
    api::{Acted, Invite},
    row::role_name,
};
use crate::{
    ui::{ErrorSummary, Field, RadioGroup, Submit, Trouble, in_our_words, problems_of, trouble_of},
    words::words,
};
use leptos::{form::ActionForm, html::Form, prelude::*};
use model::UserRole;

#[component]
pub(super) fn InviteForm(mails_leave: bool) -> AnyView {
    let w = words();
    let action = ServerAction::<Invite>::new();
    let problems = problems_of(action);
    let form = NodeRef::<Form>::new();
    in_our_words(form);
    let link = use_context::<RwSignal<Option<Acted>>>().expect("the page provides it");
    let refetch = use_context::<Refetch>().expect("the page provides it").0;
    Effect::new(move |_| {
        if let Some(Ok(done)) = action.value().get() {
            link.set(Some(done));
            if let Some(form) = form.get_untracked() {
                form.reset();
            }
            refetch.run(());
        }
    });
    let roles = [UserRole::Member, UserRole::Administrator];
    let roles = roles.into_iter().map(|role| (role.code().to_owned(), role_name(w, role).to_owned())).collect();
    let how = if mails_leave { w.users_invite_by_mail() } else { w.users_invite_by_link() };
    view! {
        <section class="block">
            <h2>{w.users_invite()}</h2>
            <p class="hint">{how}</p>
            <ErrorSummary problems labels=label/>
            <Trouble error=trouble_of(action)/>
            <ActionForm action node_ref=form attr:class="form">
                <Field name="email" label=w.access_email() kind="email" autocomplete="off" required=true problems/>
                <Field name="name" label=w.users_name() autocomplete="off" problems/>
                <RadioGroup name="role" label=w.users_role() options=roles value=UserRole::Member.code() problems/>
                <div class="buttons"><Submit label=w.users_invite_do() busy=action.pending()/></div>
            </ActionForm>
        </section>
    }
    .into_any()
}

fn label(field: &str) -> &'static str {
    let w = words();
    match field {
        "email" => w.access_email(),
        "name" => w.users_name(),
        "role" => w.users_role(),
        _ => "",
    }
}
