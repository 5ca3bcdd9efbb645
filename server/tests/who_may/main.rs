//! S22: who may call what. Every server function, every page and every other handler has its row in `table.rs`; one without a row fails
//! the first test. Write the row when you write the function.
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;
mod table;

use http::Method;
use model::UserRole;
use std::collections::BTreeSet;
use support::{House, house, ours};
use table::{Administrators, Everybody, FUNCTIONS, HANDLERS, Members, ONWARD, PAGES, Programs, Who};

/// What no function may answer to a right body from whoever may call it.
const NEVER: [u16; 6] = [400, 401, 403, 405, 415, 500];

#[test]
fn every_function_every_page_and_every_handler_has_its_row() {
    let functions = server_fn::axum::server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned());
    same(functions.collect(), FUNCTIONS.iter().map(|row| row.0).collect());
    same(server::router::paths().into_iter().collect(), PAGES.iter().map(|row| row.0).collect());
    let handlers = server::streams::paths().into_iter().map(|(method, path)| format!("{method} {path}"));
    same(handlers.collect(), HANDLERS.iter().map(|row| row.0).collect());
}

/// A router cannot be asked what it holds: so that nothing slips in beside the list of `streams`, that list is the only place.
#[test]
fn no_path_is_given_to_the_router_beside_the_list_of_handlers() {
    let mut found = vec![];
    let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let text = std::fs::read_to_string(&path).unwrap();
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                for way in WAYS {
                    found.extend(text.matches(way).map(|_| format!("{name} {way}")));
                }
            }
        }
    }
    found.sort();
    // streams/mod.rs folds its list; site.rs serves files that everybody may read; router.rs puts these and the pages together; watched.rs
    // listens on an address of its own.
    let known = [
        "mod.rs .route(",
        "router.rs .fallback(",
        "router.rs .leptos_routes",
        "router.rs .merge(",
        "router.rs .merge(",
        "site.rs .nest_service(",
        "site.rs .route(",
        "site.rs .route_service(",
        "site.rs .route_service(",
        "watched.rs .route(",
        "watched.rs .route(",
    ];
    assert_eq!(found, known);
}

/// By which a router of axum gets to know what it answers to.
const WAYS: [&str; 10] = [
    ".route(",
    ".route_service(",
    ".route_layer(",
    ".nest(",
    ".nest_service(",
    ".merge(",
    ".fallback(",
    ".fallback_service(",
    ".leptos_routes",
    ".method_not_allowed_fallback(",
];

fn same(there: BTreeSet<String>, rows: Vec<&str>) {
    let written: BTreeSet<String> = rows.iter().map(|path| (*path).to_owned()).collect();
    let missing: Vec<_> = there.difference(&written).collect();
    let stale: Vec<_> = written.difference(&there).collect();
    assert!(missing.is_empty() && stale.is_empty(), "without a row: {missing:?}; no longer there: {stale:?}");
    assert_eq!(written.len(), rows.len(), "a row stands twice");
}

#[tokio::test]
async fn s22_functions_answer_to_whom_they_should() {
    let mut wrong = vec![];
    for (path, may, body) in FUNCTIONS {
        for caller in Caller::ALL {
            // A house of its own: what one call changes must not decide what the next is told.
            let house = house().await;
            let kind = if body.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
            let mut request = ours(Method::POST, &format!("/api/{path}"), kind, body);
            if let Some(cookie) = caller.cookie(&house).await {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            let status = house.ask(request).await.status().as_u16();
            let right = match caller.refusal(*may) {
                Some(refusal) => status == refusal,
                None => !NEVER.contains(&status),
            };
            if !right {
                wrong.push(format!("{path} for {caller:?}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn s22_handlers_answer_to_whom_they_should() {
    let house = house().await;
    let mut wrong = vec![];
    for caller in Caller::ALL {
        let cookie = caller.cookie(&house).await;
        for (path, may, address, body) in HANDLERS {
            let method: Method = path.split(' ').next().unwrap().parse().unwrap();
            let mut request = ours(method.clone(), address, "application/x-www-form-urlencoded", body);
            if let Some(cookie) = &cookie {
                request.headers_mut().insert("cookie", cookie.parse().unwrap());
            }
            let status = house.ask(request).await.status().as_u16();
            let right = match caller.refusal(*may) {
                // Somebody unknown who opens an address is sent to the sign-in.
                Some(401) if method == Method::GET => status == 303,
                Some(refusal) => status == refusal,
                None => !NEVER.contains(&status),
            };
            if !right {
                wrong.push(format!("{path} for {caller:?}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn s22_pages_are_shown_to_whom_they_should() {
    let house = house().await;
    let mut wrong = vec![];
    for caller in Caller::ALL {
        let cookie = caller.cookie(&house).await.unwrap_or_default();
        for (path, may, address) in PAGES {
            let status = house.get_as(&cookie, address).await.status().as_u16();
            let right = match caller.refusal(*may) {
                // Somebody unknown is sent to the sign-in.
                Some(401) => status == 303,
                Some(refusal) => status == refusal,
                None => status == caller.shown(path),
            };
            if !right {
                wrong.push(format!("{path} for {caller:?}: {status}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[derive(Clone, Copy, Debug)]
enum Caller {
    Nobody,
    /// Whose access was taken away, with a session that is still in the table.
    Disabled,
    Member,
    Administrator,
}

impl Caller {
    const ALL: [Caller; 4] = [Caller::Nobody, Caller::Disabled, Caller::Member, Caller::Administrator];

    /// The status of what this caller may not do.
    fn refusal(self, may: Who) -> Option<u16> {
        match (self, may) {
            (_, Programs) => Some(401),
            (_, Everybody) | (Caller::Member, Members) | (Caller::Administrator, _) => None,
            (Caller::Nobody | Caller::Disabled, _) => Some(401),
            (Caller::Member, Administrators) => Some(403),
        }
    }

    /// The status of a page that this caller may see, in a house without any record.
    fn shown(self, path: &str) -> u16 {
        match self {
            Caller::Member | Caller::Administrator if ONWARD.contains(&path) => 303,
            _ if path.contains('{') => 404,
            _ => 200,
        }
    }

    async fn cookie(self, house: &House) -> Option<String> {
        match self {
            Caller::Nobody => None,
            Caller::Disabled => Some(house.turned_away().await),
            Caller::Member => Some(house.signed_in(UserRole::Member).await),
            Caller::Administrator => Some(house.signed_in(UserRole::Administrator).await),
        }
    }
}
