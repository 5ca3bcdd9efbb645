//! The letters cut into the edge of a directory.

use leptos::prelude::*;

/// A link per letter, to the address that `path` gives for it; the page behind begins there. On a narrow screen a strip
/// above the list. Put it after the list: nobody wants to pass 26 letters to reach the first person by keyboard.
pub fn thumb_index(label: &'static str, current: Option<char>, path: &dyn Fn(char) -> String) -> AnyView {
    let tabs = ('a'..='z').map(|letter| {
        let current = (current == Some(letter)).then_some("true");
        view! { <li><a href=path(letter) aria-current=current>{letter.to_ascii_uppercase().to_string()}</a></li> }
    });
    view! { <nav class="thumbs" aria-label=label><ul>{tabs.collect_view()}</ul></nav> }.into_any()
}
