//! The paths below `/clients`.

use super::{ClientPage, ClientsPage, EditClientPage, NewClientPage};
use crate::pages::page;
use crate::{
    contacts::{AssociatePage, ClientContactsPage},
    history::HistoryPage,
    sites::{EditSitePage, NewSitePage, SitesPage},
};
use leptos_router::{any_nested_route::AnyNestedRoute, path};

/// `/clients` and everything below it; the more exact path first.
pub fn routes() -> Vec<AnyNestedRoute> {
    vec![
        page(path!("/clients"), ClientsPage),
        page(path!("/clients/nouveau"), NewClientPage),
        page(path!("/clients/:id"), ClientPage),
        page(path!("/clients/:id/modifier"), EditClientPage),
        page(path!("/clients/:id/contacts"), ClientContactsPage),
        page(path!("/clients/:id/associer"), AssociatePage),
        page(path!("/clients/:id/adresses"), SitesPage),
        page(path!("/clients/:id/adresses/nouvelle"), NewSitePage),
        page(path!("/clients/:id/adresses/:site"), EditSitePage),
        page(path!("/clients/:id/historique"), HistoryPage),
    ]
}
