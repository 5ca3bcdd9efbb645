//! Which path shows which screen (screens.md §0). Every page is `SsrMode::Async`: a 404 is a 404, and pages without wasm are
//! complete (architecture §5.10).

use crate::{
    access::{FirstStartPage, ForgottenPage, InvitationPage, ResetPage, SignInPage},
    clients::ClientRoutes,
    compose::ComposePage,
    contacts::ContactRoutes,
    help::HelpPage,
    home::HomePage,
    search::SearchPage,
    sends::{ResultPage, SendsPage},
    settings::SettingsRoutes,
    shell::Shell,
    ui::NotFoundPage,
};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Route, Router, Routes},
    path,
};

/// The router with its pages.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Router>
            <Shell>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async/>
                    <Route path=path!("/connexion") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/installation") view=FirstStartPage ssr=SsrMode::Async/>
                    <Route path=path!("/mot-de-passe-oublie") view=ForgottenPage ssr=SsrMode::Async/>
                    <Route path=path!("/mot-de-passe/nouveau") view=ResetPage ssr=SsrMode::Async/>
                    <Route path=path!("/invitation") view=InvitationPage ssr=SsrMode::Async/>
                    <ClientRoutes/>
                    <ContactRoutes/>
                    <Route path=path!("/recherche") view=SearchPage ssr=SsrMode::Async/>
                    <Route path=path!("/ecrire") view=ComposePage ssr=SsrMode::Async/>
                    <Route path=path!("/envois") view=SendsPage ssr=SsrMode::Async/>
                    <Route path=path!("/envois/:id") view=ResultPage ssr=SsrMode::Async/>
                    <SettingsRoutes/>
                    <Route path=path!("/aide") view=HelpPage ssr=SsrMode::Async/>
                </Routes>
            </Shell>
        </Router>
    }
}
