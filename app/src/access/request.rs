//! The running request of a server function: who asks from where, and what goes back with the answer.

use super::{ClientAddress, caller::extension};
use crate::{facts::find, wire::is_page};
use http::request::Parts;
use leptos::prelude::use_context;
use model::Lang;
use std::net::{IpAddr, Ipv4Addr};

/// The client's address; one for all where no layer told (tests without a connection).
pub(super) fn address() -> IpAddr {
    extension::<ClientAddress>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |address| address.0)
}

/// A form without the wasm goes to another page. With it, the screen decides where to go: it knows what must be loaded anew.
pub(crate) fn go_to(path: &str) {
    if use_context::<Parts>().is_some_and(|request| is_page(&request.headers)) {
        leptos_axum::redirect(path);
    }
}

/// The language of the browser that asks, before anybody chose one.
pub(super) fn language() -> Lang {
    use_context::<Parts>().and_then(|request| find::language(&request.headers)).unwrap_or_default()
}
