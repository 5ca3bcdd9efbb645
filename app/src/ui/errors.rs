//! The summary above a form that could not be saved.

use super::{Icon, Problems, Symbol, anew, head::Titles, heard, sentence};
use crate::words::words;
use leptos::{ev::MouseEvent, html::Div, prelude::*};
use model::FieldProblem;

/// « 2 champs à corriger », with a link to each. It takes the focus whenever the problems change, and marks the page's title.
#[component]
pub fn ErrorSummary(
    problems: Problems,
    /// The label of a field by its name, as the form shows it.
    labels: fn(&str) -> &'static str,
) -> AnyView {
    let node = NodeRef::<Div>::new();
    let titles = use_context::<Titles>();
    let mark = move || titles.inspect(|titles| titles.set_erroneous(problems.with(|all| !all.is_empty())));
    if cfg!(feature = "ssr") {
        mark();
    }
    Effect::new(move |_| {
        mark();
        if problems.with(|all| !all.is_empty())
            && let Some(summary) = node.get()
        {
            // Some browsers refuse focus while the page is hidden; the role announces it anyway.
            let _ = summary.focus();
        }
    });
    on_cleanup(move || {
        titles.inspect(|titles| titles.set_erroneous(false));
    });
    let summary = move || {
        let all = problems.get();
        (!all.is_empty()).then(|| {
            view! {
                <div class="errors" role="alert" tabindex="-1" node_ref=node>
                    <h2><Icon symbol=Symbol::Error/>{words().form_errors(all.len() as i64)}</h2>
                    <ul>{all.iter().map(|problem| entry(problem, labels)).collect_view()}</ul>
                </div>
            }
        })
    };
    anew(summary)
}

fn entry(problem: &FieldProblem, labels: fn(&str) -> &'static str) -> AnyView {
    let label = labels(&problem.field);
    let text = sentence(words(), &problem.problem);
    let text = if label.is_empty() { text } else { words().form_error_of(label, &text) };
    let id = format!("f-{}", problem.field);
    let href = format!("#{id}");
    let go = move |e: MouseEvent| {
        if focus(&id) {
            e.prevent_default();
        }
    };
    view! { <li><a href=href rel="external" on:click=heard(go)>{text}</a></li> }.into_any()
}

#[cfg(feature = "hydrate")]
fn focus(id: &str) -> bool {
    use wasm_bindgen::JsCast;
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
    field.is_some_and(|field| field.focus().is_ok())
}

#[cfg(not(feature = "hydrate"))]
fn focus(_: &str) -> bool {
    false
}
