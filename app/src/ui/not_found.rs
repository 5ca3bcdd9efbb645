//! E23: nothing is here.

use leptos::prelude::*;

/// Says so, with status 404.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    view! { <main id="main"><h1>"404"</h1></main> }.into_any()
}
