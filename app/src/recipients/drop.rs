//! Text dropped anywhere on a line goes into its box, as if pasted there (D48).

use super::{
    Handle,
    effects::{set_text, text_box},
    role_row::on,
    text_box::take,
};
use leptos::ev::DragEvent;
use model::recipients::{Event, Role, Select};

/// Beside the box the browser takes nothing by itself. Over the box it does, and shows where.
pub(super) fn dragged_over(e: &DragEvent) {
    let is_text = e.data_transfer().is_some_and(|data| data.types().includes(&"text/plain".into(), 0));
    if is_text && !on(e, "input") {
        e.prevent_default();
    }
}

pub(super) fn dropped(handle: Handle, role: Role, e: &DragEvent) {
    let Some(input) = text_box(role) else { return };
    let text = take(handle, role, &input, e, e.data_transfer());
    // One plain thing is left to the browser (D44), which knows only what to do with it on the box.
    if !text.is_empty() && !e.default_prevented() && !on(e, "input") {
        e.prevent_default();
        let _ = input.focus();
        let before = [&input.value(), text.trim()].join(" ").trim().to_owned();
        set_text(role, &before, Select::End);
        handle.send(Event::Typed { role, before, after: String::new(), inserted: text, composing: false });
    }
}
