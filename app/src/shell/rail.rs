//! The rail of a desk: the name, the search, where one can go, and the user at its foot.

use super::{account, entries::RAIL};
use crate::{
    search::QuickSearch,
    ui::{Avatar, MenuPanel},
    words::words,
};
use leptos::prelude::*;
use model::User;

#[component]
pub(super) fn Rail(user: User) -> AnyView {
    let links = RAIL.iter().map(|entry| entry.link("entry")).collect_view();
    view! {
        <nav class="rail" aria-label=words().nav_main()>
            {brand()}
            {search("/")}
            {links}
            <span class="gap"></span>
            <button type="button" class="entry" popovertarget="account" aria-haspopup="menu">
                <Avatar name=user.name.clone()/>
                <span class="cut">{user.name.clone()}</span>
            </button>
            <MenuPanel id="account" label=words().nav_account() up=true>{account::entries(&user)}</MenuPanel>
        </nav>
    }
    .into_any()
}

/// The name with its mark: a star over the water, arrived safely.
pub(super) fn brand() -> AnyView {
    view! {
        <a class="brand" href="/">
            <svg viewBox="0 0 26 26" aria-hidden="true">
                <path class="wave" d="M2 20c3 0 3 2 5.500 2S10 20 13 20s3 2 5.500 2S21 20 24 20"/>
                <path class="light" d="M13 2.500l2.100 4.400 4.800.6-3.500 3.400.9 4.800L13 13.400l-4.300 2.300.9-4.800L6.100 7.500l4.800-.6z"/>
            </svg>
            <span>{words().app_name()}</span>
        </a>
    }
    .into_any()
}

/// Searches the clients and their people; the key brings the focus here.
pub(super) fn search(key: &'static str) -> AnyView {
    view! { <QuickSearch key/> }.into_any()
}
