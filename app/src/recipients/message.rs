//! The message about what just happened, with the way back (D45, D81, D83, D93).

use super::{
    Handle,
    effects::{chip_id, focus, text_id},
    pointer::keep_focus,
    sentences::notice,
};
use crate::{
    ui::{Icon, Symbol, anew, heard},
    words::words,
};
use leptos::{ev::MouseEvent, prelude::*};
use model::recipients::{ChipId, Event, Notice};

#[component]
pub(super) fn Message(handle: Handle) -> AnyView {
    let state = handle.state;
    let shown = Memo::new(move |_| state.with(|state| state.notice().cloned()));
    view! { {anew(move || shown.get().map(|shown| strip(handle, shown)))} }.into_any()
}

/// What passes floats, so that nothing moves when it goes; what stays stands under the field.
fn strip(handle: Handle, shown: Notice) -> AnyView {
    let w = words();
    let class = if shown.passes() { "toast recip-toast" } else { "recip-note" };
    let chip = match &shown {
        Notice::Already { chip, .. } | Notice::Meant { chip, .. } => Some(*chip),
        _ => None,
    };
    let button = |label: &'static str, event: Event| {
        let press = move |_| act(handle, event.clone(), chip);
        view! { <button type="button" class="btn quiet small" on:click=heard(press)>{label}</button> }
    };
    let undo = shown.can_be_undone().then(|| button(w.act_undo(), Event::UndoPressed));
    let text = notice(w, &shown);
    let body = match &shown {
        Notice::Meant { .. } => {
            let press = move |_| act(handle, Event::MeantPressed, chip);
            view! { <button type="button" class="link" on:click=heard(press)>{text}</button> }.into_any()
        }
        _ => view! { <span>{text}</span> }.into_any(),
    };
    let here = matches!(shown, Notice::Already { role, wanted, .. } if role != wanted)
        .then(|| button(w.recip_move_here(), Event::MoveHere));
    let hold = move |held: bool| handle.send(Event::NoticeHeld(held));
    view! {
        <div class=class on:mousedown=heard(move |e: MouseEvent| keep_focus(&e)) on:pointerenter=heard(move |_| hold(true)) on:pointerleave=heard(move |_| hold(false)) on:focusin=heard(move |_| hold(true)) on:focusout=heard(move |_| hold(false))>
            {body}
            {here}
            {undo}
            <button type="button" class="btn icon-only" aria-label=w.act_close() on:click=heard(move |_| act(handle, Event::NoticeClosed, chip))>
                <Icon symbol=Symbol::Close/>
            </button>
        </div>
    }
    .into_any()
}

/// The press takes its button away: who came there by the keyboard goes on at the chip concerned, else in the box. A mouse leaves
/// the focus where it is: leaving the box would make a chip of what stands in it, and « Annuler » undo that (D52).
fn act(handle: Handle, event: Event, chip: Option<ChipId>) {
    let had_focus =
        document().query_selector(":is(.recip-toast, .recip-note):focus-within").is_ok_and(|it| it.is_some());
    handle.send(event);
    if had_focus {
        let there = chip.filter(|id| handle.state.with_untracked(|state| state.chip(*id).is_some()));
        focus(&there.map_or_else(|| text_id(handle.last.get_value()), chip_id));
    }
}
