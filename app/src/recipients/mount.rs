//! Taking over what the server rendered (D102): what a person typed or ticked before the wasm arrived is where they left it.

use super::{
    Handle,
    effects::{Runner, has_focus, text_box},
};
use leptos::{
    html::Fieldset,
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Event as DomEvent, HtmlFieldSetElement, HtmlInputElement},
};
use model::recipients::{Block, Cut, Event, Role, Tick};

/// Attaches the machine to the page, once, when the elements are there.
pub(super) fn start(handle: Handle, runner: Runner, show: Callback<Block>, node: NodeRef<Fieldset>) {
    Effect::new(move |_| {
        let Some(field) = node.get() else { return };
        // Once: what is read from here on does not bring it back.
        untrack(move || {
            handle.attach(Callback::new(move |effects| runner.run(effects)), show);
            take_over(handle, &field);
            // From here on the buttons work and the boxes are gone (D104).
            let _ = field.set_attribute("data-hydrated", "");
        });
        for (name, cut) in [("copy", Cut::No), ("cut", Cut::Yes)] {
            let listener = window_event_listener_untyped(name, move |e| copied(handle, &e, cut));
            on_cleanup(move || listener.remove());
        }
    });
}

fn take_over(handle: Handle, field: &HtmlFieldSetElement) {
    handle.send(Event::Ticked(ticks(field)));
    for role in Role::ALL {
        let Some(input) = text_box(role) else { continue };
        if handle.state.with_untracked(|state| state.text(role) != input.value()) {
            let (before, after) = around_caret(&input);
            handle.send(Event::Typed { role, before, after, inserted: String::new(), composing: false });
            if !has_focus(&input) {
                // The person went on before anybody could see it (D52).
                handle.send(Event::Left(role));
            }
        }
        if has_focus(&input) {
            handle.send(Event::Focused(role));
        }
    }
}

/// The boxes as they stand.
fn ticks(field: &HtmlFieldSetElement) -> Vec<Tick> {
    let Ok(found) = field.query_selector_all("input.tick") else { return vec![] };
    let boxes = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlInputElement>().ok());
    boxes
        .filter_map(|tick| {
            Some(Tick { role: Role::from_code(&tick.name())?, mailbox: tick.value(), on: tick.checked() })
        })
        .collect()
}

/// The text left and right of the selection.
pub(super) fn around_caret(input: &HtmlInputElement) -> (String, String) {
    let text: Vec<u16> = input.value().encode_utf16().collect();
    let place = |at: Option<u32>| at.map_or(text.len(), |at| (at as usize).min(text.len()));
    let from = place(input.selection_start().ok().flatten());
    let to = place(input.selection_end().ok().flatten());
    (String::from_utf16_lossy(&text[..from]), String::from_utf16_lossy(&text[to..]))
}

/// Ctrl+C and Ctrl+X while a chip has the focus; the browser tells the document, not the button (D41).
fn copied(handle: Handle, e: &DomEvent, cut: Cut) {
    let active = document().active_element().map(|active| active.id()).unwrap_or_default();
    if let Some(id) = active.strip_prefix("recip-chip-").and_then(|id| id.parse().ok()) {
        handle.answer(e, Event::Copied(id, cut));
    }
}
