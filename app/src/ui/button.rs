//! Buttons with words.

use super::{Icon, Symbol, anew, heard};
use leptos::{ev::MouseEvent, prelude::*};

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One of several.
    #[default]
    Plain,
    /// The page's main act.
    Primary,
    /// Beside something more important.
    Quiet,
    /// Takes something away.
    Danger,
}

impl Kind {
    fn class(self) -> &'static str {
        match self {
            Kind::Plain => "btn",
            Kind::Primary => "btn primary",
            Kind::Quiet => "btn quiet",
            Kind::Danger => "btn danger",
        }
    }
}

/// A button that acts in the browser.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    /// Tells it from others of the same label: begins with the label.
    #[prop(optional, into)]
    name: String,
    #[prop(optional)] kind: Kind,
    #[prop(optional)] small: bool,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] press: Callback<MouseEvent>,
) -> AnyView {
    let name = (!name.is_empty()).then_some(name);
    view! {
        <button type="button" class=kind.class() class:small=small aria-label=name disabled=move || disabled.get() on:click=heard(move |e| press.run(e))>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {anew(move || label.get())}
        </button>
    }
    .into_any()
}

/// The button that sends a form. While busy it stays focusable and a second press does nothing.
#[component]
pub fn Submit(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] symbol: Option<Symbol>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(default = Kind::Primary)] kind: Kind,
) -> AnyView {
    let hold = move |e: MouseEvent| {
        if busy.get_untracked() {
            e.prevent_default();
        }
    };
    view! {
        <button type="submit" class=kind.class() aria-disabled=move || busy.get().then_some("true") on:click=heard(hold)>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            {anew(move || label.get())}
        </button>
    }
    .into_any()
}
