//! Which path shows which screen (screens.md §0). Every page is `SsrMode::Async`: a 404 is a 404, and pages without wasm are
//! complete (architecture §5.10).

use crate::{
    access::{FirstStartPage, ForgottenPage, InvitationPage, ResetPage, SignInPage},
    clients,
    compose::{ComposePage, DraftsPage},
    contacts,
    help::HelpPage,
    home::HomePage,
    search::SearchPage,
    sends::ResultPage,
    settings,
    shell::Shell,
    ui::NotFoundPage,
};
use leptos::{children::ToChildren, prelude::*, tachys::view::iterators::StaticVec};
use leptos_router::{
    ChooseView, NestedRoute, PossibleRouteMatch, SsrMode,
    any_nested_route::{AnyNestedRoute, IntoAnyNestedRoute},
    components::{FlatRoutes, RouteChildren, Router},
    path,
};
use std::sync::Arc;

/// The router with its pages.
#[component]
pub fn Pages() -> impl IntoView {
    let children = RouteChildren::to_children(|| StaticVec::from(all()));
    view! {
        <Router>
            <Shell>
                <FlatRoutes fallback=NotFoundPage children/>
            </Shell>
        </Router>
    }
}

fn all() -> Vec<AnyNestedRoute> {
    let own = vec![
        page(path!("/"), HomePage),
        page(path!("/connexion"), SignInPage),
        page(path!("/installation"), FirstStartPage),
        page(path!("/mot-de-passe-oublie"), ForgottenPage),
        page(path!("/mot-de-passe/nouveau"), ResetPage),
        page(path!("/invitation"), InvitationPage),
        page(path!("/recherche"), SearchPage),
        page(path!("/ecrire"), ComposePage),
        page(path!("/brouillons"), DraftsPage),
        page(path!("/envois/:id"), ResultPage),
        page(path!("/aide"), HelpPage),
    ];
    [own, clients::routes(), contacts::routes(), settings::routes()].concat()
}

/// A screen at its path. All have one type, so that the router exists once in the wasm, not once a shape of path.
pub fn page<V>(path: impl PossibleRouteMatch + Send + Sync + 'static, screen: V) -> AnyNestedRoute
where
    V: ChooseView,
{
    let path: Arc<dyn PossibleRouteMatch + Send + Sync> = Arc::new(path);
    NestedRoute::new(path, screen).ssr_mode(SsrMode::Async).into_any_nested_route()
}
