//! À, Cc or Cci: label, chips, text box, list (D01, D02).

use super::{
    Handle,
    chip::ChipView,
    drop::{dragged_over, dropped},
    effects::{focus, text_id},
    popup::Popup,
    sentences::role as role_word,
    text_box::TextBox,
};
use crate::{
    ui::{Row, anew, heard, rows},
    words::words,
};
use leptos::{ev::MouseEvent, prelude::*, wasm_bindgen::JsCast, web_sys::Element};
use model::recipients::{Chip, Event, Role};

/// Chips shown when more than a hundred are folded up (D46).
const SOME: usize = 2;
const MANY: usize = 100;

#[component]
pub(super) fn RoleRow(handle: Handle, role: Role, within: RwSignal<bool>) -> AnyView {
    let w = words();
    let state = handle.state;
    let chips = Memo::new(move |_| state.with(|state| state.chips(role).to_vec()));
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let collapsed = Memo::new(move |_| alive.get() && !within.get() && chips.with(Vec::len) > MANY);
    let list = move || {
        let some = if collapsed.get() { SOME } else { usize::MAX };
        let ids = chips.with(|chips| chips.iter().take(some).map(|chip| chip.id).collect::<Vec<_>>());
        ids.into_iter().map(move |id| Row::new(id, move || view! { <ChipView handle role id chips/> }))
    };
    let word = role_word(w, role);
    let label = move || w.recip_line(word, chips.with(Vec::len) as i64);
    let folded =
        move || role != Role::To && state.with(|state| is_folded(state.copies(), state.chips(role), state.text(role)));
    view! {
        <div
            class="recip-row"
            class:folded=folded
            role="group"
            aria-labelledby=label_id(role)
            on:mousedown=heard(move |e| hold(&e))
            on:click=heard(move |e| pressed(handle, role, &e))
            on:dragover=heard(move |e| dragged_over(&e))
            on:drop=heard(move |e| dropped(handle, role, &e))
        >
            <label id=label_id(role) for=text_id(role)>{word}</label>
            <div class="chips">
                <ul role="list" aria-label=label>
                    {rows(list)}
                    {anew(move || collapsed.get().then(|| unfold(handle, role, chips.with(Vec::len) - SOME)))}
                </ul>
                <TextBox handle role/>
            </div>
            <button type="button" class="open-list" tabindex="-1" aria-hidden="true" title=w.recip_open_list() on:click=heard(move |_| handle.send(Event::Toggled(role)))></button>
            {(role == Role::To).then(|| copies(handle))}
            <Popup handle role/>
        </div>
    }
    .into_any()
}

/// Cc and Cci stay away until they are asked for or hold something.
fn is_folded(copies: bool, chips: &[Chip], text: &str) -> bool {
    !copies && chips.is_empty() && text.is_empty()
}

pub(super) fn label_id(role: Role) -> String {
    [&text_id(role), "-label"].concat()
}

/// « + Cc/Cci »
fn copies(handle: Handle) -> AnyView {
    let w = words();
    let open = move || handle.state.with(|state| if state.copies() { "true" } else { "false" });
    let press = move |_| {
        handle.send(Event::CopiesToggled);
        if handle.state.with_untracked(|state| state.copies()) {
            focus(&text_id(Role::Cc));
        }
    };
    view! { <button type="button" class="btn quiet small copies" aria-expanded=open on:click=heard(press)>{w.recip_copies()}</button> }.into_any()
}

/// « + 98 »
fn unfold(handle: Handle, role: Role, hidden: usize) -> AnyView {
    let w = words();
    let press = move |_| handle.send(Event::Pressed(role));
    let label = w.recip_more_chips(hidden as i64);
    // The focus unfolds the line and takes this button away: it must not come here, by a press or by Tab, and be lost.
    view! { <li><button type="button" class="chip more" tabindex="-1" on:click=heard(press)>{label}</button></li> }
        .into_any()
}

/// A press beside the box, on « Ouvrir la liste » or « + 98 » does not take its focus away first.
fn hold(e: &MouseEvent) {
    if is_empty_place(e) || on(e, ".open-list, .more") {
        e.prevent_default();
    }
}

/// D49: anywhere in the field but on what acts by itself.
fn pressed(handle: Handle, role: Role, e: &MouseEvent) {
    if is_empty_place(e) || on(e, "input[type=text]") {
        handle.send(Event::Pressed(role));
    }
}

fn is_empty_place(e: &MouseEvent) -> bool {
    !on(e, "button, input, a, label, .pop, .chip")
}

pub(super) fn on(e: &MouseEvent, selector: &str) -> bool {
    let target = e.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.closest(selector).ok().flatten().is_some())
}
