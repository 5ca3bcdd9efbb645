//! A phone: the search at the top, five places at the thumb.

use super::{
    account,
    entries::{BAR, INTERVENTIONS, SENDS},
    rail,
};
use crate::{
    ui::{Icon, MenuPanel, Symbol},
    words::words,
};
use leptos::prelude::*;
use model::User;

#[component]
pub(super) fn TopBar() -> AnyView {
    view! {
        <div class="topbar">
            {rail::brand()}
            {rail::search("")}
        </div>
    }
    .into_any()
}

#[component]
pub(super) fn Bar(user: User) -> AnyView {
    let links = BAR.iter().map(|entry| entry.link("")).collect_view();
    view! {
        <nav class="bar" aria-label=words().nav_main()>
            {links}
            <button type="button" popovertarget="more" aria-haspopup="menu"><Icon symbol=Symbol::More/>{words().nav_more()}</button>
            <MenuPanel id="more" label=words().nav_more()>{SENDS.item()}{INTERVENTIONS.item()}{account::entries(&user)}</MenuPanel>
        </nav>
    }
    .into_any()
}
