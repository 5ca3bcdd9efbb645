//! « Précédents » and « Suivants » of a list that pages by keys.

use super::{Icon, Symbol, head::focus_heading, heard};
use crate::words::words;
use leptos::{ev::MouseEvent, prelude::*};

/// Links to the pages before and after; nothing at all when there is neither.
#[component]
pub fn Pager(
    #[prop(into)] previous: Option<String>,
    #[prop(into)] next: Option<String>,
    /// Such as « 50 sur 1 204 ».
    #[prop(optional, into)]
    note: String,
) -> AnyView {
    if previous.is_none() && next.is_none() {
        return ().into_any();
    }
    // The link that was pressed goes with its page, and with it the focus.
    let go = |e: MouseEvent| {
        if !(e.ctrl_key() || e.meta_key() || e.shift_key()) {
            focus_heading();
        }
    };
    view! {
        <nav class="pager" aria-label=words().act_pages()>
            {previous.map(|href| view! { <a class="btn" href=href rel="prev" on:click=heard(go)><Icon symbol=Symbol::Back/>{words().act_previous()}</a> })}
            {next.map(|href| view! { <a class="btn" href=href rel="next" on:click=heard(go)>{words().act_next()}<Icon symbol=Symbol::Next/></a> })}
            {(!note.is_empty()).then(|| view! { <span class="meta num">{note}</span> })}
        </nav>
    }
    .into_any()
}
