//! Which path shows which screen of the settings.

use super::{company::CompanyPage, me::MySettingsPage, users::UsersPage};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

/// Everything below `/parametres`.
#[component(transparent)]
pub fn SettingsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/parametres") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("moi") view=MySettingsPage ssr=SsrMode::Async/>
            <Route path=path!("societe") view=CompanyPage ssr=SsrMode::Async/>
            <Route path=path!("utilisateurs") view=UsersPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
