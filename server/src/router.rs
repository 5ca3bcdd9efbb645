//! Paths and the layers around them.

use crate::{
    facts,
    layers::{self, Home, Transport},
    site::Site,
    streams,
};
use app::{App, AppProps, document::document, facts::Facts, services::Services};
use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{from_fn, from_fn_with_state},
    response::IntoResponse,
};
use http::StatusCode;
use leptos::{
    config::LeptosOptions,
    nonce::Nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list, render_app_async_with_context};
use std::{sync::LazyLock, time::Duration};
use tokio_util::task::TaskTracker;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// How long a client may pause while it sends (S46).
const PAUSE: Duration = Duration::from_secs(20);

/// What the router is made of.
pub struct Parts {
    /// For server functions and handlers.
    pub services: Services,
    /// The built site.
    pub site: Site,
    /// Knows every request under way.
    pub requests: TaskTracker,
}

/// The whole application. Requests pass the layers from the last one written here to the first.
pub fn router(parts: Parts) -> Router {
    let Parts { services, site, requests } = parts;
    let transport = if services.is_https() { Transport::Https } else { Transport::Http };
    let home = Home(services.url.clone());
    pages(services.clone(), &site)
        .merge(streams::routes(services.clone(), site.assets.clone()))
        .merge(site.files)
        .layer(from_fn_with_state(services.clone(), facts::layer))
        .layer(from_fn_with_state(services, app::access::session::layer))
        .layer(from_fn(layers::whole_body))
        .layer(from_fn(app::error::status::layer))
        .layer(DefaultBodyLimit::max(layers::BODY))
        .layer(RequestBodyTimeoutLayer::new(PAUSE))
        .layer(from_fn(layers::body_time))
        .layer(from_fn(layers::content_type))
        .layer(from_fn_with_state(home, layers::same_origin))
        .layer(from_fn(layers::noted))
        .layer(from_fn_with_state(requests, layers::own_task))
        .layer(from_fn(layers::head_size))
        .layer(from_fn_with_state(transport, layers::headers))
}

/// The screens, rendered whole before the first byte, and every server function of `app`.
fn pages(services: Services, site: &Site) -> Router {
    let options = LeptosOptions::builder().output_name("bonport").build();
    let assets = site.assets.clone();
    let context = move || {
        provide_context(services.clone());
        provide_context(assets.clone());
        from_extensions();
    };
    let page = render_app_async_with_context(context.clone(), document);
    let not_found = async move |request: Request| {
        // What has no facts is no page: a wrong method, an unknown function.
        if request.extensions().get::<Facts>().is_some() {
            page(request).await
        } else {
            StatusCode::NOT_FOUND.into_response()
        }
    };
    Router::new()
        .leptos_routes_with_context(&options, LISTING.clone(), context, document)
        .fallback(not_found)
        .with_state(options)
}

/// The paths of the pages, as the router of the screens has them.
pub fn paths() -> Vec<String> {
    LISTING.iter().map(|page| page.path().to_owned()).collect()
}

/// Made once: while Leptos makes it, no resource of the whole process loads, and a page that is rendered meanwhile never ends.
static LISTING: LazyLock<Vec<AxumRouteListing>> =
    LazyLock::new(|| generate_route_list(|| App(AppProps { facts: Facts::default() })));

/// What the layers found out about the request. Leptos has made a nonce of its own; ours is the one in the header.
pub(crate) fn from_extensions() {
    let Some(request) = use_context::<http::request::Parts>() else { return };
    if let Some(nonce) = request.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
    if let Some(facts) = request.extensions.get::<Facts>() {
        provide_context(facts.clone());
    }
}
