//! E1: `/invitation?jeton=…`: somebody who was invited chooses a name and a password.

use super::{
    api::{Accept, Guest, Link},
    by_link::{by_link, label, new_password},
};
use crate::{
    facts::use_facts,
    ui::{ErrorSummary, Field, Head, SendForm, Submit, Trouble, load},
    wire::Sending,
    words::words,
};
use leptos::prelude::*;

/// `/invitation`
#[component]
pub fn InvitationPage() -> AnyView {
    by_link(Link::Invitation, |token, guest| view! { <InvitationForm token guest/> }.into_any())
}

#[component]
fn InvitationForm(token: String, guest: Guest) -> AnyView {
    let w = words();
    let action = Sending::<Accept>::new();
    let problems = action.problems(vec![]);
    action.on_done(|()| load("/"));
    let organisation = use_facts().organisation;
    let lead = if organisation.is_empty() { w.access_welcome().into() } else { w.access_welcome_to(&organisation) };
    view! {
        <Head title=w.access_invitation_title()/>
        <ErrorSummary problems labels=label/>
        <Trouble error=action.trouble()/>
        <p>{lead}" "{w.access_for_whom(&guest.email)}</p>
        <SendForm to=action>
            <input type="hidden" name="token" value=token/>
            <Field name="name" label=w.access_your_name() value=guest.name.clone() autocomplete="name" required=true problems/>
            {new_password(&guest.email, problems)}
            <div class="buttons"><Submit label=w.access_accept() busy=action.busy()/></div>
        </SendForm>
    }
    .into_any()
}
