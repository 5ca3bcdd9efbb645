//! A labelled line of text with its hint and its error.

use super::{Icon, Problems, Symbol, anew, is_left_out, problems::of_field};
use crate::words::words;
use leptos::{html::Input, prelude::*};

/// Uncontrolled: the browser owns the text, so what was typed before the wasm arrived stays. Read it through `node`.
#[component]
pub fn Field(
    /// The form's name of it; its problems name it without the draft around it (`draft[email]` is `email`), and its id is
    /// `f-email`.
    #[prop(into)]
    name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional, into)] problems: Problems,
    #[prop(optional)] autocomplete: &'static str,
    #[prop(optional)] inputmode: &'static str,
    /// A width for things that are short by nature, such as a port.
    #[prop(optional)]
    short: bool,
    #[prop(optional)] readonly: bool,
    /// Tells it from fields of the same name in other forms of the page.
    #[prop(optional, into)]
    among: String,
    /// The id of a `<datalist>` that proposes values.
    #[prop(optional)]
    list: &'static str,
    #[prop(optional)] node: NodeRef<Input>,
) -> AnyView {
    let field = field_of(&name);
    if is_left_out(&field) {
        return ().into_any();
    }
    let id = if among.is_empty() { format!("f-{field}") } else { format!("f-{field}-{among}") };
    let class = if short { "input short" } else { "input" };
    let (described, error) = described(&id, &field, !hint.is_empty(), problems);
    let invalid = move || error.with(|e| e.is_some()).then_some("true");
    let filled = |text: &'static str| (!text.is_empty()).then_some(text);
    // An address or a number is not prose: no capital at its start, nothing corrected.
    let exact = [kind, inputmode].iter().any(|is| matches!(*is, "email" | "password" | "tel" | "url")).then_some("off");
    view! {
        <div class="field">
            {label_of(id.clone(), label, required)}
            {hint_of(&id, hint)}
            <input
                class=class
                id=id.clone()
                name=name
                type=kind
                value=value
                required=required
                readonly=readonly
                autocomplete=filled(autocomplete)
                inputmode=filled(inputmode)
                list=filled(list)
                autocapitalize=exact
                spellcheck=exact.map(|_| "false")
                aria-invalid=invalid
                aria-describedby=described
                node_ref=node
            />
            {error_of(&id, error)}
        </div>
    }
    .into_any()
}

/// The field that problems name: `email` of `draft[email]`, `phones.0.number` of `draft[phones][0][number]`.
pub(super) fn field_of(name: &str) -> String {
    match name.split_once('[') {
        Some((_, inner)) => inner.trim_end_matches(']').replace("][", "."),
        None => name.to_owned(),
    }
}

/// What `aria-describedby` says at each moment, and the sentence of the error.
pub(super) fn described(
    id: &str,
    name: &str,
    hint: bool,
    problems: Problems,
) -> (Signal<Option<String>>, Signal<Option<String>>) {
    let field = name.to_owned();
    let error = Signal::derive(move || of_field(problems, &field));
    let id = id.to_owned();
    let described = Signal::derive(move || match (hint, error.with(|e| e.is_some())) {
        (true, true) => Some(format!("{id}-hint {id}-error")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    });
    (described, error)
}

pub(super) fn label_of(id: String, label: String, required: bool) -> AnyView {
    view! { <label for=id>{label} {required.then(need)}</label> }.into_any()
}

/// « (obligatoire) », in words.
pub(super) fn need() -> AnyView {
    view! { <span class="need">" "{words().form_required()}</span> }.into_any()
}

pub(super) fn hint_of(id: &str, hint: String) -> AnyView {
    let id = format!("{id}-hint");
    (!hint.is_empty()).then(|| view! { <p class="hint" id=id>{hint}</p> }).into_any()
}

pub(super) fn error_of(id: &str, error: Signal<Option<String>>) -> AnyView {
    let id = format!("{id}-error");
    let line = move || {
        let id = id.clone();
        error.get().map(|text| view! { <p class="error" id=id><Icon symbol=Symbol::Error/>{text}</p> })
    };
    anew(line)
}
