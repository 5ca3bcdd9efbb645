//! The paths below `/contacts`.

use super::{ContactPage, ContactsPage, EditContactPage, NewContactPage};
use crate::{history::ContactHistoryPage, pages::page};
use leptos_router::{any_nested_route::AnyNestedRoute, path};

/// `/contacts` and everything below it; the more exact path first.
pub fn routes() -> Vec<AnyNestedRoute> {
    vec![
        page(path!("/contacts"), ContactsPage),
        page(path!("/contacts/nouveau"), NewContactPage),
        page(path!("/contacts/:id"), ContactPage),
        page(path!("/contacts/:id/modifier"), EditContactPage),
        page(path!("/contacts/:id/historique"), ContactHistoryPage),
    ]
}
