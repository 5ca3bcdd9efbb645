//! Choosing one of several, or yes and no. Uncontrolled, like `Field`.

use super::{
    Problems,
    field::{described, error_of, field_of, hint_of, label_of, need},
    is_left_out,
};
use leptos::{
    html::{self, Input},
    prelude::*,
};

/// A list that opens. Options are (value, words).
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] problems: Problems,
    #[prop(optional)] node: NodeRef<html::Select>,
) -> AnyView {
    let field = field_of(&name);
    if is_left_out(&field) {
        return ().into_any();
    }
    let id = format!("f-{field}");
    let (described, error) = described(&id, &field, !hint.is_empty(), problems);
    let invalid = move || error.with(|e| e.is_some()).then_some("true");
    let options = options
        .into_iter()
        .map(|(code, text)| {
            let chosen = code == value;
            view! { <option value=code selected=chosen>{text}</option> }
        })
        .collect_view();
    view! {
        <div class="field">
            {label_of(id.clone(), label, required)}
            {hint_of(&id, hint)}
            <select class="input" id=id.clone() name=name required=required aria-invalid=invalid aria-describedby=described node_ref=node>
                {options}
            </select>
            {error_of(&id, error)}
        </div>
    }
    .into_any()
}

/// All choices in sight. Options are (value, words).
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] problems: Problems,
) -> AnyView {
    let field = field_of(&name);
    let id = format!("f-{field}");
    let (described, error) = described(&id, &field, !hint.is_empty(), problems);
    let choices = options
        .into_iter()
        .enumerate()
        .map(|(at, (code, text))| {
            // The summary of errors links to `f-{name}`: the first choice.
            let id = if at == 0 { id.clone() } else { format!("{id}-{at}") };
            let chosen = code == value;
            view! {
                <div class="choice">
                    <input type="radio" id=id.clone() name=name.clone() value=code checked=chosen required=required/>
                    <label for=id>{text}</label>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{label} {required.then(need)}</legend>
            {hint_of(&id, hint)}
            {choices}
            {error_of(&id, error)}
        </fieldset>
    }
    .into_any()
}

/// Yes when ticked; the form then holds `name=true`.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: String,
    #[prop(optional)] node: NodeRef<Input>,
) -> AnyView {
    let id = format!("f-{}", field_of(&name));
    let described = (!hint.is_empty()).then(|| format!("{id}-hint"));
    view! {
        <div class="field">
            <div class="choice">
                <input type="checkbox" id=id.clone() name=name value="true" checked=checked aria-describedby=described node_ref=node/>
                <label for=id.clone()>{label}</label>
            </div>
            {hint_of(&id, hint)}
        </div>
    }
    .into_any()
}
