//! E2: the home page.

use crate::{
    ui::{Empty, Head},
    words::words,
};
use leptos::prelude::*;

/// `/`
#[component]
pub fn HomePage() -> AnyView {
    let w = words();
    view! {
        <Head title=w.nav_home()/>
        <Empty text=w.home_nothing()><a class="btn primary" href="/ecrire">{w.nav_write()}</a></Empty>
    }
    .into_any()
}
