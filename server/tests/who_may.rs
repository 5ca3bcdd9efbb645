//! S22: who may call what. Every server function and every page has its row below; one without a row fails the first test. Write the
//! row when you write the function, with a body that it accepts.
#![allow(clippy::unwrap_used)]

mod support;

use http::Method;
use model::UserRole;
use std::collections::BTreeSet;
use support::{House, house, ours};

/// Path, body or example address, and the status for { nobody, member, administrator }.
type Row = (&'static str, &'static str, [u16; 3]);

/// Nobody is sent to the sign-in.
const PAGE: [u16; 3] = [303, 200, 200];
/// For administrators; said to everybody else who is signed in.
const ADMINISTRATION: [u16; 3] = [303, 403, 200];
/// Nobody is asked for an account.
const OPEN: [u16; 3] = [200, 200, 200];
/// Whoever is signed in.
const SIGNED_IN: [u16; 3] = [401, 200, 200];
/// Whoever is signed in, but the house is empty.
const NO_SUCH: [u16; 3] = [401, 404, 404];
/// Whoever is signed in, but the form is wrong.
const REFUSED: [u16; 3] = [401, 422, 422];
/// The page of something that is not there.
const NO_PAGE: [u16; 3] = [303, 404, 404];

const FUNCTIONS: &[Row] = &[
    ("/api/access/accept", "token=none&name=A&password=quatre+mots&again=quatre+mots", [422, 422, 422]),
    ("/api/access/door", "", OPEN),
    ("/api/access/forgotten", "email=a%40b.example", [422, 422, 422]),
    ("/api/access/meet", "link=Reset&token=none", [422, 422, 422]),
    ("/api/access/reset", "token=none&password=quatre+mots&again=quatre+mots", [422, 422, 422]),
    ("/api/access/sign-in", "email=a%40b.example&password=wrong", [422, 422, 422]),
    ("/api/access/sign-out", "", OPEN),
    ("/api/access/start", "token=none&email=a%40b.example&password=quatre+mots&again=quatre+mots", [422, 422, 422]),
    ("/api/clients/card", "id=1", NO_SUCH),
    ("/api/clients/deactivate", "id=1", NO_SUCH),
    ("/api/clients/families", "", SIGNED_IN),
    ("/api/clients/form", "", SIGNED_IN),
    ("/api/clients/head", "id=1", NO_SUCH),
    ("/api/clients/list", "asked[search]=", SIGNED_IN),
    ("/api/clients/reactivate", "id=1", NO_SUCH),
    ("/api/clients/save", "draft[label]=A", REFUSED),
    ("/api/contacts/affiliate", "contact=1&client=1", NO_SUCH),
    ("/api/contacts/card", "id=1", NO_SUCH),
    ("/api/contacts/deactivate", "id=1", NO_SUCH),
    ("/api/contacts/end", "affiliation=1", NO_SUCH),
    ("/api/contacts/form", "", SIGNED_IN),
    ("/api/contacts/list", "asked[search]=", SIGNED_IN),
    ("/api/contacts/of-client", "id=1&search=", NO_SUCH),
    ("/api/contacts/reactivate", "id=1", NO_SUCH),
    ("/api/contacts/remove", "id=1", NO_SUCH),
    ("/api/contacts/restore", "id=1", NO_SUCH),
    ("/api/contacts/resume", "affiliation=1", NO_SUCH),
    ("/api/contacts/save", "contact[email]=marie", REFUSED),
    ("/api/contacts/star", "affiliation=1&on=true", NO_SUCH),
    ("/api/history/of-client", "id=1", NO_SUCH),
    ("/api/search", "query=marie&most=5", SIGNED_IN),
    (
        "/api/settings/account",
        "act=save&host=smtp.maison.example&port=465&security=tls&from_address=a%40b.example",
        [401, 200, 200],
    ),
    ("/api/settings/company", "", [401, 403, 200]),
    ("/api/settings/end-sessions", "", [401, 200, 200]),
    ("/api/settings/invite", "email=a%40b.example&role=member", [401, 403, 200]),
    ("/api/settings/me", "", [401, 200, 200]),
    ("/api/settings/password", "current=faux&password=quatre+mots+longs&again=quatre+mots+longs", [401, 422, 422]),
    ("/api/settings/profile", "name=A&language=fr&theme=dark&version=1", [401, 200, 200]),
    (
        "/api/settings/save-company",
        "time_zone=Europe%2FParis&language=fr&undo_seconds=10&kinds_with_contacts[]=producer",
        [401, 403, 200],
    ),
    ("/api/settings/user", "user=9999&act=enable", [401, 403, 404]),
    ("/api/settings/users", "", [401, 403, 200]),
    ("/api/shell/language", "language=en", OPEN),
    ("/api/shell/theme", "theme=dark", OPEN),
    ("/api/sites/deactivate", "id=1", NO_SUCH),
    ("/api/sites/form", "client=1", NO_SUCH),
    ("/api/sites/of-client", "id=1", NO_SUCH),
    ("/api/sites/reactivate", "id=1", NO_SUCH),
    ("/api/sites/remove", "id=1", NO_SUCH),
    ("/api/sites/restore", "client=1&draft[label]=A", NO_SUCH),
    ("/api/sites/save", "client=1&draft[label]=", REFUSED),
];

const PAGES: &[Row] = &[
    ("/", "/", PAGE),
    ("/aide", "/aide", PAGE),
    ("/clients", "/clients", PAGE),
    ("/clients/nouveau", "/clients/nouveau", PAGE),
    ("/clients/{id}", "/clients/1", NO_PAGE),
    ("/clients/{id}/adresses", "/clients/1/adresses", NO_PAGE),
    ("/clients/{id}/adresses/nouvelle", "/clients/1/adresses/nouvelle", NO_PAGE),
    ("/clients/{id}/adresses/{site}", "/clients/1/adresses/1", NO_PAGE),
    ("/clients/{id}/associer", "/clients/1/associer", NO_PAGE),
    ("/clients/{id}/contacts", "/clients/1/contacts", NO_PAGE),
    ("/clients/{id}/historique", "/clients/1/historique", NO_PAGE),
    ("/clients/{id}/modifier", "/clients/1/modifier", NO_PAGE),
    ("/connexion", "/connexion", [200, 303, 303]),
    ("/contacts", "/contacts", PAGE),
    ("/contacts/nouveau", "/contacts/nouveau", PAGE),
    ("/contacts/{id}", "/contacts/1", NO_PAGE),
    ("/contacts/{id}/modifier", "/contacts/1/modifier", NO_PAGE),
    ("/installation", "/installation?jeton=none", OPEN),
    ("/invitation", "/invitation?jeton=none", OPEN),
    ("/mot-de-passe-oublie", "/mot-de-passe-oublie", OPEN),
    ("/mot-de-passe/nouveau", "/mot-de-passe/nouveau?jeton=none", OPEN),
    ("/recherche", "/recherche?q=marie", PAGE),
    ("/parametres/moi", "/parametres/moi", PAGE),
    ("/parametres/societe", "/parametres/societe", ADMINISTRATION),
    ("/parametres/utilisateurs", "/parametres/utilisateurs", ADMINISTRATION),
];

#[test]
fn every_function_and_every_page_has_its_row() {
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned()).collect();
    same(functions, FUNCTIONS);
    same(server::router::paths().into_iter().collect(), PAGES);
}

fn same(there: BTreeSet<String>, rows: &[Row]) {
    let written: BTreeSet<String> = rows.iter().map(|(path, ..)| (*path).to_owned()).collect();
    let missing: Vec<_> = there.difference(&written).collect();
    let stale: Vec<_> = written.difference(&there).collect();
    assert!(missing.is_empty() && stale.is_empty(), "without a row: {missing:?}; no longer there: {stale:?}");
    assert_eq!(written.len(), rows.len(), "a row stands twice");
}

#[tokio::test]
async fn s22_functions_answer_to_whom_they_should() {
    let mut wrong = vec![];
    for (path, body, expected) in FUNCTIONS {
        for (who, expected) in Who::ALL.into_iter().zip(expected) {
            // A fresh house: what one call changes must not decide what the next is told.
            let house = house().await;
            let mut request = ours(Method::POST, path, "application/x-www-form-urlencoded", body);
            if let Some(cookie) = who.cookie(&house).await {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            let status = house.ask(request).await.status().as_u16();
            if status != *expected {
                wrong.push(format!("{path} for {who:?}: {status}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn s22_pages_are_shown_to_whom_they_should() {
    let house = house().await;
    let mut wrong = vec![];
    for who in Who::ALL {
        let cookie = who.cookie(&house).await.unwrap_or_default();
        for (path, address, expected) in PAGES {
            let status = house.get_as(&cookie, address).await.status().as_u16();
            let expected = expected[who as usize];
            if status != expected {
                wrong.push(format!("{path} for {who:?}: {status}, expected {expected}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Nobody,
    Member,
    Administrator,
}

impl Who {
    const ALL: [Who; 3] = [Who::Nobody, Who::Member, Who::Administrator];

    async fn cookie(self, house: &House) -> Option<String> {
        match self {
            Who::Nobody => None,
            Who::Member => Some(house.signed_in(UserRole::Member).await),
            Who::Administrator => Some(house.signed_in(UserRole::Administrator).await),
        }
    }
}
