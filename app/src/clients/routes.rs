//! The paths below `/clients`.

use super::{ClientPage, ClientsPage, EditClientPage, NewClientPage};
use crate::{
    contacts::{AssociatePage, ClientContactsPage},
    history::HistoryPage,
    sites::{EditSitePage, NewSitePage, SitesPage},
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{Outlet, ParentRoute, Route},
    path,
};

/// `/clients` and everything below it; the more exact path first.
#[component(transparent)]
pub fn ClientRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("/clients") view=Outlet ssr=SsrMode::Async>
            <Route path=path!("") view=ClientsPage ssr=SsrMode::Async/>
            <Route path=path!("nouveau") view=NewClientPage ssr=SsrMode::Async/>
            <Route path=path!(":id") view=ClientPage ssr=SsrMode::Async/>
            <Route path=path!(":id/modifier") view=EditClientPage ssr=SsrMode::Async/>
            <Route path=path!(":id/contacts") view=ClientContactsPage ssr=SsrMode::Async/>
            <Route path=path!(":id/associer") view=AssociatePage ssr=SsrMode::Async/>
            <Route path=path!(":id/adresses") view=SitesPage ssr=SsrMode::Async/>
            <Route path=path!(":id/adresses/nouvelle") view=NewSitePage ssr=SsrMode::Async/>
            <Route path=path!(":id/adresses/:site") view=EditSitePage ssr=SsrMode::Async/>
            <Route path=path!(":id/historique") view=HistoryPage ssr=SsrMode::Async/>
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
