//! A word of state.

use super::{Icon, Symbol, anew};
use leptos::prelude::*;

/// What a tag means at a glance. A warning always has its symbol: its colour is close to the star's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Done.
    Ok,
    /// Look at it.
    Warn,
    /// Failed.
    Bad,
    /// Going on.
    Info,
    /// Called off.
    Off,
}

/// A word of state with its symbol where colour alone would carry it.
#[component]
pub fn Tag(#[prop(into)] text: Signal<String>, #[prop(optional, into)] tone: Signal<Tone>) -> AnyView {
    let class = move || match tone.get() {
        Tone::Plain => "tag",
        Tone::Ok => "tag ok",
        Tone::Warn => "tag warn",
        Tone::Bad => "tag bad",
        Tone::Info => "tag info",
        Tone::Off => "tag off",
    };
    let symbol = move || match tone.get() {
        Tone::Warn => Some(view! { <Icon symbol=Symbol::Warn/> }),
        Tone::Bad => Some(view! { <Icon symbol=Symbol::Error/> }),
        _ => None,
    };
    view! { <span class=class>{anew(symbol)}{anew(move || text.get())}</span> }.into_any()
}
