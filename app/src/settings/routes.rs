//! The paths below `/parametres`.

use super::{company::CompanyPage, me::MySettingsPage, users::UsersPage};
use crate::pages::page;
use leptos_router::{any_nested_route::AnyNestedRoute, path};

/// Everything below `/parametres`.
pub fn routes() -> Vec<AnyNestedRoute> {
    vec![
        page(path!("/parametres/moi"), MySettingsPage),
        page(path!("/parametres/societe"), CompanyPage),
        page(path!("/parametres/utilisateurs"), UsersPage),
    ]
}
