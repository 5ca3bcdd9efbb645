//! The running request of a server function: who asks from where, and what goes back with the answer.

use super::{ClientAddress, caller::extension};
use crate::facts::find::{LANGUAGE_COOKIE, cookie};
use http::{header, request::Parts};
use leptos::prelude::use_context;
use model::Lang;
use std::net::{IpAddr, Ipv4Addr};

/// The client's address; one for all where no layer told (tests without a connection).
pub(super) fn address() -> IpAddr {
    extension::<ClientAddress>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0)
}

/// A form without the wasm goes to another page. With it, the screen decides where to go: it knows what must be loaded anew.
pub(crate) fn go_to(path: &str) {
    let page = use_context::<Parts>().is_some_and(|request| {
        let accept = request.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    });
    if page {
        leptos_axum::redirect(path);
    }
}

/// The language of the browser that asks, before anybody chose one.
pub(super) fn language() -> Lang {
    let Some(request) = use_context::<Parts>() else { return Lang::default() };
    let accepted =
        || request.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| Lang::accepted(value.to_str().ok()?));
    cookie(&request.headers, LANGUAGE_COOKIE).and_then(Lang::from_code).or_else(accepted).unwrap_or_default()
}
