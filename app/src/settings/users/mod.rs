//! E20: `/parametres/utilisateurs`. Who may come in, as what, and who still has an invitation.

#[cfg(feature = "ssr")]
mod acts;
pub mod api;
mod invite;
mod link;
mod row;

use self::{
    api::{ActOnUser, Acted, ListUsers, Users},
    invite::InviteForm,
    link::LinkToCopy,
    row::row,
};
use crate::{
    ui::{Head, Trouble, anew, loaded, use_toasts},
    wire::{Sending, ask},
    words::words,
};
use leptos::prelude::*;

/// `/parametres/utilisateurs`
#[component]
pub fn UsersPage() -> AnyView {
    let users = ask(|| Ok(ListUsers {}));
    provide_context(Refetch(Callback::new(move |()| users.again())));
    // Of the page, not of the list: the list is made anew after each act, and the link is to stay until it was copied.
    provide_context(RwSignal::new(None::<Acted>));
    loaded(users, |users| view! { <UsersView users/> }.into_any())
}

/// Asks for the list again, after something changed.
#[derive(Clone, Copy)]
struct Refetch(Callback<()>);

#[component]
fn UsersView(users: Users) -> AnyView {
    let w = words();
    let action = Sending::<ActOnUser>::new();
    let link = use_context::<RwSignal<Option<Acted>>>().expect("the page provides it");
    if users.made.is_some() {
        link.set(users.made);
    }
    let toasts = use_toasts();
    let refetch = use_context::<Refetch>().expect("the page provides it").0;
    action.on_done(move |done| {
        if done.link.is_none() {
            toasts.say(done.text.clone());
        }
        link.set(Some(done));
        refetch.run(());
    });
    let rows = users.lines.iter().map(|line| row(line, action)).collect_view();
    view! {
        <Head title=w.nav_users()/>
        <section class="stack">
            <Trouble error=action.trouble()/>
            {anew(move || link.get().and_then(|done| done.link.map(|url| (done.text, url))).map(|(text, url)| view! { <LinkToCopy text url/> }))}
            <div class="table">
                <table>
                    <thead>
                        <tr>
                            <th scope="col" class="name">{w.users_person()}</th>
                            <th scope="col">{w.users_role()}</th>
                            <th scope="col">{w.users_state()}</th>
                            <th scope="col" class="wide-only">{w.users_seen()}</th>
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
        <aside class="side"><InviteForm mails_leave=users.mails_leave/></aside>
    }
    .into_any()
}
