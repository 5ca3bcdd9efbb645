//! The tabs of a card: links, each with its own address and page.

use crate::words::words;
use leptos::{html::Nav, prelude::*};
use leptos_router::hooks::use_location;

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its words.
    pub label: String,
    /// Its path.
    pub path: String,
    /// How many are there.
    pub count: Option<i64>,
    /// The server alone makes its page.
    pub external: bool,
}

/// One strip that scrolls sideways on a phone, the current tab in sight.
#[component]
pub fn Tabs(#[prop(into)] label: String, tabs: Vec<Tab>) -> AnyView {
    let here = use_location().pathname;
    let node = NodeRef::<Nav>::new();
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        here.track();
        if let Some(strip) = node.get()
            && let Ok(Some(current)) = strip.query_selector("[aria-current]")
        {
            let middle = current.get_bounding_client_rect().left() - strip.get_bounding_client_rect().left();
            let room = f64::from(strip.client_width()) - current.get_bounding_client_rect().width();
            strip.set_scroll_left(strip.scroll_left() + (middle - room / 2.0) as i32);
        }
    });
    let links = tabs
        .into_iter()
        .map(|Tab { label, path, count, external }| {
            let own = path.clone();
            let current = move || here.with(|here| here.trim_end_matches('/') == own).then_some("page");
            let count = count.map(|n| view! { <span class="n num">" "{words().number(n)}</span> });
            view! { <li><a href=path rel=external.then_some("external") aria-current=current>{label}{count}</a></li> }
        })
        .collect_view();
    view! { <nav class="tabs" aria-label=label node_ref=node><ul>{links}</ul></nav> }.into_any()
}
