//! The paths below `/contacts`.

use super::{ContactPage, ContactsPage, EditContactPage, NewContactPage};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

/// `/contacts` and everything below it; the more exact path first.
#[component(transparent)]
pub fn ContactRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/contacts") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=ContactsPage ssr=SsrMode::Async/>
            <Route path=path!("nouveau") view=NewContactPage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=ContactPage ssr=SsrMode::Async/>
            <Route path=path!(":id/modifier") view=EditContactPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
