//! Inviting somebody: by mail when mails can leave, and always with a link to copy.

use super::{
    Refetch,
    api::{Acted, Invite},
    row::role_name,
};
use crate::{
    ui::{ErrorSummary, Field, RadioGroup, SendForm, Submit, Trouble},
    wire::Sending,
    words::words,
};
use leptos::{html::Input, prelude::*};
use model::UserRole;

#[component]
pub(super) fn InviteForm(mails_leave: bool) -> AnyView {
    let w = words();
    let action = Sending::<Invite>::new();
    let problems = action.problems(vec![]);
    let link = use_context::<RwSignal<Option<Acted>>>().expect("the page provides it");
    let refetch = use_context::<Refetch>().expect("the page provides it").0;
    let (email, name) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    // The list is asked for again; the form stays, for the next person.
    action.on_done(move |done| {
        if let Some(form) = email.get_untracked().and_then(|input| input.form()) {
            form.reset();
        }
        for input in [email, name].into_iter().filter_map(|node| node.get_untracked()) {
            input.set_value("");
        }
        link.set(Some(done));
        refetch.run(());
    });
    let roles = [UserRole::Member, UserRole::Administrator];
    let roles = roles.into_iter().map(|role| (role.code().to_owned(), role_name(w, role).to_owned())).collect();
    let how = if mails_leave { w.users_invite_by_mail() } else { w.users_invite_by_link() };
    view! {
        <section class="block">
            <h2>{w.users_invite()}</h2>
            <p class="hint">{how}</p>
            <ErrorSummary problems labels=label/>
            <Trouble error=action.trouble()/>
            <SendForm to=action>
                <Field name="email" label=w.access_email() kind="email" autocomplete="off" required=true problems node=email/>
                <Field name="name" label=w.users_name() autocomplete="off" problems node=name/>
                <RadioGroup name="role" label=w.users_role() options=roles value=UserRole::Member.code() problems/>
                <div class="buttons"><Submit label=w.users_invite_do() busy=action.busy()/></div>
            </SendForm>
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
