//! The text box of a role: uncontrolled, so what was typed early stays (D03, D102, D103).

use super::{
    Handle,
    effects::{has_focus, text_id},
    keyboard::press,
    mount::around_caret,
};
use crate::{
    ui::{Icon, Symbol, anew, heard},
    words::words,
};
use leptos::{
    attr::custom::custom_attribute,
    ev,
    html::Input,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{self, HtmlInputElement},
};
use model::recipients::{Event, Role};

#[component]
pub(super) fn TextBox(handle: Handle, role: Role) -> AnyView {
    let w = words();
    let state = handle.state;
    let node = NodeRef::<Input>::new();
    let id = text_id(role);
    let (list_id, error_id) = ([&id, "-list"].concat(), [&id, "-error"].concat());
    let is_open = Memo::new(move |_| state.with(|state| state.list().shows(role)));
    let error =
        Memo::new(move |_| state.with(|state| state.has_error(role).then(|| state.text(role).trim().to_owned())));
    let helps = Memo::new(move |_| state.with(|state| state.helps()));
    let active = Memo::new(move |_| state.with(|state| active_cell(state, role)));
    let described = {
        let error_id = error_id.clone();
        move || match (helps.get(), error.with(Option::is_some)) {
            (true, true) => Some(["recip-help ", &error_id].concat()),
            (true, false) => Some("recip-help".to_owned()),
            (false, true) => Some(error_id.clone()),
            (false, false) => None,
        }
    };
    let message = move || {
        error.get().map(|text| view! { <p class="error" id=error_id.clone()><Icon symbol=Symbol::Error/>{w.recip_unfinished(&text)}</p> })
    };
    view! {
        <input
            type="text"
            id=id
            name=[role.code(), "_text"].concat()
            role="combobox"
            value=state.with_untracked(|state| state.text(role).to_owned())
            aria-haspopup="grid"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-controls=list_id
            aria-autocomplete="list"
            aria-activedescendant=move || active.get()
            aria-describedby=described
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            autocomplete="off"
            autocapitalize="none"
            spellcheck="false"
            inputmode="email"
            enterkeyhint="done"
            {..custom_attribute("autocorrect", "off")}
            node_ref=node
            on:keydown=heard(move |e: ev::KeyboardEvent| with(node, |input| handle.answer(&e, Event::Key(role, press(&e, Some(input))))))
            on:input=heard(move |e| typed(handle, role, node, &e))
            on:compositionend=heard(move |e: ev::CompositionEvent| inserted(handle, role, node, e.data().unwrap_or_default(), false))
            on:paste=heard(move |e: ev::ClipboardEvent| pasted(handle, role, node, &e))
            on:focus=heard(move |_| {
                reread(handle, role, node);
                handle.send(Event::Focused(role));
            })
            on:blur=heard(move |_| left(handle, role, node))
        />
        {anew(message)}
    }
    .into_any()
}

/// The marked gridcell; nothing at all when there is none (D05, D06).
fn active_cell(state: &model::recipients::State, role: Role) -> Option<String> {
    let list = state.list();
    let active = list.active.filter(|_| list.shows(role))?;
    Some(cell_id(role, active.row, active.star))
}

/// The id of a cell of a role's list.
pub(super) fn cell_id(role: Role, row: usize, second: bool) -> String {
    [text_id(role).as_str(), if second { "-s" } else { "-c" }, &row.to_string()].concat()
}

fn with(node: NodeRef<Input>, act: impl FnOnce(&HtmlInputElement)) {
    if let Some(input) = node.get_untracked() {
        act(&input);
    }
}

/// D53: what was inserted counts, not which key did it.
fn typed(handle: Handle, role: Role, node: NodeRef<Input>, e: &ev::Event) {
    let Some(e) = e.dyn_ref::<web_sys::InputEvent>() else {
        return inserted(handle, role, node, String::new(), false);
    };
    inserted(handle, role, node, e.data().unwrap_or_default(), e.is_composing());
}

fn inserted(handle: Handle, role: Role, node: NodeRef<Input>, inserted: String, composing: bool) {
    with(node, |input| {
        let (before, after) = around_caret(input);
        handle.send(Event::Typed { role, before, after, inserted, composing });
    });
}

/// Going to another window and back is not leaving: the box keeps its place in the page, and what stands in it (D52, D39).
fn left(handle: Handle, role: Role, node: NodeRef<Input>) {
    if !node.get_untracked().is_some_and(|input| has_focus(&input)) {
        reread(handle, role, node);
        handle.send(Event::Left(role));
    }
}

/// Changed without an event: dictation, filling in, extensions.
fn reread(handle: Handle, role: Role, node: NodeRef<Input>) {
    with(node, |input| {
        if handle.state.with_untracked(|state| state.text(role) != input.value()) {
            inserted(handle, role, node, String::new(), false);
        }
    });
}

fn pasted(handle: Handle, role: Role, node: NodeRef<Input>, e: &web_sys::Event) {
    let data = e.dyn_ref::<web_sys::ClipboardEvent>().and_then(web_sys::ClipboardEvent::clipboard_data);
    with(node, |input| drop(take(handle, role, input, e, data)));
}

/// The text that came with the event; the machine may take it from the browser.
pub(super) fn take(
    handle: Handle,
    role: Role,
    input: &HtmlInputElement,
    e: &web_sys::Event,
    data: Option<web_sys::DataTransfer>,
) -> String {
    let text = data.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    if !text.is_empty() {
        let (before, after) = around_caret(input);
        handle.answer(e, Event::Pasted { role, text: text.clone(), before, after });
    }
    text
}
