//! Nothing there yet, something to know, something on its way.

use leptos::prelude::*;

/// One sentence; the children are the main act and a link.
#[component]
pub fn Empty(
    #[prop(into)] text: String,
    /// It answers what was just asked, and is announced.
    #[prop(optional)]
    answers: bool,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <p role=answers.then_some("status")>{text}</p>
            {children.map(|children| view! { <div class="line">{children()}</div> })}
        </div>
    }
    .into_any()
}

/// A line across the page. `tone` is empty, `info` or `bad`.
#[component]
pub fn Banner(#[prop(optional)] tone: &'static str, children: Children) -> AnyView {
    view! { <div class=["banner ", tone].concat().trim_end().to_owned()>{children()}</div> }.into_any()
}

/// Lines where text will be; seen only when it takes longer than 300 ms.
#[component]
pub fn Skeleton(#[prop(default = 6)] lines: i32) -> AnyView {
    let lines = (0..lines).map(|_| view! { <i></i> }).collect_view();
    view! { <div class="skeleton" aria-hidden="true">{lines}</div> }.into_any()
}
