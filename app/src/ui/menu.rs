//! The ⋯ menu: a native popover, so it opens without the wasm; with it the arrows move through its entries.

use super::{Icon, Symbol, anew, heard};
use leptos::{
    ev::{KeyboardEvent, MouseEvent},
    html::Div,
    prelude::*,
};

/// The button ⋯ and what it opens. The children are `MenuItem`s, `MenuLink`s or forms with a `role="menuitem"` button.
#[component]
pub fn Menu(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// Such as « Autres actions : Éloïse Lefèvre ».
    #[prop(into)]
    label: String,
    children: Children,
) -> AnyView {
    view! {
        <button type="button" class="btn icon-only" popovertarget=id.clone() aria-haspopup="menu" aria-label=label.clone() title=label.clone()>
            <Icon symbol=Symbol::More/>
        </button>
        <MenuPanel id label>{children()}</MenuPanel>
    }
    .into_any()
}

/// What any button with `popovertarget` opens.
#[component]
pub fn MenuPanel(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    /// It opens above its button.
    #[prop(optional)]
    up: bool,
    children: Children,
) -> AnyView {
    let node = NodeRef::<Div>::new();
    view! {
        <div
            class="menu"
            class:up=up
            popover="auto"
            id=id
            role="menu"
            aria-label=move || label.get()
            node_ref=node
            on:click=heard(move |_| closed(node))
            on:keydown=heard(move |e| moved(node, &e))
            on:toggle=heard(move |_| opened(node))
        >
            {children()}
        </div>
    }
    .into_any()
}

/// An entry that acts in the browser.
#[component]
pub fn MenuItem(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional)] danger: bool,
    #[prop(into)] press: Callback<MouseEvent>,
) -> AnyView {
    view! {
        <button type="button" role="menuitem" class:danger=danger on:click=heard(move |e| press.run(e))>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {anew(move || label.get())}
        </button>
    }
    .into_any()
}

/// An entry that goes to a page.
#[component]
pub fn MenuLink(
    #[prop(into)] label: String,
    #[prop(into)] href: String,
    #[prop(optional)] symbol: Option<Symbol>,
) -> AnyView {
    view! { <a role="menuitem" href=href>{symbol.map(|symbol| view! { <Icon symbol/> })}{label}</a> }.into_any()
}

const ENTRIES: &str = "[role^=menuitem]:not(:disabled)";

#[cfg(feature = "hydrate")]
fn entries(node: NodeRef<Div>) -> Vec<web_sys::HtmlElement> {
    use wasm_bindgen::JsCast;
    let Some(Ok(found)) = node.get_untracked().map(|menu| menu.query_selector_all(ENTRIES)) else { return vec![] };
    (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
}

#[cfg(not(feature = "hydrate"))]
fn entries(_: NodeRef<Div>) -> Vec<web_sys::HtmlElement> {
    let _ = ENTRIES;
    vec![]
}

fn opened(node: NodeRef<Div>) {
    let is_open = node.get_untracked().is_some_and(|menu| menu.matches(":popover-open").unwrap_or(false));
    if let (true, Some(first)) = (is_open, entries(node).first()) {
        let _ = first.focus();
    }
}

fn closed(node: NodeRef<Div>) {
    if let Some(menu) = node.get_untracked() {
        // Refused when it is closed already.
        let _ = menu.hide_popover();
    }
}

fn moved(node: NodeRef<Div>, e: &KeyboardEvent) {
    let all = entries(node);
    let Some(last) = all.len().checked_sub(1) else { return };
    let here = all.iter().position(|entry| entry.matches(":focus").unwrap_or(false));
    let next = match (e.key().as_str(), here) {
        ("ArrowDown", Some(at)) if at < last => at + 1,
        ("ArrowUp", Some(at)) if at > 0 => at - 1,
        ("ArrowUp" | "End", _) => last,
        ("ArrowDown" | "Home", _) => 0,
        ("Tab", _) => return closed(node),
        _ => return,
    };
    e.prevent_default();
    let _ = all[next].focus();
}
