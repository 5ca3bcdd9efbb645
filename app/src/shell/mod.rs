//! What stands around every page: the rail on a desk, the bar on a phone, the notices above, the toasts.

mod account;
pub mod api;
mod bar;
mod entries;
pub(crate) mod keys;
mod notices;
mod rail;

use crate::{
    facts::use_facts,
    ui::{Titles, Toaster, Toasts},
    words::words,
};
use leptos::prelude::*;

/// The shell around the routed page, which is put into `<main>`.
#[component]
pub fn Shell(children: Children) -> AnyView {
    Titles::provide();
    Toasts::provide();
    let skip = view! { <a class="skip" href="#main" rel="external">{words().nav_skip()}</a> };
    match use_facts().user {
        Some(user) => {
            keys::listen();
            view! {
                {skip}
                <div class="app">
                    <rail::Rail user=user.clone()/>
                    <div class="body">
                        <header class="top">
                            <bar::TopBar/>
                            <notices::Notices/>
                        </header>
                        <main class="page" id="main" tabindex="-1">{children()}</main>
                    </div>
                </div>
                <bar::Bar user/>
                <Toaster/>
            }
            .into_any()
        }
        None => view! {
            {skip}
            <div class="alone">
                <header>{rail::brand()}</header>
                <main id="main" tabindex="-1">{children()}</main>
                <footer class="foot">{account::languages()}</footer>
            </div>
            <Toaster/>
        }
        .into_any(),
    }
}
