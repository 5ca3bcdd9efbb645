//! Paths and the layers around them.

use crate::{
    facts,
    layers::{self, Home, Transport},
    site::Site,
};
use app::{document::document, facts::Facts, pages::Pages, services::Services};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn, from_fn_with_state},
    routing::get,
};
use leptos::{
    config::LeptosOptions,
    nonce::Nonce,
    prelude::{provide_context, use_context},
};
use leptos_axum::{LeptosRoutes, generate_route_list, render_app_async_with_context};
use std::time::Duration;
use tokio_util::task::TaskTracker;
use tower_http::timeout::RequestBodyTimeoutLayer;

/// What a server function may be sent; uploads have a limit of their own.
const BODY: usize = 2 * 1024 * 1024;
/// How long a client may pause while it sends (S46).
const PAUSE: Duration = Duration::from_secs(20);

/// What the router is made of.
pub struct Parts {
    /// For server functions and handlers.
    pub services: Services,
    /// The built site.
    pub site: Site,
    /// The address people open.
    pub url: String,
    /// Knows every request under way.
    pub requests: TaskTracker,
}

/// The whole application. Requests pass the layers from the last one written here to the first.
pub fn router(parts: Parts) -> Router {
    let Parts { services, site, url, requests } = parts;
    let transport = if url.starts_with("https:") { Transport::Https } else { Transport::Http };
    pages(services.clone(), &site)
        .route("/sante", get(async || "ok"))
        .merge(site.files)
        .layer(from_fn_with_state(services, facts::layer))
        .layer(from_fn(app::error::status::layer))
        .layer(DefaultBodyLimit::max(BODY))
        .layer(RequestBodyTimeoutLayer::new(PAUSE))
        .layer(from_fn(layers::content_type))
        .layer(from_fn_with_state(Home(url.into()), layers::same_origin))
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
    let paths = generate_route_list(Pages);
    Router::new()
        .leptos_routes_with_context(&options, paths, context.clone(), document)
        .fallback(render_app_async_with_context(context, document))
        .with_state(options)
}

/// What the layers found out about the request. Leptos has made a nonce of its own; ours is the one in the header.
fn from_extensions() {
    let Some(request) = use_context::<http::request::Parts>() else { return };
    if let Some(nonce) = request.extensions.get::<Nonce>() {
        provide_context(nonce.clone());
    }
    if let Some(facts) = request.extensions.get::<Facts>() {
        provide_context(facts.clone());
    }
}
